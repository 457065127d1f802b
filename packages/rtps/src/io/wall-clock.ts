import type { Time } from '../types/time.js';

const MAX_DRIFT_MS = 2;

/**
 * The time of day in steps of a microsecond or less. `Date.now()` alone moves in whole milliseconds, which is too coarse
 * for time stamps; so it only sets where the monotonic clock stands, and sets it again when the two have drifted apart,
 * as they do when somebody sets the system's clock.
 */
export class WallClock {
  #originMs: number = Date.now() - performance.now();

  now(): Time {
    const date = Date.now();
    const monotonic = performance.now();
    const error = date - (this.#originMs + monotonic);
    if (error > MAX_DRIFT_MS || error < -MAX_DRIFT_MS) this.#originMs = date - monotonic;
    // Seconds and fraction are split before they are scaled: a double holds 1.7e12 ms to 0.2 µs only.
    const ms = this.#originMs + monotonic;
    const sec = Math.floor(ms / 1000);
    const nanosec = Math.min(999_999_999, Math.max(0, Math.floor((ms - sec * 1000) * 1e6)));
    return { sec, nanosec };
  }
}
