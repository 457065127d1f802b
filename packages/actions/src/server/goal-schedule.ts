import type { GoalId } from '../goal-id.js';
import type { GoalCandidate, GoalPlan, GoalPolicy, PolicyGoal, PolicySituation } from './goal-policy.js';

/** What the schedule needs to know of a goal. */
export interface ScheduledGoal<Goal> {
  readonly goalId: GoalId;
  readonly handle: PolicyGoal<Goal>;
}

/** Which goals run and which wait, and the policy that decides it. */
export class GoalSchedule<Goal, Scheduled extends ScheduledGoal<Goal>> {
  readonly #policy: GoalPolicy<Goal>;
  readonly #running = new Map<GoalId, Scheduled>();
  readonly #waiting = new Map<GoalId, Scheduled>();
  readonly #situation: PolicySituation<Goal>;
  /** The lists as a policy sees them, made when one looks: most never do. */
  #lists: { running?: readonly PolicyGoal<Goal>[]; waiting?: readonly PolicyGoal<Goal>[] } = {};

  constructor(policy: GoalPolicy<Goal>) {
    this.#policy = policy;
    const running = (): readonly PolicyGoal<Goal>[] =>
      (this.#lists.running ??= Array.from(this.#running.values(), (goal) => goal.handle));
    const waiting = (): readonly PolicyGoal<Goal>[] =>
      (this.#lists.waiting ??= Array.from(this.#waiting.values(), (goal) => goal.handle));
    this.#situation = {
      get running() {
        return running();
      },
      get waiting() {
        return waiting();
      },
    };
  }

  /** Asks the policy. Throws what it throws, and TypeError for an answer that is none. */
  plan(candidate: GoalCandidate<Goal>): GoalPlan {
    const answer = this.#policy(candidate, this.#situation);
    const plan = typeof answer === 'string' ? { response: answer } : answer;
    if (['execute', 'wait', 'reject'].includes(plan?.response)) return plan;
    throw new TypeError(`a goal policy answered ${JSON.stringify(answer)}`);
  }

  /** The goals among these that are not over, without `self`. */
  find(goals: GoalPlan['preempt'], self: GoalId): readonly Scheduled[] {
    const found = (goals ?? []).map(({ goalId }) => this.#running.get(goalId) ?? this.#waiting.get(goalId));
    return found.filter((goal) => goal !== undefined && goal.goalId !== self) as Scheduled[];
  }

  run(goal: Scheduled): void {
    this.#lists = {};
    this.#waiting.delete(goal.goalId);
    this.#running.set(goal.goalId, goal);
  }

  wait(goal: Scheduled): void {
    this.#lists = {};
    this.#waiting.set(goal.goalId, goal);
  }

  /** The goal is over, and nothing of it runs. False: that was known. */
  remove(goal: Scheduled): boolean {
    this.#lists = {};
    return this.#running.delete(goal.goalId) || this.#waiting.delete(goal.goalId);
  }

  isWaiting(goal: Scheduled): boolean {
    return this.#waiting.has(goal.goalId);
  }

  /** In acceptance order. */
  get waiting(): readonly Scheduled[] {
    return [...this.#waiting.values()];
  }
}
