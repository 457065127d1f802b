import { GoalRegistry } from '../goal-registry.js';
import { isTerminalStatus } from '../goal-status.js';
import type { GoalServerOptions, GoalServerPorts } from './goal-server-ports.js';
import type { ServerGoal } from './server-goal.js';

type Options = Pick<
  GoalServerOptions<never, never, never>,
  'resultTimeoutMs' | 'keepResultUntilFetched' | 'maxCachedResultBytes'
>;

/** How long the goals that have ended are remembered: by time, by who has fetched their results, by octets. */
export class ResultCache<Goal, Result, Feedback> {
  readonly goals: GoalRegistry<ServerGoal<Goal, Result, Feedback>>;
  readonly #options: Options;
  readonly #ports: Pick<GoalServerPorts<Goal, Result, Feedback>, 'now' | 'schedule' | 'sizeOfResult'>;
  readonly #afterStatus: (run: () => void) => void;
  #cancelExpiry: (() => void) | undefined;
  #isClosed = false;

  /** @param afterStatus runs something when the last changes of state are published */
  constructor(
    options: Options,
    ports: Pick<GoalServerPorts<Goal, Result, Feedback>, 'now' | 'schedule' | 'sizeOfResult'>,
    afterStatus: (run: () => void) => void,
  ) {
    this.goals = new GoalRegistry(options.resultTimeoutMs);
    this.#options = options;
    this.#ports = ports;
    this.#afterStatus = afterStatus;
  }

  /** The result of a goal that has ended is known. The first one counts. */
  settle(goal: ServerGoal<Goal, Result, Feedback>, result: Result): void {
    if (!isTerminalStatus(goal.status) || !goal.settle(result)) return;
    const { keepResultUntilFetched, maxCachedResultBytes } = this.#options;
    if (!keepResultUntilFetched || goal.isFetched || goal.isOrphan) this.#startExpiry(goal);
    if (maxCachedResultBytes === Infinity) return;
    this.goals.keepResult(goal.goalId, this.#ports.sizeOfResult(result));
    // Not before its last state is in the status topic.
    this.#afterStatus(() => void this.goals.evict(maxCachedResultBytes));
  }

  /** Somebody gets its result. */
  fetched(goal: ServerGoal<Goal, Result, Feedback>): void {
    goal.isFetched = true;
    this.#startKept(goal);
  }

  /** Its client has left. */
  orphaned(goal: ServerGoal<Goal, Result, Feedback>): void {
    goal.isOrphan = true;
    this.#startKept(goal);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelExpiry?.();
  }

  #startKept(goal: ServerGoal<Goal, Result, Feedback>): void {
    if (this.#options.keepResultUntilFetched && goal.isSettled) this.#startExpiry(goal);
  }

  #startExpiry(goal: ServerGoal<Goal, Result, Feedback>): void {
    this.goals.finished(goal.goalId, this.#ports.now());
    this.#armExpiry();
  }

  #armExpiry(): void {
    const next = this.goals.nextExpiry();
    if (this.#isClosed || this.#cancelExpiry !== undefined || next === Infinity) return;
    this.#cancelExpiry = this.#ports.schedule(Math.max(0, next - this.#ports.now()), () => {
      this.#cancelExpiry = undefined;
      this.goals.expire(this.#ports.now());
      this.#armExpiry();
    });
  }
}
