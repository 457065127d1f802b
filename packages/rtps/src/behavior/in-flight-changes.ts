import type { SequenceNumber } from '../types/sequence-number.js';
import type { FragmentedSend } from './fragmented-send.js';

/** A change that was sent and is not acknowledged. */
export interface InFlight {
  readonly sn: SequenceNumber;
  /** Of a change that was sent whole; that of fragments changes with what is known of them. */
  readonly bytes: number;
  readonly fragments: FragmentedSend | undefined;
  sentAt: number;
  /** How many had left before it. */
  sentIn: number;
  /** How often it was sent again. */
  repeats: number;
}

/** So many that were taken may stay before the rest moves up. */
const SLACK = 64;

/** What one reader was sent and has not acknowledged, in order: added at the end, taken from the front. */
export class InFlightChanges {
  #entries: InFlight[] = [];
  #head = 0;

  /** The lowest. */
  get first(): InFlight | undefined {
    return this.#entries[this.#head];
  }

  /** Its number is above all others. */
  push(entry: InFlight): void {
    this.#entries.push(entry);
  }

  find(sn: SequenceNumber): InFlight | undefined {
    let low = this.#head;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.sn ?? 0) < sn) low = middle + 1;
      else high = middle;
    }
    const entry = this.#entries[low];
    return entry?.sn === sn ? entry : undefined;
  }

  /** Those below `end`. */
  *below(end: SequenceNumber): Generator<InFlight, void> {
    for (let i = this.#head; i < this.#entries.length; i++) {
      const entry = this.#entries[i];
      if (entry === undefined || entry.sn >= end) return;
      yield entry;
    }
  }

  /** Those below `base`; they are in flight no longer. */
  takeBelow(base: SequenceNumber): readonly InFlight[] {
    const from = this.#head;
    let entry = this.first;
    while (entry !== undefined && entry.sn < base) {
      this.#head += 1;
      entry = this.first;
    }
    if (this.#head === from) return NONE;
    const taken = this.#entries.slice(from, this.#head);
    if (this.#head === this.#entries.length || (this.#head > SLACK && this.#head * 2 > this.#entries.length)) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return taken;
  }
}

const NONE: readonly InFlight[] = [];
