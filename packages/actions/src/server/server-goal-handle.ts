import type { GoalId } from '../goal-id.js';
import { GoalEvent } from '../goal-state-machine.js';
import { GoalStatus, isActiveStatus } from '../goal-status.js';
import type { GoalStopReason } from '../goal-stop-reason.js';
import type { MessageInput, Time } from '@rclts/idl';
import type { ExecuteCallback } from './execution.js';
import type { GoalClient } from './goal-client.js';
import type { ServerGoal } from './server-goal.js';

/** What a handle asks of its server. */
export interface GoalOwner<Goal, Result, Feedback> {
  execute(
    goal: ServerGoal<Goal, Result, Feedback>,
    callback: ExecuteCallback<Goal, Result, Feedback> | undefined,
  ): void;
  finish(goal: ServerGoal<Goal, Result, Feedback>, event: GoalEvent, result: MessageInput<Result> | undefined): void;
  publishFeedback(goal: ServerGoal<Goal, Result, Feedback>, feedback: MessageInput<Feedback>): void;
}

/**
 * A goal on the server's side: rclpy's ServerGoalHandle. Handles come from the server (to the execute, handle-accepted and
 * cancel callbacks); one goal has one handle.
 */
export class ServerGoalHandle<Goal, Result, Feedback> {
  readonly #goal: ServerGoal<Goal, Result, Feedback>;
  readonly #owner: GoalOwner<Goal, Result, Feedback>;

  /** @internal */
  constructor(goal: ServerGoal<Goal, Result, Feedback>, owner: GoalOwner<Goal, Result, Feedback>) {
    this.#goal = goal;
    this.#owner = owner;
  }

  /** The goal as the client sent it, complete. */
  get request(): Goal {
    return this.#goal.request;
  }

  /** 32 hexadecimal digits. */
  get goalId(): GoalId {
    return this.#goal.goalId;
  }

  /** When the goal was accepted. */
  get stamp(): Time {
    return this.#goal.stamp;
  }

  /** Who sent the goal. */
  get client(): GoalClient {
    return this.#goal.client;
  }

  /** The state as action_msgs/msg/GoalStatus numbers it. */
  get status(): GoalStatus {
    return this.#goal.status;
  }

  /** Accepted and not finished. */
  get isActive(): boolean {
    return isActiveStatus(this.#goal.status);
  }

  /** A cancel request was accepted, and the goal has not finished yet. */
  get isCancelRequested(): boolean {
    return this.#goal.status === GoalStatus.CANCELING;
  }

  /**
   * Why the goal's work is to stop; undefined: it is not. A goal that was asked to cancel and then preempted says
   * `'preempted'` here, while the signal keeps its first reason.
   */
  get stopReason(): GoalStopReason | undefined {
    return this.#goal.stopReason;
  }

  /**
   * Aborts when a cancel request is accepted, when another goal takes this one's place, or when the server closes; its
   * `reason` is a `GoalStoppedError`, which says which.
   */
  get signal(): AbortSignal {
    return this.#goal.signal;
  }

  /**
   * Executes an accepted goal: with the server's execute callback, or with another one. A goal that was asked to cancel
   * meanwhile is executed all the same, in CANCELING, so that the callback can end it.
   *
   * @throws IllegalTransitionError for a goal that was executed already, or is finished
   */
  execute(callback?: ExecuteCallback<Goal, Result, Feedback>): void {
    this.#owner.execute(this.#goal, callback);
  }

  /**
   * Tells the client how far the goal is. Feedback of a goal that has finished goes nowhere.
   *
   * @throws TypeError for a feedback that does not fit its definition; the message names the field
   */
  publishFeedback(feedback: MessageInput<Feedback>): void {
    this.#owner.publishFeedback(this.#goal, feedback);
  }

  /**
   * EXECUTING or CANCELING → SUCCEEDED. The result is what the execute callback returns, or what is given here.
   *
   * @throws IllegalTransitionError from any other state, which stays what it was
   */
  succeed(result?: MessageInput<Result>): void {
    this.#owner.finish(this.#goal, GoalEvent.SUCCEED, result);
  }

  /** EXECUTING or CANCELING → ABORTED; as {@link succeed}. */
  abort(result?: MessageInput<Result>): void {
    this.#owner.finish(this.#goal, GoalEvent.ABORT, result);
  }

  /** CANCELING → CANCELED; as {@link succeed}. */
  canceled(result?: MessageInput<Result>): void {
    this.#owner.finish(this.#goal, GoalEvent.CANCELED, result);
  }
}
