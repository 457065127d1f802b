/** How long to wait for an answer, and how to stop waiting. */
export interface WaitOptions {
  /** Milliseconds; then it rejects with a code that says so. Default: for ever. */
  readonly timeoutMs?: number | undefined;
  /** Aborting it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Calls back after `delayMs`; what it returns takes that back. */
export type Schedule = (delayMs: number, callback: () => void) => () => void;

/**
 * A promise that settles exactly once: by its owner, by its user's signal or by time. No listener or timer outlives it; a user
 * who drops the promise gets no unhandled rejection.
 */
export class Pending<Value> {
  readonly promise: Promise<Value>;
  readonly #onAbort = (): void => this.reject(this.#signal?.reason);
  #onSettled: (() => void)[] = [];
  #signal: AbortSignal | undefined;
  #resolve: (value: Value) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;
  #isSettled = false;

  constructor() {
    this.promise = new Promise<Value>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => undefined);
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Calls back once, before the promise's reactions; now, if it is settled. */
  whenSettled(run: () => void): void {
    if (this.#isSettled) run();
    else this.#onSettled.push(run);
  }

  /** Rejects with the signal's reason when it is aborted; now, if it is. */
  rejectOn(signal: AbortSignal | undefined): void {
    this.#signal = signal;
    if (signal?.aborted === true) this.#onAbort();
    else if (!this.#isSettled) signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Rejects when the time is up. */
  rejectAfter(timeoutMs: number, schedule: Schedule, error: () => unknown): void {
    if (this.#isSettled || timeoutMs === Infinity) return;
    this.#onSettled.push(schedule(timeoutMs, () => this.reject(error())));
  }

  resolve(value: Value): void {
    if (this.#settle()) this.#resolve(value);
  }

  reject(reason: unknown): void {
    if (this.#settle()) this.#reject(reason);
  }

  #settle(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    const runs = this.#onSettled;
    this.#onSettled = [];
    for (const run of runs) run();
    return true;
  }
}

/** @throws RangeError for what is no number of milliseconds */
export function checkTimeout(timeoutMs: number): void {
  if (!(timeoutMs >= 0)) throw new RangeError(`timeoutMs: ${timeoutMs} is not a number of milliseconds`);
}
