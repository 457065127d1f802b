/** How a promise settled. */
export type Settled = { readonly value: unknown } | { readonly error: unknown };

export interface Expectation {
  /** For people: whose promise, of which call. */
  readonly what: string;
  /** What is wrong with settling so, now; undefined: nothing. */
  judge(settled: Settled): string | undefined;
  /** By when it has to be settled, as things are; Infinity: nobody has promised anything yet. */
  due(): number;
}

interface Entry {
  readonly expectation: Expectation;
  isAbandoned: boolean;
  isOverdue: boolean;
}

/** Every promise that was handed out: each settles once, in time, and as the oracle allows. */
export class Ledger {
  readonly complaints: string[] = [];
  readonly #now: () => number;
  readonly #pending = new Set<Entry>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get pending(): readonly string[] {
    return [...this.#pending].map(({ expectation }) => expectation.what);
  }

  watch(promise: PromiseLike<unknown>, expectation: Expectation, owner: { readonly entries: Set<object> }): void {
    const entry: Entry = { expectation, isAbandoned: false, isOverdue: false };
    this.#pending.add(entry);
    owner.entries.add(entry);
    const settle = (settled: Settled): void => {
      if (entry.isAbandoned) return this.complain(`${expectation.what}: settled, though its process is dead`);
      if (!this.#pending.delete(entry)) return this.complain(`${expectation.what}: settled twice`);
      owner.entries.delete(entry);
      this.#checkDue(entry);
      const complaint = expectation.judge(settled);
      if (complaint !== undefined) this.complain(`${expectation.what}: ${complaint}`);
    };
    promise.then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error }),
    );
  }

  /** The process is dead: nobody waits for these any more, and nothing may come. */
  abandon(owner: { readonly entries: Set<object> }): void {
    for (const entry of owner.entries as Set<Entry>) {
      entry.isAbandoned = true;
      this.#pending.delete(entry);
    }
    owner.entries.clear();
  }

  /** Complains about what should be settled by now. */
  checkDue(): void {
    for (const entry of this.#pending) this.#checkDue(entry);
  }

  complain(text: string): void {
    this.complaints.push(`${this.#now().toFixed(3)} ms: ${text}`);
  }

  #checkDue(entry: Entry): void {
    if (entry.isOverdue) return;
    const { expectation } = entry;
    const due = expectation.due();
    if (this.#now() <= due + 0.001) return;
    entry.isOverdue = true;
    this.complain(`${expectation.what}: was due at ${due.toFixed(3)}`);
  }
}
