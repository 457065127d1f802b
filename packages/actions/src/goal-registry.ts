import type { GoalId } from './goal-id.js';

/**
 * The goals that a server remembers, in acceptance order: those that are active, and finished ones until their result
 * expires. An id is in use from the moment its goal callback is asked until then.
 *
 * Time is passed in (monotonic ms); nothing here has a timer. All goals of a server live equally long from the moment that
 * their time starts to run, so the order of that is the order of expiring.
 */
export class GoalRegistry<Goal extends { readonly goalId: GoalId }> {
  readonly #resultTimeoutMs: number;
  readonly #goals = new Map<GoalId, Goal>();
  readonly #undecided = new Set<GoalId>();
  /** Finished goals → when they are forgotten; ascending. */
  readonly #deadlines = new Map<GoalId, number>();
  /** Finished goals → octets of their results, in the order of finishing. */
  readonly #results = new Map<GoalId, number>();
  #resultBytes = 0;

  /** @param resultTimeoutMs how long a finished goal and its result are kept; Infinity: for ever */
  constructor(resultTimeoutMs: number) {
    this.#resultTimeoutMs = resultTimeoutMs;
  }

  /** Takes the id for a goal that is still being decided on. False: it is in use. */
  reserve(id: GoalId): boolean {
    if (this.#goals.has(id) || this.#undecided.has(id)) return false;
    this.#undecided.add(id);
    return true;
  }

  /** The goal of a reserved id was refused: the id is free again. */
  release(id: GoalId): void {
    this.#undecided.delete(id);
  }

  /** The goal of a reserved id was accepted. */
  accept(goal: Goal): void {
    this.#undecided.delete(goal.goalId);
    this.#goals.set(goal.goalId, goal);
  }

  get(id: GoalId): Goal | undefined {
    return this.#goals.get(id);
  }

  /** All remembered goals in acceptance order. */
  values(): Iterable<Goal> {
    return this.#goals.values();
  }

  get size(): number {
    return this.#goals.size;
  }

  /** The goal has a result of so many octets. Only the first call counts. */
  keepResult(id: GoalId, bytes: number): void {
    if (this.#results.has(id) || !this.#goals.has(id)) return;
    this.#results.set(id, bytes);
    this.#resultBytes += bytes;
  }

  /** Forgets the goals that finished first, until the results of the others fit into `maxBytes`; returns them. */
  evict(maxBytes: number): readonly Goal[] {
    const evicted: Goal[] = [];
    for (const id of this.#results.keys()) {
      if (this.#resultBytes <= maxBytes) break;
      this.#forget(id, evicted);
    }
    return evicted;
  }

  /** The goal's time runs from now. Only the first call counts. */
  finished(id: GoalId, now: number): void {
    if (this.#resultTimeoutMs === Infinity || this.#deadlines.has(id) || !this.#goals.has(id)) return;
    this.#deadlines.set(id, now + this.#resultTimeoutMs);
  }

  /** When the next goal is to be forgotten; Infinity: none is. */
  nextExpiry(): number {
    for (const deadline of this.#deadlines.values()) return deadline;
    return Infinity;
  }

  /** Forgets the goals whose time is up and returns them. */
  expire(now: number): readonly Goal[] {
    const expired: Goal[] = [];
    for (const [id, deadline] of this.#deadlines) {
      if (deadline > now) break;
      this.#forget(id, expired);
    }
    return expired;
  }

  #forget(id: GoalId, forgotten: Goal[]): void {
    const goal = this.#goals.get(id);
    if (goal !== undefined) forgotten.push(goal);
    this.#resultBytes -= this.#results.get(id) ?? 0;
    this.#results.delete(id);
    this.#deadlines.delete(id);
    this.#goals.delete(id);
  }
}
