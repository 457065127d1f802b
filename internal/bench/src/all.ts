import { Implementation } from '@rclts/interop';
import { Burst, measureBurst, type BurstFigures } from './burst/bursts.js';
import { measureCodec } from './micro/codec.js';
import { measureCoreLoop } from './micro/core-loop.js';
import type { Figures } from './report.js';
import { measurePair, type PairFigures } from './round-trip/pairs.js';

/** Few, because rclpy's server slows with each that it remembers. */
const GOALS = 100;

const { RCLTS, KILTED, JAZZY } = Implementation;
const roundTrips: readonly (readonly [client: Implementation, server: Implementation, goals?: number])[] = [
  [KILTED, KILTED],
  [JAZZY, JAZZY],
  [RCLTS, RCLTS],
  // Long enough for Node's compiler, and for the status of all goals of the last ten seconds to weigh in.
  [RCLTS, RCLTS, 2000],
  [KILTED, RCLTS],
  [RCLTS, KILTED],
  [JAZZY, RCLTS],
  [RCLTS, JAZZY],
];
const burstPairs: readonly (readonly [client: Implementation, server: Implementation])[] = [
  [KILTED, KILTED],
  [RCLTS, RCLTS],
  [KILTED, RCLTS],
  [RCLTS, KILTED],
];

/** Measures all of it, one after the other. `tell` hears each figure as soon as it is known. */
export async function measureAll(tell: (figures: unknown) => void): Promise<Figures> {
  const told = <T>(figures: T): T => {
    tell(figures);
    return figures;
  };
  const codec = told(measureCodec());
  const coreLoop = told(measureCoreLoop());
  const pairs: PairFigures[] = [];
  for (const [client, server, goals = GOALS] of roundTrips) pairs.push(told(await measurePair(client, server, goals)));
  const bursts: BurstFigures[] = [];
  for (const burst of Object.values(Burst)) {
    for (const [client, server] of burstPairs) bursts.push(told(await measureBurst(client, server, burst)));
  }
  return { codec, coreLoop, pairs, bursts };
}
