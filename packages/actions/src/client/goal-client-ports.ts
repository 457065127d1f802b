import type { CancelGoal_Response, MessageInput, Time } from '@rclts/idl';
import type { GoalId, GoalIdLike } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import type { ActionServers, ServerParticipant } from './action-servers.js';
import type { FeedbackCallback } from './client-goal.js';
import type { WaitOptions } from './requests/pending.js';

/** unique_identifier_msgs/msg/UUID. */
export type WireGoalId = { readonly uuid: Uint8Array };

/** What the client needs of the world. */
export interface GoalClientPorts<Goal, Result> {
  readonly actionName: string;
  /** How long what is asked stays open when its server is lost, in ms. */
  readonly serverLostWaitMs: number;
  readonly servers: Pick<ActionServers, 'available' | 'whenAvailable' | 'describe'>;
  /** Who serves get_result and cancel_goal now; fewer endpoints than a complete server has. */
  resultServers(): readonly ServerParticipant[];
  cancelServers(): readonly ServerParticipant[];
  statusServers(): readonly ServerParticipant[];
  callSendGoal(
    request: { readonly goal_id: WireGoalId; readonly goal: Goal },
    server: ServerParticipant,
  ): Promise<{ readonly accepted: boolean; readonly stamp: Time }>;
  /** The signal: nobody waits for the answer any more. */
  callGetResult(
    request: { readonly goal_id: WireGoalId },
    server: ServerParticipant,
    signal: AbortSignal,
  ): Promise<GoalOutcome<Result>>;
  callCancelGoal(
    request: { readonly goal_info: { readonly goal_id: WireGoalId; readonly stamp: Time } },
    server: ServerParticipant,
    signal: AbortSignal | undefined,
  ): Promise<CancelGoal_Response>;
  /** A complete message of what the user gave. Throws errors that name the field. */
  completeGoal(goal: MessageInput<Goal>): Goal;
  newGoalId(): GoalId;
  /** Calls back after `delayMs`; what it returns takes that back. */
  schedule(delayMs: number, callback: () => void): () => void;
  /** Calls back in the next macrotask. */
  defer(callback: () => void): void;
  /** A feedback callback threw. */
  reportError(error: unknown, origin: string): void;
}

export interface SendGoalOptions<Feedback> {
  /** Called with each feedback of this goal: after `sendGoal` has resolved, in order, never after the result. */
  readonly feedbackCallback?: FeedbackCallback<Feedback> | undefined;
  /** Aborting it before the goal is accepted rejects with the signal's reason; afterwards it asks to cancel the goal. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for a server and its acceptance, in ms; then it rejects with ERR_ACTION_TIMEOUT. Default: for ever. */
  readonly timeoutMs?: number | undefined;
  /** Default: a random one. */
  readonly goalId?: GoalIdLike | undefined;
  /**
   * Which of the client's `servers` is to have the goal; rejects with ERR_ACTION_SERVER_UNAVAILABLE if it is not there.
   * Default: the one that has been there longest.
   */
  readonly server?: ServerParticipant | undefined;
}

export interface AttachOptions<Feedback> {
  /** Called with each feedback of this goal from now on, in order, never after the result; asks for the result. */
  readonly feedbackCallback?: FeedbackCallback<Feedback> | undefined;
  /** Aborting it asks to cancel the goal. */
  readonly signal?: AbortSignal | undefined;
}

/** Default: for ever. */
export type WaitForServerOptions = WaitOptions;
