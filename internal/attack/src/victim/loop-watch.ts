/** How often the event loop is looked at. */
const PERIOD_MS = 5;

/**
 * How long an event loop stands still by its own doing: by the clock, but no longer than the process has had a processor. A
 * machine that lets it wait is no stall.
 */
export class LoopWatch {
  #longestMs = 0;
  #at = performance.now();
  #cpu = process.cpuUsage();

  constructor() {
    setInterval(() => this.#tick(), PERIOD_MS).unref();
  }

  /** Milliseconds of the longest stall since this was asked last. */
  take(): number {
    // One that goes on right now counts too.
    this.#tick();
    const longest = this.#longestMs;
    this.#longestMs = 0;
    return longest;
  }

  #tick(): void {
    const now = performance.now();
    const { user, system } = process.cpuUsage(this.#cpu);
    const late = Math.min(now - this.#at - PERIOD_MS, (user + system) / 1_000);
    this.#longestMs = Math.max(this.#longestMs, late);
    this.#at = now;
    this.#cpu = process.cpuUsage();
  }
}
