import { GoalStatus } from '@rclts/actions';
import type { ClientGoal } from './client-goal.js';
import type { ClientVerdicts, PromiseOwner } from './client-verdicts.js';
import type { ClientWorld } from './client-world.js';
import { judgeFeedback } from './oracle.js';

/** What has to hold of one client's goals, asked or not. */
export class GoalChecks {
  readonly #world: ClientWorld;
  readonly #client: PromiseOwner;
  readonly #verdicts: ClientVerdicts;
  readonly #goals: readonly ClientGoal[];

  constructor(world: ClientWorld, client: PromiseOwner, verdicts: ClientVerdicts, goals: readonly ClientGoal[]) {
    this.#world = world;
    this.#client = client;
    this.#verdicts = verdicts;
    this.#goals = goals;
  }

  /** What can be seen of goals at any time. */
  checkStatuses(): void {
    const { oracle, journal } = this.#world;
    for (const goal of this.#goals) {
      const status = goal.handle?.status ?? GoalStatus.UNKNOWN;
      if (status === goal.status) continue;
      const complaint = oracle.judgeStatus(journal.ofId(goal.handle?.goalId ?? ''), status);
      if (complaint !== undefined) this.#verdicts.complain(`${goal.handle?.goalId}: ${complaint}`);
      if (status < goal.status)
        this.#verdicts.complain(`${goal.handle?.goalId}: status ${goal.status}, then ${status}`);
      goal.status = status;
    }
  }

  /** Goals that were given up and are still executed, though their server was there to be told. */
  checkOrphans(): void {
    const { oracle, journal } = this.#world;
    for (const { number, sentAt, isGivenUp } of this.#goals) {
      const [record] = number === undefined || !isGivenUp ? [] : journal.ofNumber(number);
      if (record === undefined || record.decision?.accepted !== true || this.#client.closedAt !== undefined) continue;
      const isCanceled = record.cancelAnswers.length > 0 || record.end !== undefined;
      if (!isCanceled && !oracle.mayBeLost(this.#client, record.server, sentAt)) {
        this.#verdicts.complain(`${record.goalId}: given up, accepted, and never canceled`);
      }
    }
  }

  /** In the end: what was heard of each goal. */
  checkFeedback(): void {
    const { oracle, journal } = this.#world;
    for (const { handle, feedback, sentAt } of this.#goals) {
      const record = journal.ofId(handle?.goalId ?? '');
      const isComplete = record !== undefined && !oracle.mayBeLost(this.#client, record.server, sentAt);
      const complaint = judgeFeedback(feedback, record, isComplete);
      if (complaint !== undefined) this.#verdicts.complain(`${handle?.goalId}: ${complaint}`);
    }
  }
}
