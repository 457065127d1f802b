// What submessages say, in words. Numbers of samples have a #.
import { DurabilityKind, durationToMs, isInfinite, ReliabilityKind, vendorName, type DissectedSet } from '@rclts/rtps';
import type { GoalSample } from './goal-tracker.js';
import type { Announcement, TracedEndpoint } from './traced-graph.js';

/** Longer lists are cut: a status sample may show hundreds of goals. */
const MOST_SHOWN = 8;
/** As much of an id as people compare by eye. */
const GOAL_DIGITS = 8;

export function announcementText(announcement: Announcement): string {
  switch (announcement.what) {
    case 'participant': {
      const { vendorId, entityName, leaseDuration, userData } = announcement.data;
      const lease = isInfinite(leaseDuration) ? 'for ever' : `${String(durationToMs(leaseDuration) / 1000)} s`;
      const enclave = new TextDecoder().decode(userData).replace(/\0+$/, '');
      return [vendorName(vendorId), quoted(entityName), `lease ${lease}`, printable(enclave)]
        .filter((part) => part !== '')
        .join(', ');
    }
    case 'endpoint':
      return endpointText(announcement.endpoint);
    case 'nodes':
      return listText(announcement.names) || 'no nodes';
  }
}

function endpointText({ kind, name, role, typeName, data: { qos } }: TracedEndpoint): string {
  const service = role === 'request' ? ' requests' : role === 'reply' ? ' replies' : '';
  const reliability = qos.reliability === ReliabilityKind.RELIABLE ? 'reliable' : 'best effort';
  const durability = qos.durability >= DurabilityKind.TRANSIENT_LOCAL ? 'transient local' : 'volatile';
  return `${kind} of ${printable(name)}${service} [${printable(typeName)}], ${reliability}, ${durability}`;
}

/** A sample of a topic, with the goals that it is about. */
export function sampleText(number: string, bytes: number, about: GoalSample | undefined): string {
  const goals =
    about === undefined
      ? ''
      : about.isForAll
        ? ', all goals'
        : about.goals.length > 0
          ? `, goal ${listText(about.goals.map((goal) => goal.slice(0, GOAL_DIGITS)))}`
          : '';
  return `${number}, ${String(bytes)} bytes${goals}`;
}

export function setText(members: readonly number[]): string {
  return listText(members.map((member) => `#${String(member)}`));
}

/** The numbers of a GAP: all from `start` to before the list's base, and the list's. */
export function rangeText(start: number, { base, members }: DissectedSet): string {
  const range = base - 1 > start ? `#${String(start)}–${String(base - 1)}` : `#${String(start)}`;
  return members.length === 0 ? range : `${range}, ${setText(members)}`;
}

function listText(items: readonly string[]): string {
  const shown = items.slice(0, MOST_SHOWN).map(printable).join(', ');
  return items.length > MOST_SHOWN ? `${shown} and ${String(items.length - MOST_SHOWN)} more` : shown;
}

function quoted(text: string): string {
  return text === '' ? '' : `"${printable(text)}"`;
}

/** What a stranger has sent must not steer the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what has to go
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·');
}
