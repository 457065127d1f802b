import { announcementOf, participantParameters } from '../hostile/spdp.js';
import { data, heartbeat, join, locator, parameter, PL_CDR_LE, SENTINEL, string, u16 } from '../hostile/wire.js';
import type { AttackCase, CaseFamily } from './case.js';

const SUBSCRIPTIONS = { readerId: 0x000004c7, writerId: 0x000004c2 } as const;
/** Parameters of participants and endpoints that have a value of ours. */
const PIDS = [
  ...[0x02, 0x05, 0x07, 0x0f, 0x15, 0x16, 0x1a, 0x1b, 0x1d, 0x1e, 0x1f, 0x21, 0x23, 0x25, 0x27, 0x29, 0x2b, 0x2c],
  ...[0x2f, 0x30, 0x31, 0x32, 0x33, 0x35, 0x40, 0x43, 0x48, 0x49, 0x50, 0x58, 0x59, 0x5a, 0x62, 0x70, 0x73, 0x77],
] as const;
const LENGTHS = [0, 1, 2, 3, 5, 8, 0xfffc, 0xffff] as const;
/** CDR, parameter lists and XML, of both versions and orders, and what is none of them. */
const REPRESENTATIONS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0xff, 0x0300, 0x8001, 0xc000, 0xffff] as const;

/** The shape of discovery data: each parameter with each wrong length, and each representation with each short payload. */
export const encodings: CaseFamily = {
  family: 'lengths of parameters, representations',
  cases(peer, random, count) {
    const cases: AttackCase[] = [];
    let last = 20_000;
    const goal = peer.readers[0]?.victim;
    const endpoint = (...more: readonly Uint8Array[]): Uint8Array =>
      join(
        parameter(0x5a, join(peer.prefix, Uint8Array.of(0x41, last >>> 8, last, 0x04))),
        parameter(0x05, string(goal?.topicName ?? '')),
        parameter(0x07, string(goal?.typeName ?? '')),
        ...more,
        SENTINEL,
      );
    const tell = (name: string, payload: Uint8Array): void => {
      last += 1;
      const { readerId, writerId } = SUBSCRIPTIONS;
      const said = data({ readerId, writerId, writerSn: last, payload });
      const { opening } = peer;
      cases.push({
        name,
        datagrams: [join(opening, said, heartbeat(readerId, writerId, last, last, last))],
        target: 'metatraffic',
      });
    };
    const announce = (name: string, change: (list: readonly Uint8Array[]) => Uint8Array): void => {
      const prefix = random.bytes(12);
      const list = participantParameters({ prefix, locators: [locator('127.0.0.1', 9)], leaseSeconds: 2 });
      cases.push({ name, datagrams: [announcementOf(prefix, change(list))], target: 'metatraffic' });
    };
    for (const representation of REPRESENTATIONS) {
      const head = Uint8Array.of(representation >>> 8, representation, 0xff, 0xff);
      tell(`an endpoint as representation ${representation}`, join(head, endpoint()));
      announce(`a participant as representation ${representation}`, (list) => join(head, ...list, SENTINEL));
    }
    for (let length = 0; length < 8; length++) {
      tell(`an endpoint of ${length}`, join(PL_CDR_LE, endpoint()).slice(0, length));
      announce(`a participant of ${length}`, (list) => join(PL_CDR_LE, ...list).slice(0, length));
    }
    for (const pid of PIDS) {
      const length = random.pick(LENGTHS);
      const odd = join(u16(pid), u16(length), random.bytes(length < 16 ? length : 16));
      tell(`endpoint parameter ${pid} of ${length}`, join(PL_CDR_LE, endpoint(odd)));
      announce(`participant parameter ${pid} of ${length}`, (list) => join(PL_CDR_LE, ...list, odd, SENTINEL));
    }
    return cases.slice(0, count);
  },
};
