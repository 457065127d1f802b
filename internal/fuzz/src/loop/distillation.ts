import type { Coverage } from './coverage.js';
import { cutDown } from './shortening.js';
import type { Target } from './target.js';
import type { Wire } from './wire.js';

/** To make an input shorter: each costs a take of the coverage. */
const TRIES = 16;

/** Of `candidates` those that run what the seeds and each other do not, shortest first, each made short. */
export function distill(
  target: Target,
  candidates: readonly Uint8Array[],
  coverage: Coverage,
  wire: Wire,
): readonly Uint8Array[] {
  const run = (input: Uint8Array): void => {
    wire.begin(input);
    try {
      target.prepare?.();
      target.run(input);
    } catch {
      // A failure, and reported as one.
    }
  };
  coverage.forget();
  for (const seed of target.seeds()) run(seed.subarray(0, target.maxLength));
  coverage.takeNew(true);
  const kept: Uint8Array[] = [];
  for (const candidate of [...candidates].sort((a, b) => a.length - b.length)) {
    run(candidate);
    const found = coverage.takeNew(false);
    if (found === 0) continue;
    const short = cutDown(candidate, TRIES, (shorter) => {
      run(shorter);
      return coverage.takeNew(false) >= found;
    });
    run(short);
    coverage.takeNew(true);
    kept.push(short);
  }
  return kept;
}
