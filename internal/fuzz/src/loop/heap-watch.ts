import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Looks from the second fifth of a campaign on: before that, code and corpus grow. */
const FIRST = 0.2;
const LOOKS = 16;
const QUARTER = LOOKS / 4;

/** How much the heap holds after collection, in the course of a campaign. */
export class HeapWatch {
  readonly #every: number;
  #next: number;
  readonly #looks: { readonly at: number; readonly bytes: number }[] = [];

  constructor(inputs: number) {
    this.#next = inputs * FIRST;
    this.#every = (inputs * (1 - FIRST)) / LOOKS;
  }

  look(at: number): void {
    if (at < this.#next) return;
    while (this.#next <= at) this.#next += this.#every;
    this.#looks.push({ at, bytes: heapBytes() });
  }

  /** The growth from the first looks to the last ones: the median of four each, for one is noise. */
  result(inputs: number): { heapGrowthBytes: number; heapBytesPerThousand: number } {
    const looks = this.#looks;
    if (looks.length < 2) return { heapGrowthBytes: 0, heapBytesPerThousand: 0 };
    const first = looks.slice(0, QUARTER);
    const last = looks.slice(-QUARTER);
    const heapGrowthBytes = median(last.map(({ bytes }) => bytes)) - median(first.map(({ bytes }) => bytes));
    const between = median(last.map(({ at }) => at)) - median(first.map(({ at }) => at));
    return { heapGrowthBytes, heapBytesPerThousand: (heapGrowthBytes / Math.max(1, between || inputs)) * 1_000 };
  }
}

let collect: (() => void) | undefined;

/** Octets that are still held after a full collection. */
function heapBytes(): number {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
