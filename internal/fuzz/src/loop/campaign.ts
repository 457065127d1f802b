import { performance } from 'node:perf_hooks';
import { Random } from '../../../sim/src/random.js';
import type { Coverage } from './coverage.js';
import { HeapWatch } from './heap-watch.js';
import { Mutator } from './mutator.js';
import { cutDown } from './shortening.js';
import type { Target } from './target.js';
import type { Wire } from './wire.js';

export interface CampaignOptions {
  readonly inputs: number;
  readonly seed: number;
  /** Kept inputs, besides the target's seeds. */
  readonly corpus: readonly Uint8Array[];
  readonly coverage: Coverage;
  readonly wire: Wire;
  /** False: mistakes at random in the seeds and the corpus, whatever they run. */
  readonly isGuided: boolean;
}

export interface Failure {
  readonly error: string;
  readonly input: Uint8Array;
}

export interface CampaignResult {
  readonly inputs: number;
  readonly decoded: number;
  /** Of processor time: the machine may have had other things to do. */
  readonly seconds: number;
  /** Inputs that ran what nothing before them did. */
  readonly found: readonly Uint8Array[];
  readonly failures: readonly Failure[];
  /** Of the slowest input, measured again: milliseconds for each kB that it had, and at least for one. */
  readonly slowestMsPerKb: number;
  readonly slowest: Uint8Array;
  readonly heapGrowthBytes: number;
  readonly heapBytesPerThousand: number;
}

/**
 * A take of the coverage costs some ten milliseconds: batches grow until they last some 200, by what the target says that it
 * costs. Not by the clock: the same seed makes the same batches on every machine, and so the same inputs.
 */
const BATCH = { least: 8, most: 32_768, perWeight: 100 } as const;
/** What else is new in a batch will come again: to look for each would take longer. */
const MOST_FOUND_IN_BATCH = 4;
const MOST_FAILURES = 3;
/** From here on an input's time is measured again, to tell it from a pause of the machine. */
const SUSPICIOUS_MS_PER_KB = 0.2;
const REPEATS = 5;
/** To make an input that fails shorter. */
const TRIES = 400;

/** Lies to one target, as often as it is told to. */
export class Campaign {
  readonly #target: Target;
  readonly #options: CampaignOptions;
  readonly #random: Random;
  readonly #mutator: Mutator;
  readonly #pool: Uint8Array[];
  readonly #found: Uint8Array[] = [];
  readonly #failures = new Map<string, Failure>();
  readonly #heap: HeapWatch;
  #inputs = 0;
  #decoded = 0;
  #slowestMsPerKb = 0;
  #slowest: Uint8Array = new Uint8Array(0);

  constructor(target: Target, options: CampaignOptions) {
    this.#target = target;
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#mutator = new Mutator(this.#random, target.maxLength, target.dictionary);
    const seeds = target.seeds().map((seed) => seed.subarray(0, target.maxLength));
    this.#pool = [...seeds, ...options.corpus, new Uint8Array(0)];
    this.#heap = new HeapWatch(options.inputs);
  }

  run(): CampaignResult {
    const { inputs, coverage, isGuided } = this.#options;
    const start = process.cpuUsage();
    for (const input of this.#pool) this.#hear(input);
    coverage.takeNew(true);
    const largest = Math.min(BATCH.most, Math.max(BATCH.least, Math.floor(this.#target.weight * BATCH.perWeight)));
    let size: number = BATCH.least;
    while (this.#inputs < inputs && this.#failures.size < MOST_FAILURES) {
      const length = Math.min(size, inputs - this.#inputs, this.#heap.inputsUntilLook(this.#inputs));
      const batch = Array.from({ length }, () => this.#next());
      for (const input of batch) this.#hear(input);
      const hasFound = coverage.takeNew(!isGuided) > 0 && isGuided;
      if (hasFound) this.#attribute(batch, this.#found.length + MOST_FOUND_IN_BATCH);
      this.#heap.look(this.#inputs);
      if (hasFound) size = Math.max(BATCH.least, size >> 2);
      else size = Math.min(largest, 2 * size);
    }
    const { user, system } = process.cpuUsage(start);
    return {
      inputs: this.#inputs,
      decoded: this.#decoded,
      seconds: (user + system) / 1e6,
      found: this.#found,
      failures: [...this.#failures.values()],
      slowestMsPerKb: this.#slowestMsPerKb,
      slowest: this.#slowest,
      ...this.#heap.result(),
    };
  }

  #next(): Uint8Array {
    const random = this.#random;
    const found = this.#found;
    // What was found last leads furthest.
    const isNew = found.length > 0 && random.integer(3) === 0;
    const original = isNew ? found[found.length - 1 - random.integer(Math.min(16, found.length))] : undefined;
    return this.#mutator.mutate(original ?? random.pick(this.#pool), random.pick(this.#pool));
  }

  #hear(input: Uint8Array): void {
    this.#inputs++;
    this.#options.wire.begin(input);
    try {
      const perKb = this.#time(input);
      if (perKb > SUSPICIOUS_MS_PER_KB && perKb > this.#slowestMsPerKb) this.#timeAgain(input, perKb);
    } catch (error) {
      this.#fail(input, error);
    }
  }

  #time(input: Uint8Array): number {
    const target = this.#target;
    target.prepare?.();
    const start = performance.now();
    this.#decoded += target.run(input) ?? 1;
    const took = performance.now() - start;
    target.verify?.();
    return took / Math.max(1, input.length / 1_024);
  }

  /** By processor time: other processes may have the processor for longer than any decoder. */
  #timeAgain(input: Uint8Array, first: number): void {
    const target = this.#target;
    let least = first;
    for (let left = REPEATS; left > 0; left--) {
      target.prepare?.();
      const start = process.cpuUsage();
      this.#decoded += target.run(input) ?? 1;
      const { user, system } = process.cpuUsage(start);
      target.verify?.();
      least = Math.min(least, (user + system) / 1_000 / Math.max(1, input.length / 1_024));
    }
    if (least <= this.#slowestMsPerKb) return;
    this.#slowestMsPerKb = least;
    this.#slowest = input;
  }

  /** Which of these inputs ran something new: halves are run again until one is left. */
  #attribute(batch: readonly Uint8Array[], most: number): void {
    if (this.#found.length >= most) return;
    for (const input of batch) this.#again(input);
    if (this.#options.coverage.takeNew(batch.length === 1) === 0) return;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      this.#found.push(only);
      this.#pool.push(only);
      return;
    }
    const middle = batch.length >> 1;
    this.#attribute(batch.slice(0, middle), most);
    this.#attribute(batch.slice(middle), most);
  }

  #again(input: Uint8Array): void {
    this.#options.wire.begin(input);
    try {
      this.#target.prepare?.();
      this.#target.run(input);
    } catch {
      // Reported when it was heard first.
    }
  }

  #fail(input: Uint8Array, error: unknown): void {
    const text = describe(error);
    const key = text.split('\n').slice(0, 2).join('\n');
    if (this.#failures.has(key)) return;
    const isSame = (shorter: Uint8Array): boolean => {
      try {
        this.#target.prepare?.();
        this.#target.run(shorter);
        this.#target.verify?.();
        return false;
      } catch (again) {
        return describe(again).split('\n').slice(0, 2).join('\n') === key;
      }
    };
    this.#failures.set(key, { error: text, input: cutDown(input, TRIES, isSame) });
  }
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : `thrown: ${String(error)}`;
}
