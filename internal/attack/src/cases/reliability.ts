import type { Random } from '@rclts/sim';
import type { HostilePeer } from '../hostile/hostile-peer.js';
import { ackNack, dataFrag, entity, gap, heartbeat, join, Kind, set, sn, submessage, u32 } from '../hostile/wire.js';
import { EXTREMES, WIDE, type AttackCase, type CaseFamily } from './case.js';

/** HEARTBEAT and GAP over ranges that nobody can count through (CVE-2025-64438, CVE-2025-65016). */
export const ranges: CaseFamily = {
  family: 'ranges',
  cases(peer, random, count) {
    const cases: AttackCase[] = [];
    const { id } = peer.writerTo('send_goal');
    const beat = (first: bigint, last: bigint): AttackCase => ({
      name: `heartbeat ${first}..${last}`,
      datagrams: [1, 2].map((round) =>
        join(peer.opening, heartbeat(0, id, first, last, 100 + cases.length * 2 + round)),
      ),
    });
    const hole = (start: bigint, base: bigint, bits: number): AttackCase => ({
      name: `gap ${start}..${base} and ${bits} bits`,
      datagrams: [
        join(
          peer.opening,
          gap(0, id, start, set(sn(base), bits, Array<number>(Math.min(8, bits >>> 5)).fill(0xffff_ffff))),
        ),
      ],
    });
    for (const wide of WIDE) cases.push(hole(1n, wide, 0), beat(wide, wide));
    while (cases.length < count) {
      const [one, other] = [random.pick(WIDE), random.pick(WIDE)];
      cases.push(random.chance(0.5) ? beat(one, other) : hole(one, other, random.pick(EXTREMES)));
    }
    return cases.slice(0, count);
  },
};

/** Sets whose bits are not there, and answers to what was never sent (CVE-2020-18734). */
export const sets: CaseFamily = {
  family: 'sets',
  cases(peer, random, count) {
    const cases: AttackCase[] = [];
    while (cases.length < count) {
      const { id, victim } = random.pick(peer.readers);
      const base = random.pick(WIDE);
      const bits = random.pick(EXTREMES);
      const words = Array.from({ length: random.integer(9) }, () => random.uint32());
      const state = set(sn(base), bits, words);
      const counter = random.uint32();
      const writerId = victim.guid.entityId;
      const nackFrag = submessage(
        Kind.NACK_FRAG,
        0,
        join(
          entity(id),
          entity(writerId),
          sn(1 + random.integer(3)),
          set(u32(random.pick(EXTREMES)), bits, words),
          u32(counter),
        ),
      );
      cases.push({
        name: `${bits} bits from ${base}, ${words.length} words`,
        datagrams: [join(peer.opening, random.chance(0.6) ? ackNack(id, writerId, state, counter) : nackFrag)],
      });
    }
    return cases;
  },
};

/** Fragments of samples of which the rest never comes: in any order, twice, of two sizes, several in one. */
function soundFragments(peer: HostilePeer, random: Random, writerId: number): AttackCase {
  const datagrams = Array.from({ length: 16 }, () => {
    const size = random.pick([4, 100, 1_000]);
    const sampleSize = random.pick([1_000_000, 41_943_040]);
    const many = 1 + random.integer(4);
    const first = 1 + random.integer(Math.ceil(sampleSize / size) - many);
    const writerSn = 1 + random.integer(80);
    const octets = random.bytes(many * size);
    const fragment = dataFrag({ readerId: 0, writerId, writerSn, first, count: many, size, sampleSize, octets });
    return join(peer.opening, fragment);
  });
  return { name: '16 sound fragments of samples that do not end', datagrams };
}

/** Sizes that do not fit one another (CVE-2025-62799, CVE-2025-65865, CVE-2026-22590). */
export const fragments: CaseFamily = {
  family: 'fragments',
  cases(peer, random, count) {
    const cases: AttackCase[] = [];
    while (cases.length < count) {
      const { id } = random.pick(peer.writers);
      // Half of them are sound in themselves: those get as far as the reassembly.
      if (random.chance(0.5)) {
        cases.push(soundFragments(peer, random, id));
        continue;
      }
      const size = random.pick([0, 1, 2, 3, 4, 5, 8, 1_000, 1_344, 65_500, 65_501, 65_535]);
      const sampleSize = random.pick([
        0,
        1,
        3,
        4,
        5,
        100,
        10_000,
        1_000_000,
        41_943_040,
        41_943_041,
        2 ** 31,
        2 ** 32 - 1,
      ]);
      const first = random.pick([0, 1, 1, 1, 2, 3, 1_000, 2 ** 31, 2 ** 32 - 1]);
      const many = random.pick([0, 1, 1, 1, 2, 16, 65_535]);
      const octets = random.bytes(random.pick([0, 1, 4, 8, 100, 1_000]));
      const writerSn = random.pick([1, 2, 3, 255, 256, 257]);
      const fragment = dataFrag({ readerId: 0, writerId: id, writerSn, first, count: many, size, sampleSize, octets });
      cases.push({
        name: `fragments ${first}+${many} of ${size} in ${sampleSize}, ${octets.length} there`,
        datagrams: [
          join(peer.opening, fragment),
          join(
            peer.opening,
            submessage(
              Kind.HEARTBEAT_FRAG,
              0,
              join(entity(0), entity(id), sn(writerSn), u32(random.pick(EXTREMES)), u32(cases.length + 1)),
            ),
          ),
        ],
      });
    }
    return cases;
  },
};
