import { Timing } from '../behavior/timing.js';
import { Deadline } from '../participant/deadlines.js';

/**
 * Whether a participant that is said to have left has left. Anybody can say so in its name (CVE-2023-50257), and then its goals
 * are lost; so it is asked, and stays for as long as that takes: who has left does not answer. What comes right after the farewell
 * was under way before it, and is no answer.
 */
export class Farewell {
  readonly deadline: Deadline;
  #saidAt = Infinity;
  #isRefuted = false;

  constructor(onDeadline: (now: number) => void) {
    this.deadline = new Deadline(onDeadline);
  }

  /** Whether a farewell is waiting for its confirmation. */
  get isPending(): boolean {
    return this.#saidAt !== Infinity;
  }

  /** The participant was heard since. */
  get isRefuted(): boolean {
    return this.#isRefuted;
  }

  begin(now: number): void {
    this.#saidAt = now;
    this.#isRefuted = false;
  }

  /** Something came in the participant's name that is no farewell. */
  onHeard(now: number): void {
    if (now >= this.#saidAt + Timing.farewellSettleMs) this.#isRefuted = true;
  }

  /** When to ask again; undefined: it has been silent for long enough. */
  nextProbeAt(now: number): number | undefined {
    const passed = now - this.#saidAt;
    if (passed >= Timing.farewellMs) return undefined;
    // Doubling: one probe that gets lost must not decide.
    return this.#saidAt + Math.min(Timing.farewellMs, Math.max(Timing.farewellSettleMs, passed * 2));
  }

  end(): void {
    this.#saidAt = Infinity;
    this.#isRefuted = false;
  }
}
