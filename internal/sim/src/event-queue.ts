/** Something that will happen. Cancelled ones stay in the queue until their time and are skipped then. */
export interface SimEvent {
  readonly time: number;
  readonly order: number;
  run: (() => void) | undefined;
}

/** Events by time; those of one time in the order in which they were added. A binary heap. */
export class EventQueue {
  readonly #heap: SimEvent[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  add(time: number, run: () => void): SimEvent {
    const event: SimEvent = { time, order: this.#order, run };
    this.#order += 1;
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!precedes(event, heap[parent] as SimEvent)) break;
      heap[at] = heap[parent] as SimEvent;
      at = parent;
    }
    heap[at] = event;
    return event;
  }

  /** The time of the next event that was not cancelled; Infinity: none. */
  nextTime(): number {
    while (this.#heap.length > 0 && this.#heap[0]?.run === undefined) this.#removeFirst();
    return this.#heap[0]?.time ?? Infinity;
  }

  /** Takes the next event that was not cancelled. */
  take(): SimEvent | undefined {
    return this.nextTime() === Infinity ? undefined : this.#removeFirst();
  }

  #removeFirst(): SimEvent | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || last === first) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && precedes(heap[child + 1] as SimEvent, heap[child] as SimEvent)) child += 1;
      if (!precedes(heap[child] as SimEvent, last)) break;
      heap[at] = heap[child] as SimEvent;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function precedes(a: SimEvent, b: SimEvent): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
