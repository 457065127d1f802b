/**
 * A set of whole numbers as ascending, disjoint, inclusive intervals: what a GAP of 2^40 numbers costs is one entry.
 * Bounded: past `capacity` intervals a new one that touches none is refused, and the peer is asked again later.
 */
export class IntervalList {
  readonly #capacity: number;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#starts.length;
  }

  has(n: number): boolean {
    const i = this.#lastStartingAtOrBefore(n);
    return i >= 0 && (this.#ends[i] ?? -1) >= n;
  }

  /** The end of the interval that holds `n`, else undefined. */
  endOf(n: number): number | undefined {
    const i = this.#lastStartingAtOrBefore(n);
    const end = this.#ends[i];
    return end !== undefined && end >= n ? end : undefined;
  }

  /** Adds first..last (inclusive); false when the list is full. */
  add(first: number, last: number): boolean {
    if (last < first) return true;
    // Every interval from `from` to before `to` touches first..last and is merged into it.
    let from = this.#lastStartingAtOrBefore(first);
    if (from < 0 || (this.#ends[from] ?? -1) < first - 1) from += 1;
    const to = this.#lastStartingAtOrBefore(last + 1) + 1;
    if (from >= to) {
      if (this.#starts.length >= this.#capacity) return false;
      this.#starts.splice(from, 0, first);
      this.#ends.splice(from, 0, last);
      return true;
    }
    const start = Math.min(first, this.#starts[from] ?? first);
    const end = Math.max(last, this.#ends[to - 1] ?? last);
    this.#starts.splice(from, to - from, start);
    this.#ends.splice(from, to - from, end);
    return true;
  }

  /** Forgets everything below `n`. */
  removeBelow(n: number): void {
    let whole = 0;
    while (whole < this.#ends.length && (this.#ends[whole] ?? 0) < n) whole += 1;
    if (whole > 0) {
      this.#starts.splice(0, whole);
      this.#ends.splice(0, whole);
    }
    const start = this.#starts[0];
    if (start !== undefined && start < n) this.#starts[0] = n;
  }

  /** Forgets everything above `n`. */
  removeAbove(n: number): void {
    const kept = this.#lastStartingAtOrBefore(n) + 1;
    this.#starts.length = kept;
    this.#ends.length = kept;
    const end = this.#ends[kept - 1];
    if (end !== undefined && end > n) this.#ends[kept - 1] = n;
  }

  /** Index of the last interval that starts at or before `n`; -1 if none. */
  #lastStartingAtOrBefore(n: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= n) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
