import type { FeedbackMessage, Time } from '@rclts/idl';
import type { ServerLostError } from '../errors.js';
import type { GoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { GoalStatus, isTerminalStatus } from '../goal-status.js';
import type { GoalEventQueue } from './goal-event-queue.js';
import type { Pending } from './requests/pending.js';

/** Hears of a goal's progress. */
export type FeedbackCallback<Feedback> = (message: FeedbackMessage<Feedback>) => unknown;

/** Hears of what happens to one goal, in the goal's order. Must not throw. */
export interface GoalListener<Result, Feedback> {
  onFeedback?(message: FeedbackMessage<Feedback>): void;
  onFeedbackStopped?(): void;
  /** ACCEPTED, EXECUTING or CANCELING; the end is told by the result. */
  onStatus?(status: GoalStatus): void;
  onResult?(outcome: GoalOutcome<Result>): void;
  onServerLost?(error: ServerLostError): void;
  onServerBack?(): void;
  /** No result will come. */
  onFailed?(error: unknown): void;
}

/** All that a client keeps of one goal of its own: one record instead of a dictionary per property. */
export class ClientGoal<Result, Feedback> {
  readonly goalId: GoalId;
  readonly events: GoalEventQueue;
  readonly listeners: Set<GoalListener<Result, Feedback>> = new Set();
  /** The server has answered, or will not: whether the goal is accepted is settled. */
  isAnswered = false;
  accepted = false;
  stamp: Time = { sec: 0, nanosec: 0 };
  /** GUID prefix of the participant that has the goal: cancel and get_result go there. Unknown before sending and attaching. */
  serverKey: string | undefined;
  /** The server has been there, complete or answering: from then on it can be lost. Before, it is still being discovered. */
  isServerMet = false;
  isServerLost = false;
  /** Other servers that do not know the goal. */
  readonly notAt: Set<string> = new Set();
  /** Somebody has asked for the result: when the server comes back, it is asked again. */
  isResultWanted = false;
  /** The answer to get_result that is waited for, or was had. */
  result: Pending<GoalOutcome<Result>> | undefined;
  outcome: GoalOutcome<Result> | undefined;
  /** The goal is over: the answer that is waited for is due. */
  expectResult: (() => void) | undefined;
  /** Stops listening to the user's signal. */
  releaseSignal: (() => void) | undefined;
  /** Takes back that the goal is forgotten later. */
  cancelForgetting: (() => void) | undefined;
  #status: GoalStatus = GoalStatus.UNKNOWN;
  #isFeedbackStopped = false;

  constructor(goalId: GoalId, events: GoalEventQueue) {
    this.goalId = goalId;
    this.events = events;
  }

  /** Of a goal that was rejected, UNKNOWN: what the status topic says of its id is about somebody else's goal. */
  get status(): GoalStatus {
    return this.isAnswered && !this.accepted ? GoalStatus.UNKNOWN : this.#status;
  }

  /** Status samples, replies and results overtake each other; a goal goes only forward, and an end is final. */
  updateStatus(status: GoalStatus): void {
    if (status <= this.#status || isTerminalStatus(this.#status)) return;
    this.#status = status;
    if (!isTerminalStatus(status)) this.tell((listener) => listener.onStatus?.(status));
  }

  /** Until the user has had a chance to listen, all feedback is kept; later, what nobody hears goes. */
  hearFeedback(message: FeedbackMessage<Feedback>): void {
    if (this.#isFeedbackStopped || (this.events.isOpen && this.listeners.size === 0)) return;
    this.tell((listener) => {
      if (!this.#isFeedbackStopped) listener.onFeedback?.(message);
    });
  }

  get isFeedbackStopped(): boolean {
    return this.#isFeedbackStopped;
  }

  stopFeedback(): void {
    this.#isFeedbackStopped = true;
    for (const listener of [...this.listeners]) listener.onFeedbackStopped?.();
  }

  /** In its turn, and not after the end. */
  tell(say: (listener: GoalListener<Result, Feedback>) => void): void {
    this.events.push(() => this.tellNow(say));
  }

  tellNow(say: (listener: GoalListener<Result, Feedback>) => void): void {
    for (const listener of [...this.listeners]) say(listener);
  }
}
