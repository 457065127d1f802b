import type { GoalId } from '../goal-id.js';

/**
 * When the status topic speaks. A burst of changes makes one sample, at the end of the turn of the loop; but no state of a
 * goal is ever skipped: a goal that changes again before its last change was published gets that one published first.
 *
 * What has to come after a change on the wire waits for the same moment, in this order:
 *   SendGoal reply → status ACCEPTED → the goal is handed over → status EXECUTING → it runs → status … → GetResult reply
 *   status CANCELING → CancelGoal reply
 * so that n goals that do the same thing in one turn cost one sample, not n samples of n goals.
 */
export class StatusPublisher {
  readonly #publish: (changed: ReadonlySet<GoalId>) => void;
  readonly #defer: (callback: () => void) => void;
  readonly #changed = new Set<GoalId>();
  #afterwards: (() => void)[] = [];
  #scheduled = false;
  #isClosed = false;

  /**
   * @param publish writes one sample with the states that the goals have now; told which have changed since the last
   * @param defer runs a callback in the next macrotask
   */
  constructor(publish: (changed: ReadonlySet<GoalId>) => void, defer: (callback: () => void) => void) {
    this.#publish = publish;
    this.#defer = defer;
  }

  /** The goal is about to change its state. */
  beforeChange(goalId: GoalId): void {
    if (this.#changed.has(goalId)) this.#publishNow();
  }

  /** The goal has a new state. */
  changed(goalId: GoalId): void {
    if (this.#isClosed) return;
    this.#changed.add(goalId);
    this.#schedule();
  }

  /** Runs something after the next sample, in a later turn of the loop. It must not throw. */
  afterwards(run: () => void): void {
    if (this.#isClosed) return;
    this.#afterwards.push(run);
    this.#schedule();
  }

  /** Runs something once the changes of these goals are published: at once if they are. It must not throw. */
  whenPublished(goalIds: readonly GoalId[], run: () => void): void {
    if (goalIds.some((goalId) => this.#changed.has(goalId))) this.afterwards(run);
    else if (!this.#isClosed) run();
  }

  /** Publishes what has changed and runs what waits for it; nothing after that. */
  close(): void {
    this.#flush();
    this.#isClosed = true;
    this.#changed.clear();
    this.#afterwards = [];
  }

  #flush(): void {
    this.#scheduled = false;
    this.#publishNow();
    const runs = this.#afterwards;
    this.#afterwards = [];
    for (const run of runs) run();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#defer(() => {
      if (this.#scheduled) this.#flush();
    });
  }

  #publishNow(): void {
    if (this.#changed.size === 0) return;
    const changed = new Set(this.#changed);
    this.#changed.clear();
    this.#publish(changed);
  }
}
