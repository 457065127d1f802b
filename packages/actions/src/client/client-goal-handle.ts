import type { CancelGoal_Response, Time } from '@rclts/idl';
import type { GoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import type { GoalStatus } from '../goal-status.js';
import type { ClientGoal } from './client-goal.js';

/** What a handle asks of its client. */
export interface GoalRequester<Result, Feedback> {
  getResult(goal: ClientGoal<Result, Feedback>): Promise<GoalOutcome<Result>>;
  cancelGoal(goal: ClientGoal<Result, Feedback>): Promise<CancelGoal_Response>;
}

/** A goal on the client's side: rclpy's ClientGoalHandle. `client.sendGoal` resolves to one. */
export class ClientGoalHandle<Result, Feedback> {
  readonly #goal: ClientGoal<Result, Feedback>;
  readonly #requester: GoalRequester<Result, Feedback>;

  /** @internal */
  constructor(goal: ClientGoal<Result, Feedback>, requester: GoalRequester<Result, Feedback>) {
    this.#goal = goal;
    this.#requester = requester;
  }

  /** Whether the server took the goal. */
  get accepted(): boolean {
    return this.#goal.accepted;
  }

  /** When the server accepted it, by the server's clock; zero if it did not. */
  get stamp(): Time {
    return this.#goal.stamp;
  }

  /** 32 hexadecimal digits. */
  get goalId(): GoalId {
    return this.#goal.goalId;
  }

  /** The last that was heard of the goal's state; an end is final. UNKNOWN for a goal that was rejected. */
  get status(): GoalStatus {
    return this.#goal.status;
  }

  /**
   * Resolves when the goal has ended, whichever way: `{ status, result }`. Can be called at any time and any number of
   * times. A server that has forgotten the goal answers with status UNKNOWN.
   *
   * Rejects with a ServerLostError (ERR_ACTION_SERVER_LOST) when the server is gone, so that no answer can come; calling it
   * again asks again. Rejects with ERR_ACTION_CLOSED when the client is closed.
   */
  getResult(): Promise<GoalOutcome<Result>> {
    return this.#requester.getResult(this.#goal);
  }

  /**
   * Asks the server to cancel this goal; `goals_canceling` lists it if the server agrees. Trust the list, not
   * `return_code` (see `CancelReturnCode`) alone: rclpy's servers answer NONE when they refuse. Rejects as
   * {@link getResult} does.
   */
  cancelGoal(): Promise<CancelGoal_Response> {
    return this.#requester.cancelGoal(this.#goal);
  }
}
