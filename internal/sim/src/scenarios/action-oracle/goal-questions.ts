import { GoalStatus, type CancelGoal_Response, type GoalOutcome } from '@rclts/actions';
import type { ClientGoal } from './client-goal.js';
import { codeOf, type ClientVerdicts, type PromiseOwner } from './client-verdicts.js';
import type { ClientWorld } from './client-world.js';
import { judgeFeedback } from './oracle.js';
import type { WorkResult } from './work.js';

/** What one client asks about goals that it has handles of; what comes of it is held against the oracle. */
export class GoalQuestions {
  readonly #world: ClientWorld;
  readonly #client: PromiseOwner;
  readonly #verdicts: ClientVerdicts;

  constructor(world: ClientWorld, client: PromiseOwner, verdicts: ClientVerdicts) {
    this.#world = world;
    this.#client = client;
    this.#verdicts = verdicts;
  }

  getResult(goal: ClientGoal): void {
    const { handle } = goal;
    if (handle === undefined) return;
    const { network, ledger, oracle } = this.#world;
    const { now } = network;
    network.note(`asks for the result of ${handle.goalId}`, this.#client.name);
    ledger.watch(
      handle.getResult(),
      {
        what: `${this.#client.name} asks for the result of ${handle.goalId}`,
        due: () =>
          this.#verdicts.closedDue(now) ??
          oracle.resultDue(this.#client, handle.goalId, now, goal.number === undefined),
        judge: (settled) => {
          if (!('value' in settled)) return this.#verdicts.judgeLost(settled, handle.goalId, now);
          const outcome = settled.value as GoalOutcome<WorkResult>;
          network.note(`${handle.goalId} ended with ${outcome.status}`, this.#client.name);
          const before = goal.outcome;
          goal.outcome = outcome;
          // Servers that were cut off may be back, and one of them know.
          if (before !== undefined && before.status !== GoalStatus.UNKNOWN) {
            const isSame = before.status === outcome.status && before.result.tag === outcome.result.tag;
            return isSame ? undefined : 'another result the second time';
          }
          if (this.#client.closedAt !== undefined) return 'a result after close';
          if (outcome.status !== GoalStatus.UNKNOWN && handle.status !== outcome.status)
            return `status ${handle.status}, result ${outcome.status}`;
          return oracle.judgeOutcome(this.#client, handle.goalId, outcome, now);
        },
      },
      this.#client,
    );
  }

  readEvents(goal: ClientGoal): void {
    const { handle } = goal;
    if (handle === undefined) return;
    const { network, ledger, oracle, journal } = this.#world;
    const { now } = network;
    network.note(`reads the events of ${handle.goalId}`, this.#client.name);
    const steps: number[] = [];
    const outcomes: GoalOutcome<WorkResult>[] = [];
    let isBroken = false;
    const read = async (): Promise<void> => {
      for await (const event of handle.events()) {
        if (outcomes.length > 0) isBroken = true;
        if (event.type === 'feedback') steps.push(event.feedback.step);
        else if (event.type === 'result') outcomes.push(event);
        else if (event.type === 'status') {
          // Of a goal that it is attached to, nobody may have told yet.
          if (event.status === GoalStatus.UNKNOWN && goal.number === undefined) continue;
          const complaint = oracle.judgeStatus(journal.ofId(handle.goalId), event.status);
          if (complaint !== undefined) this.#verdicts.complain(`event of ${handle.goalId}: ${complaint}`);
        }
      }
    };
    ledger.watch(
      read(),
      {
        what: `${this.#client.name} reads the events of ${handle.goalId}`,
        due: () =>
          this.#verdicts.closedDue(now) ??
          oracle.eventsDue(this.#client, handle.goalId, now, goal.number === undefined),
        judge: (settled) => {
          const [outcome] = outcomes;
          const complaint = judgeFeedback(steps, journal.ofId(handle.goalId), false);
          if (complaint !== undefined) return complaint;
          if (!('value' in settled)) return this.#verdicts.judgeClosed(codeOf(settled.error));
          if (outcome === undefined || outcomes.length > 1 || isBroken)
            return `${outcomes.length} results, or not last`;
          return oracle.judgeOutcome(this.#client, handle.goalId, outcome, now);
        },
      },
      this.#client,
    );
  }

  cancel(goal: ClientGoal): void {
    const { handle } = goal;
    if (handle === undefined) return;
    const { network, ledger, oracle } = this.#world;
    const { now } = network;
    network.note(`cancels ${handle.goalId}`, this.#client.name);
    ledger.watch(
      handle.cancelGoal(),
      {
        what: `${this.#client.name} cancels ${handle.goalId}`,
        due: () =>
          this.#verdicts.closedDue(now) ??
          oracle.cancelDue(this.#client, handle.goalId, now, goal.number === undefined),
        judge: (settled) =>
          'value' in settled
            ? oracle.judgeCancel(this.#client, handle.goalId, settled.value as CancelGoal_Response, now)
            : this.#verdicts.judgeLost(settled, handle.goalId, now),
      },
      this.#client,
    );
  }
}
