import type { FeedbackMessage, Time } from '@rclts/idl';
import type { GoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { GoalStatus, isTerminalStatus } from '../goal-status.js';
import type { GoalEventQueue } from './goal-event-queue.js';
import type { Pending } from './pending.js';

/** Hears of a goal's progress. */
export type FeedbackCallback<Feedback> = (message: FeedbackMessage<Feedback>) => unknown;

/** All that a client keeps of one goal of its own: one record instead of a dictionary per property. */
export class ClientGoal<Result, Feedback> {
  readonly goalId: GoalId;
  readonly feedbackCallback: FeedbackCallback<Feedback> | undefined;
  readonly events: GoalEventQueue;
  /** The server has answered, or will not: whether the goal is accepted is settled. */
  isAnswered = false;
  accepted = false;
  stamp: Time = { sec: 0, nanosec: 0 };
  /** GUID prefix of the participant that accepted the goal: cancel and get_result go there. */
  serverKey: string | undefined;
  /** The answer to get_result that is waited for, or was had. */
  result: Pending<GoalOutcome<Result>> | undefined;
  /** Stops listening to the user's signal. */
  releaseSignal: (() => void) | undefined;
  /** Takes back that the goal is forgotten later. */
  cancelForgetting: (() => void) | undefined;
  #status: GoalStatus = GoalStatus.UNKNOWN;

  constructor(goalId: GoalId, feedbackCallback: FeedbackCallback<Feedback> | undefined, events: GoalEventQueue) {
    this.goalId = goalId;
    this.feedbackCallback = feedbackCallback;
    this.events = events;
  }

  get status(): GoalStatus {
    return this.#status;
  }

  /** Status samples, replies and results overtake each other; a goal goes only forward, and an end is final. */
  updateStatus(status: GoalStatus): void {
    if (status > this.#status && !isTerminalStatus(this.#status)) this.#status = status;
  }
}
