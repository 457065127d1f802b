/**
 * A promise that settles exactly once, by its owner or by its user's signal. No listener outlives it; a user who drops the
 * promise gets no unhandled rejection.
 */
export class Pending<Value> {
  readonly promise: Promise<Value>;
  readonly #onSettled: (() => void) | undefined;
  readonly #onAbort = (): void => this.reject(this.#signal?.reason);
  #signal: AbortSignal | undefined;
  #resolve: (value: Value) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;
  #isSettled = false;

  /** @param onSettled called once, before the promise's reactions */
  constructor(onSettled?: () => void) {
    this.#onSettled = onSettled;
    this.promise = new Promise<Value>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => undefined);
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Rejects with the signal's reason when it is aborted; now, if it is. */
  rejectOn(signal: AbortSignal | undefined): void {
    this.#signal = signal;
    if (signal?.aborted === true) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
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
    this.#onSettled?.();
    return true;
  }
}
