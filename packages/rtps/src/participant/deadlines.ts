/**
 * All timers of one participant: a binary heap of deadlines, so that the edge needs one timer and setting, moving and
 * dropping a deadline costs O(log n). Time is monotonic milliseconds and always comes from the caller.
 */

/** One moment at which something wants to run. Owned by who creates it; re-used for its whole life. */
export class Deadline {
  /** Monotonic ms; Infinity while not set. */
  at: number = Infinity;
  /** Position in the heap; -1 while not set. Only `Deadlines` writes it. */
  index: number = -1;
  /** When it fell, while it waits for its turn in `Deadlines.fireDue`; else Infinity. Only `Deadlines` writes it. */
  dueAt: number = Infinity;
  readonly fire: (now: number) => void;

  constructor(fire: (now: number) => void) {
    this.fire = fire;
  }
}

/** A timer that the runtime fires a fraction of a millisecond early is due: re-arming for the rest would only spin. */
const EARLY_MS = 0.5;

export class Deadlines {
  readonly #heap: Deadline[] = [];

  /** When the earliest deadline falls; Infinity when there is none. */
  next(): number {
    return this.#heap[0]?.at ?? Infinity;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** Sets or moves `deadline`; Infinity clears it. */
  set(deadline: Deadline, at: number): void {
    if (at === Infinity) {
      this.clear(deadline);
      return;
    }
    deadline.at = at;
    deadline.dueAt = Infinity;
    if (deadline.index < 0) {
      deadline.index = this.#heap.length;
      this.#heap.push(deadline);
    }
    this.#rise(deadline);
    this.#sink(deadline);
  }

  /** Sets `deadline` unless it already falls earlier. */
  setEarlier(deadline: Deadline, at: number): void {
    if (at < deadline.at) this.set(deadline, at);
  }

  clear(deadline: Deadline): void {
    const { index } = deadline;
    deadline.dueAt = Infinity;
    if (index < 0) return;
    deadline.index = -1;
    deadline.at = Infinity;
    const last = this.#heap.pop();
    if (last === undefined || last === deadline) return;
    last.index = index;
    this.#heap[index] = last;
    this.#rise(last);
    this.#sink(last);
  }

  /**
   * Fires what is due at `now`, earliest first, unless an earlier one clears or moves it. Each is told a time that is not
   * before its own, though the timer may have been early: who compares the two would wait again, for ever. What is set
   * meanwhile is for the next call, however soon it falls.
   */
  fireDue(now: number): void {
    let first = this.#heap[0];
    if (first === undefined || first.at > now + EARLY_MS) return;
    const due: Deadline[] = [];
    while (first !== undefined && first.at <= now + EARLY_MS) {
      const { at } = first;
      this.clear(first);
      first.dueAt = at;
      due.push(first);
      first = this.#heap[0];
    }
    for (const deadline of due) {
      const { dueAt } = deadline;
      if (dueAt === Infinity) continue;
      deadline.dueAt = Infinity;
      deadline.fire(Math.max(now, dueAt));
    }
  }

  #rise(deadline: Deadline): void {
    let { index } = deadline;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#heap[parentIndex];
      if (parent === undefined || parent.at <= deadline.at) break;
      this.#place(parent, index);
      index = parentIndex;
    }
    this.#place(deadline, index);
  }

  #sink(deadline: Deadline): void {
    let { index } = deadline;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = this.#heap[childIndex];
      if (child === undefined) break;
      const right = this.#heap[childIndex + 1];
      if (right !== undefined && right.at < child.at) {
        child = right;
        childIndex += 1;
      }
      if (child.at >= deadline.at) break;
      this.#place(child, index);
      index = childIndex;
    }
    this.#place(deadline, index);
  }

  #place(deadline: Deadline, index: number): void {
    deadline.index = index;
    this.#heap[index] = deadline;
  }
}
