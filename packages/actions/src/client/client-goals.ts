import type { GoalId } from '../goal-id.js';
import { limits } from '../limits.js';
import { ClientGoal, type FeedbackCallback } from './client-goal.js';
import type { GoalClientPorts } from './goal-client-ports.js';
import { GoalEventQueue } from './goal-event-queue.js';
import type { ClientLifetime } from './requests/client-lifetime.js';

type Ports = Pick<GoalClientPorts<never, never>, 'schedule' | 'defer' | 'reportError'>;

/** The goals that a client listens for, and how long it does. */
export class ClientGoals<Result, Feedback> {
  readonly #goals = new Map<GoalId, ClientGoal<Result, Feedback>>();
  readonly #ports: Ports;
  readonly #lifetime: ClientLifetime;

  constructor(ports: Ports, lifetime: ClientLifetime) {
    this.#ports = ports;
    this.#lifetime = lifetime;
  }

  get size(): number {
    return this.#goals.size;
  }

  get(goalId: GoalId): ClientGoal<Result, Feedback> | undefined {
    return this.#goals.get(goalId);
  }

  values(): readonly ClientGoal<Result, Feedback>[] {
    return [...this.#goals.values()];
  }

  /** A goal that nobody listens for yet. */
  create(goalId: GoalId, callback: FeedbackCallback<Feedback> | undefined): ClientGoal<Result, Feedback> {
    const events = new GoalEventQueue((deliver) => this.#ports.defer(deliver), limits.heldFeedback);
    const goal = new ClientGoal<Result, Feedback>(goalId, events);
    if (callback !== undefined) this.listen(goal, callback);
    return goal;
  }

  add(goal: ClientGoal<Result, Feedback>): void {
    this.#goals.set(goal.goalId, goal);
  }

  /** @throws TypeError for what is no function */
  listen(goal: ClientGoal<Result, Feedback>, callback: FeedbackCallback<Feedback>): void {
    if (typeof callback !== 'function') throw new TypeError('feedbackCallback is no function');
    const report = (error: unknown): void => this.#ports.reportError(error, 'feedback callback');
    goal.listeners.add({
      onFeedback: (message) => {
        try {
          const returned = callback(message) as { then?: unknown } | null | undefined;
          // An async function's error is reported, too.
          if (typeof returned?.then === 'function') Promise.resolve(returned).catch(report);
        } catch (error) {
          report(error);
        }
      },
    });
  }

  /** Nothing more of this goal is for the user. */
  drop(goal: ClientGoal<Result, Feedback>): void {
    goal.events.discard();
    this.forget(goal);
  }

  forget(goal: ClientGoal<Result, Feedback>): void {
    this.keep(goal);
    goal.releaseSignal?.();
    goal.releaseSignal = undefined;
    if (this.#goals.get(goal.goalId) === goal) this.#goals.delete(goal.goalId);
  }

  forgetLater(goal: ClientGoal<Result, Feedback>, delayMs: number): void {
    goal.cancelForgetting ??= this.#ports.schedule(delayMs, () => {
      this.forget(goal);
      if (!goal.isServerLost) return;
      const error = this.#lifetime.lostError(goal.goalId);
      goal.tellNow((listener) => listener.onFailed?.(error));
    });
  }

  /** Somebody wants to know more of a goal, which was to be forgotten, or already is. */
  remember(goal: ClientGoal<Result, Feedback>, isServerThere: boolean): void {
    if (!this.#goals.has(goal.goalId)) this.add(goal);
    this.keep(goal);
    if (isServerThere) return;
    goal.isServerLost = true;
    this.forgetLater(goal, limits.lostGoalLingerMs);
  }

  /** Takes back that it is forgotten later. */
  keep(goal: ClientGoal<Result, Feedback>): void {
    goal.cancelForgetting?.();
    goal.cancelForgetting = undefined;
  }
}
