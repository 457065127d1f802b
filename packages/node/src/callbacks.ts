/** Hears of what a callback threw; `origin` says which one. Must not throw. */
export type ErrorReporter = (error: unknown, origin: string) => void;

/** The one place that runs users' code: what it throws, now or as a rejected promise, is reported and goes no further. */
export function runCallback(origin: string, callback: () => unknown, report: ErrorReporter): void {
  try {
    const result = callback();
    if (isPromiseLike(result)) result.then(undefined, (error: unknown) => report(error, origin));
  } catch (error) {
    report(error, origin);
  }
}

export function isPromiseLike<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** Callbacks that want to hear of one thing. Each is called through `run`, so that one that throws harms no other. */
export class Listeners<Arguments extends readonly unknown[]> {
  readonly #listeners = new Set<(...values: Arguments) => unknown>();

  /** Returns what ends it. */
  add(listener: (...values: Arguments) => unknown): () => void {
    // An entry of its own, so that adding one listener twice is two subscriptions.
    const entry = (...values: Arguments): unknown => listener(...values);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  call(run: (callback: () => unknown) => void, ...values: Arguments): void {
    for (const listener of [...this.#listeners]) run(() => listener(...values));
  }

  clear(): void {
    this.#listeners.clear();
  }
}
