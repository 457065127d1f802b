import { Timing } from './timing.js';

/** Answers that count. */
const SAMPLES = 16;
/** Fewer say nothing. */
const ENOUGH = 4;
/** More says that somebody was away, not how long the way is. */
const MAX_MS = 2_000;
/** So much later it says nothing any more; ms. */
const STALE_MS = 10_000;

/**
 * How long the answers of peers take just now, for those of whom no answer has been measured: a hundred participants that start at
 * once, or in one process, are slow to answer all of them, and who asks each of them again meanwhile makes them slower still.
 *
 * What was asked several times counts from the first time, so that it says too much where questions get lost, and never too
 * little: Karn's rule alone would learn nothing while everybody is late. So it is the median that counts.
 */
export class RoundTripGuess {
  #ms: number = Timing.initialRttMs;
  /** Answers have come since it was worked out. Each acknowledgement notes one, few ever ask what they come to. */
  #isOutdated = false;
  #samples: number[] = [];
  #next = 0;
  #notedAt = -Infinity;

  /** For a path of which nothing is known. */
  get ms(): number {
    if (this.#isOutdated) {
      const median = this.#samples.toSorted((a, b) => a - b)[(this.#samples.length - 1) >> 1] ?? MAX_MS;
      this.#ms = Math.min(MAX_MS, Math.max(Timing.initialRttMs, median));
      this.#isOutdated = false;
    }
    return this.#ms;
  }

  /** An answer has come `ms` after the first time that it was asked for. */
  note(ms: number, now: number): void {
    if (now - this.#notedAt > STALE_MS) this.#forget();
    this.#notedAt = now;
    if (this.#samples.length < SAMPLES) this.#samples.push(ms);
    else this.#samples[this.#next++ % SAMPLES] = ms;
    this.#isOutdated = this.#samples.length >= ENOUGH;
  }

  /** What they came to holds until there are enough again. */
  #forget(): void {
    this.#ms = this.ms;
    this.#samples = [];
  }
}
