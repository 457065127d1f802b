import type { Random } from '@rclts/sim';
import type { Target } from '../hostile/gun.js';
import type { HostilePeer } from '../hostile/hostile-peer.js';

/** One attack, made when its turn comes: it is about the endpoints that are matched then. */
export interface AttackCase {
  readonly name: string;
  /** Datagrams in the hostile participant's name, or whose they like. */
  readonly datagrams?: readonly Uint8Array[];
  readonly target?: Target;
  /** What goes through the hostile participant's own writer, so that it arrives in order and is delivered. */
  readonly samples?: readonly { readonly to: string; readonly payload: Uint8Array }[];
}

export interface CaseFamily {
  readonly family: string;
  /** `count` cases, or as many as there are if those are a closed list. */
  cases(peer: HostilePeer, random: Random, count: number): readonly AttackCase[];
}

/** Numbers that decoders get wrong. */
export const EXTREMES: readonly number[] = [
  0,
  1,
  2,
  3,
  4,
  7,
  8,
  31,
  32,
  33,
  255,
  256,
  257,
  65_535,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
];

/** Sequence numbers that readers get wrong. */
export const WIDE: readonly bigint[] = [
  -1n,
  0n,
  1n,
  2n,
  256n,
  65_537n,
  2n ** 31n,
  2n ** 32n,
  2n ** 40n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n - 2n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** One to four mistakes: bits, octets, extreme words, cut short, or longer by its own octets. */
export function corrupt(random: Random, original: Uint8Array, from = 0): Uint8Array {
  let octets = original.slice();
  for (let left = 1 + random.integer(4); left > 0 && octets.length > from; left--) {
    const at = from + random.integer(octets.length - from);
    switch (random.integer(5)) {
      case 0:
        octets[at] = (octets[at] ?? 0) ^ (1 << random.integer(8));
        break;
      case 1:
        octets[at] = random.integer(256);
        break;
      case 2:
        octets.fill(random.pick([0, 1, 0x7f, 0x80, 0xff]), at, at + 4);
        break;
      case 3:
        octets = octets.slice(0, at);
        break;
      default:
        octets = Uint8Array.from([...octets.subarray(0, at), ...octets.subarray(from)]).slice(0, 60_000);
    }
  }
  return octets;
}
