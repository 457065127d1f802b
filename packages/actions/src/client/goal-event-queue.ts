/**
 * The order in which one client goal speaks to its user: accepted → feedback… → result, whatever order the network had.
 *
 *   held      until the acceptance has settled: what arrives early waits here
 *   opening   for one macrotask after that, so that the user's `await sendGoal()`, however deeply wrapped, returns first
 *   open      events are delivered as they come
 *   finished  after the result (or a rejection): nothing is delivered any more
 *
 * Deliveries must not throw; whoever pushes them catches what users throw.
 */
export class GoalEventQueue {
  readonly #defer: (callback: () => void) => void;
  readonly #limit: number;
  #waiting: (() => void)[] = [];
  #last: (() => void) | undefined;
  #state: 'held' | 'opening' | 'open' | 'finished' = 'held';
  #draining = false;
  #dropped = 0;

  /**
   * @param defer runs a callback in the next macrotask
   * @param limit how many events may wait; the oldest goes first, the last one never
   */
  constructor(defer: (callback: () => void) => void, limit: number) {
    this.#defer = defer;
    this.#limit = limit;
  }

  /** How many events were dropped because too many waited. */
  get dropped(): number {
    return this.#dropped;
  }

  get isFinished(): boolean {
    return this.#state === 'finished';
  }

  /** Whether deliveries are made at once; no more after the end. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Something that the user is to hear before the last thing. Ignored after it. */
  push(deliver: () => void): void {
    if (this.#state === 'finished' || this.#last !== undefined) return;
    this.#waiting.push(deliver);
    if (this.#waiting.length > this.#limit) {
      this.#waiting.shift();
      this.#dropped++;
    }
    this.#drain();
  }

  /** The last thing that the user hears. Ignored after another last thing. */
  finish(deliver: () => void): void {
    if (this.#state === 'finished' || this.#last !== undefined) return;
    this.#last = deliver;
    this.#drain();
  }

  /** The acceptance has just settled. */
  open(): void {
    if (this.#state !== 'held') return;
    this.#state = 'opening';
    this.#defer(() => {
      if (this.#state !== 'opening') return;
      this.#state = 'open';
      this.#drain();
    });
  }

  /** Nobody is to hear anything: the goal was refused or given up. */
  discard(): void {
    this.#state = 'finished';
    this.#waiting = [];
    this.#last = undefined;
  }

  #drain(): void {
    if (this.#state !== 'open' || this.#draining) return; // a delivery that pushes: the loop below sees it
    this.#draining = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) next();
    this.#draining = false;
    const last = this.#last;
    if (last === undefined) return;
    this.discard();
    last();
  }
}
