import type { CancelGoal_Response, Time } from '@rclts/idl';
import type { GoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import type { GoalStatus } from '../goal-status.js';
import type { ClientGoal } from './client-goal.js';
import { type ClientGoalEvent, readEvents, readFeedback } from './goal-reading.js';
import type { GoalStream, StreamOptions } from './goal-stream.js';
import type { WaitOptions } from './requests/pending.js';

/** What a handle asks of its client. */
export interface GoalRequester<Result, Feedback> {
  getResult(goal: ClientGoal<Result, Feedback>, options?: WaitOptions): Promise<GoalOutcome<Result>>;
  cancelGoal(goal: ClientGoal<Result, Feedback>, options?: WaitOptions): Promise<CancelGoal_Response>;
}

/**
 * A goal on the client's side: rclpy's ClientGoalHandle. `client.sendGoal` resolves to one, `client.attach` makes one. It
 * outlives its server: when that is lost and comes back, the result is asked for again by itself, if anybody had asked.
 */
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

  /** When the server accepted it, by the server's clock; zero if it did not, or if nobody has told yet. */
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
   * times. A server that has forgotten the goal, or whose result is too large to be sent, answers with status UNKNOWN.
   *
   * Rejects with a ServerLostError (ERR_ACTION_SERVER_LOST) when the server is gone, at once or after the client's
   * `serverLost.waitMs`; calling it again asks again. Rejects with ERR_ACTION_CLOSED when the client is closed. A server that
   * says the goal is over and does not answer is asked again, and in the end it rejects with ERR_ACTION_TIMEOUT.
   *
   * With `timeoutMs` or a `signal` this call waits no longer than that, and rejects with ERR_ACTION_TIMEOUT or the signal's
   * reason; the goal goes on, and so does the waiting of others. A rejection that nobody looks at is no unhandled rejection.
   *
   * @throws RangeError for a `timeoutMs` that is no number of ms
   */
  getResult(options?: WaitOptions): Promise<GoalOutcome<Result>> {
    return this.#requester.getResult(this.#goal, options);
  }

  /** The promise of {@link getResult}: reading it asks for the result. */
  get result(): Promise<GoalOutcome<Result>> {
    return this.getResult();
  }

  /**
   * The goal's feedback from now on, in order, until its end. What came before the goal was accepted is there, too, if this is
   * called when `sendGoal` has just resolved. Asks for the result, to know the end; throws what {@link getResult} rejects
   * with, and ERR_ACTION_STREAM_OVERFLOW (see {@link StreamOptions}). Each call is a stream of its own, for one reader.
   *
   * @example
   * ```ts
   * for await (const feedback of goal.feedback()) console.log(feedback.partial_sequence);
   * const { status, result } = await goal.result;
   * ```
   * @throws TypeError, RangeError for options of the wrong kind
   */
  feedback(options: StreamOptions = {}): GoalStream<Feedback> {
    return readFeedback(this.#goal, () => this.getResult(), options);
  }

  /**
   * All that happens to the goal from now on, merged: its status at first and when it changes, feedback, and at last its
   * result. A loss of the server is an event, not the end: when it comes back, the result still comes. Throws a
   * ServerLostError when the server has been gone for five minutes, ERR_ACTION_CLOSED, and ERR_ACTION_STREAM_OVERFLOW.
   *
   * @example
   * ```ts
   * for await (const event of goal.events({ policy: 'latest', capacity: 10 })) {
   *   if (event.type === 'feedback') console.log(event.feedback);
   *   else if (event.type === 'result') console.log(event.status, event.result);
   * }
   * ```
   * @throws TypeError, RangeError for options of the wrong kind
   */
  events(options: StreamOptions = {}): GoalStream<ClientGoalEvent<Result, Feedback>> {
    return readEvents(this.#goal, () => this.getResult(), options);
  }

  /** No feedback of this goal is delivered any more: the callback is not called, and `feedback()` ends. */
  stopFeedback(): void {
    this.#goal.stopFeedback();
  }

  /**
   * Asks the server to cancel this goal; `goals_canceling` lists it if the server agrees. Trust the list, not
   * `return_code` (see `CancelReturnCode`) alone: rclpy's servers answer NONE when they refuse. Rejects as
   * {@link getResult} does, and with ERR_ACTION_TIMEOUT or the signal's reason when this call is to wait no longer; the goal
   * may be canceled all the same then.
   *
   * @throws RangeError for a `timeoutMs` that is no number of ms
   */
  cancelGoal(options?: WaitOptions): Promise<CancelGoal_Response> {
    return this.#requester.cancelGoal(this.#goal, options);
  }
}
