import { ActionError, ActionErrorCode } from '../errors.js';
import { limits } from '../limits.js';

/** What a stream does with more than its reader has taken. */
export interface StreamOptions {
  /**
   * What happens to feedback when `capacity` of it waits to be read. `'all'` (default): nothing is dropped; the iteration
   * throws ERR_ACTION_STREAM_OVERFLOW after what was kept. `'latest'`: the oldest is dropped.
   */
  readonly policy?: 'all' | 'latest' | undefined;
  /** How much feedback waits at most; default 10 000 for `'all'`, 1 for `'latest'`. */
  readonly capacity?: number | undefined;
}

const CAPACITY = { all: limits.unreadFeedback, latest: 1 } as const;

/**
 * What happens to a goal, for one reader: `for await`. It fills from when it was made, and ends with the goal; leaving the loop
 * closes it. At most `capacity` droppable items wait; the others are few by nature.
 */
export class GoalStream<Item> implements AsyncIterableIterator<Item> {
  readonly #policy: 'all' | 'latest';
  readonly #capacity: number;
  readonly #onClosed: () => void;
  /** By key, in the order in which they came. */
  readonly #items = new Map<unknown, Item>();
  readonly #droppable = new Set<unknown>();
  readonly #readers: { resolve(result: IteratorResult<Item>): void; reject(error: unknown): void }[] = [];
  #failure: { readonly error: unknown } | undefined;
  #isClosed = false;

  /** @param onClosed called once, when nothing more is taken */
  constructor(options: StreamOptions, onClosed: () => void) {
    const { policy = 'all' } = options;
    if (policy !== 'all' && policy !== 'latest') throw new TypeError("policy is 'all' or 'latest'");
    const { capacity = CAPACITY[policy] } = options;
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`capacity: ${capacity} is no positive integer`);
    this.#policy = policy;
    this.#capacity = capacity;
    this.#onClosed = onClosed;
  }

  /** An item that is never dropped. One of the same key that nobody has read yet is replaced. */
  push(item: Item, key: unknown = {}): void {
    if (this.#isClosed) return;
    const reader = this.#readers.shift();
    if (reader === undefined) this.#items.set(key, item);
    else reader.resolve({ done: false, value: item });
  }

  /** An item of which no more than `capacity` wait. */
  pushDroppable(item: Item): void {
    if (this.#isClosed) return;
    if (this.#readers.length > 0) return this.push(item);
    if (this.#droppable.size === this.#capacity) {
      if (this.#policy === 'all') {
        const text = `More than ${this.#capacity} messages wait to be read`;
        return this.fail(new ActionError(ActionErrorCode.STREAM_OVERFLOW, text));
      }
      const [oldest] = this.#droppable;
      this.#droppable.delete(oldest);
      this.#items.delete(oldest);
    }
    const key = {};
    this.#droppable.add(key);
    this.#items.set(key, item);
  }

  /** Nothing more comes; what waits can still be read. */
  end(): void {
    this.#close();
    for (const reader of this.#readers.splice(0)) reader.resolve({ done: true, value: undefined });
  }

  /** Nothing more comes; the reader hears of the error, once, after what waits. */
  fail(error: unknown): void {
    if (this.#isClosed) return;
    this.#close();
    const reader = this.#readers.shift();
    if (reader === undefined) this.#failure = { error };
    else reader.reject(error);
    this.end();
  }

  next(): Promise<IteratorResult<Item>> {
    for (const [key, value] of this.#items) {
      this.#items.delete(key);
      this.#droppable.delete(key);
      return Promise.resolve({ done: false, value });
    }
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) return Promise.reject(failure.error as Error);
    if (this.#isClosed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
  }

  /** The reader wants no more. */
  return(): Promise<IteratorResult<Item>> {
    this.#items.clear();
    this.#droppable.clear();
    this.#failure = undefined;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClosed();
  }
}
