import type { Time } from '@rclts/rtps';
import { printable } from './event-text.js';
import type { TraceEvent } from './tracer.js';

/** `12:00:00.123456 192.0.2.1:7411 /client > 192.0.2.2:7413  DATA /fibonacci/_action/send_goal request #1, 28 bytes, goal 3f2a91c0` */
export function eventLine({ datagram, kind, subject, text, node }: TraceEvent): string {
  const { time, source, destination } = datagram;
  const from = `${source.address}:${String(source.port)}${node === undefined ? '' : ` ${printable(node)}`}`;
  const to = `${destination.address}:${String(destination.port)}`;
  const what = [kind, printable(subject), text].filter((part) => part !== '').join(' ');
  return `${clockOf(time)} ${from} > ${to}  ${what}`;
}

/** The same for programs: a JSON object in one line, times in seconds since 1970. */
export function eventJson({ datagram, kind, subject, text, node, goals, isForAllGoals }: TraceEvent): string {
  const { time, source, destination, payload } = datagram;
  return JSON.stringify({
    time: `${String(time.sec)}.${String(time.nanosec).padStart(9, '0')}`,
    source,
    destination,
    bytes: payload.length,
    kind,
    subject,
    text,
    node,
    goals,
    isForAllGoals,
  });
}

/** The time of day, UTC, to the microsecond. */
function clockOf({ sec, nanosec }: Time): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const ofDay = sec % 86_400;
  const micros = String(Math.floor(nanosec / 1000)).padStart(6, '0');
  return `${two(Math.floor(ofDay / 3600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}.${micros}`;
}
