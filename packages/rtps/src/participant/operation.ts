/** How long to wait for something, and how to stop waiting. */
export interface OperationOptions {
  /** Aborting it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until it rejects with a TIMEOUT error; default: never. */
  readonly timeoutMs?: number | undefined;
}

/** What an operation needs besides: a timer, and the error of having waited too long. */
export interface OperationHost {
  schedule(delayMs: number, callback: () => void): () => void;
  timeoutError(timeoutMs: number): Error;
}

/**
 * A promise that settles exactly once: by its owner, by the caller's signal or by time. No timer or listener outlives it.
 * A caller who drops the promise gets no unhandled rejection.
 */
export class Operation<Value> {
  readonly promise: Promise<Value>;
  #resolve!: (value: Value) => void;
  #reject!: (reason: unknown) => void;
  #isSettled = false;
  #cancelTimer: (() => void) | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.reject(this.#signal?.reason);
  readonly #onSettled: () => void;

  /**
   * `onSettled` is called once, before the promise's reactions; not for a signal that is aborted already: then nothing begins.
   *
   * @throws RangeError - for a `timeoutMs` that is no number of milliseconds.
   */
  constructor(host: OperationHost, options: OperationOptions, onSettled: () => void = () => undefined) {
    const { signal, timeoutMs = Infinity } = options;
    if (!(timeoutMs >= 0)) throw new RangeError(`timeoutMs: ${timeoutMs} is not a number of milliseconds`);
    this.#onSettled = signal?.aborted === true ? (): void => undefined : onSettled;
    this.promise = new Promise<Value>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => undefined);
    this.#signal = signal;
    if (signal?.aborted === true) {
      this.#onAbort();
      return;
    }
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (timeoutMs !== Infinity)
      this.#cancelTimer = host.schedule(timeoutMs, () => this.reject(host.timeoutError(timeoutMs)));
  }

  get isSettled(): boolean {
    return this.#isSettled;
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
    this.#cancelTimer?.();
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#onSettled();
    return true;
  }
}
