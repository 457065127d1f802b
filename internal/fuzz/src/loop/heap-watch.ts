import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Looks from the second fifth of a campaign on: before that, code and corpus grow. */
const FIRST = 0.2;
const LOOKS = 16;

/**
 * How much the heap holds after collection, in the course of a campaign. It looks at so many moments, each a number of inputs:
 * never fewer because the machine is fast or slow.
 */
export class HeapWatch {
  readonly #every: number;
  readonly #first: number;
  readonly #bytes: () => number;
  readonly #looks: { readonly at: number; readonly bytes: number }[] = [];

  /**
   * @param inputs - of the whole campaign.
   * @param bytes - what is held, after collection.
   */
  constructor(inputs: number, bytes: () => number = heapBytes) {
    this.#first = Math.ceil(inputs * FIRST);
    this.#every = (inputs - this.#first) / (LOOKS - 1);
    this.#bytes = bytes;
  }

  /** How many inputs there are until the next look, one at least: a batch must not go past it. */
  inputsUntilLook(at: number): number {
    const next = this.#next;
    return next > at ? next - at : 1;
  }

  /** Looks when it is time. */
  look(at: number): void {
    if (at >= this.#next) this.#looks.push({ at, bytes: this.#bytes() });
  }

  /** The growth from the first looks to the last ones: the median of four each, for one is noise. */
  result(): { heapGrowthBytes: number; heapBytesPerThousand: number } {
    const looks = this.#looks;
    if (looks.length < 2) return { heapGrowthBytes: 0, heapBytesPerThousand: 0 };
    const quarter = Math.max(1, looks.length >> 2);
    const first = looks.slice(0, quarter);
    const last = looks.slice(-quarter);
    const heapGrowthBytes = median(last.map(({ bytes }) => bytes)) - median(first.map(({ bytes }) => bytes));
    const between = median(last.map(({ at }) => at)) - median(first.map(({ at }) => at));
    return { heapGrowthBytes, heapBytesPerThousand: (heapGrowthBytes / Math.max(1, between)) * 1_000 };
  }

  get #next(): number {
    return this.#looks.length < LOOKS ? this.#first + Math.floor(this.#every * this.#looks.length) : Infinity;
  }
}

let collect: (() => void) | undefined;

/** Octets that are still held after a full collection. */
function heapBytes(): number {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  // The second collection waits for the first one's sweepers, which free the memory of array buffers beside it.
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
