import type { GoalInfo, MessageInput, Time } from '@rclts/idl';
import type { GoalId } from '../goal-id.js';
import type { GoalStatus } from '../goal-status.js';
import type { CancelResponse, GoalDecision, GoalResponse } from '../responses.js';
import type { ExecuteCallback } from './execution.js';
import type { GoalClient } from './goal-client.js';
import type { GoalCandidate, GoalPolicy } from './goal-policy.js';
import type { ResultRequestWatchPorts } from './result-request-watch.js';
import type { ServerGoalHandle } from './server-goal-handle.js';

/** What the server needs of the world. */
export interface GoalServerPorts<Goal, Result, Feedback> extends ResultRequestWatchPorts {
  /** Monotonic milliseconds. */
  now(): number;
  /** The time of day. */
  stamp(): Time;
  /** Calls back in the next macrotask. */
  defer(callback: () => void): void;
  publishStatus(goals: Iterable<GoalState>): void;
  /** Throws for feedback that does not fit its definition. */
  publishFeedback(
    goalId: GoalId,
    feedback: MessageInput<Feedback>,
    followers: ReadonlySet<GoalClient['participant']>,
  ): void;
  /** A complete message of what the user gave; nothing given: the defaults. Throws errors that name the field. */
  completeResult(result: MessageInput<Result> | undefined): Result;
  readonly logger: {
    debug(text: string): void;
    info(text: string): void;
    warn(text: string): void;
    error(text: string): void;
  };
  /** Octets of a result; asked for only where there is a budget. */
  sizeOfResult(result: Result): number;
  /** The server has refused a goal. */
  goalRejected(rejection: GoalRejection<Goal>): void;
  /** A callback that decides something threw. */
  reportError(error: unknown, origin: string): void;
}

/** A goal that a server has refused. */
export interface GoalRejection<Goal> extends GoalCandidate<Goal> {
  /** What the goal callback or the policy gave; empty: nothing. */
  readonly reason: string;
}

/** action_msgs/msg/GoalStatus, but for names. */
export interface GoalState {
  readonly goalInfo: GoalInfo;
  readonly status: GoalStatus;
}

/** What a user decides; see ActionServerOptions for the words. */
export interface GoalServerOptions<Goal, Result, Feedback> {
  readonly executeCallback: ExecuteCallback<Goal, Result, Feedback>;
  readonly goalCallback: (
    goal: Goal,
    info: { readonly goalId: GoalId },
  ) => GoalResponse | GoalDecision | Promise<GoalResponse | GoalDecision>;
  readonly handleAcceptedCallback:
    ((goalHandle: ServerGoalHandle<Goal, Result, Feedback>) => void | Promise<void>) | undefined;
  readonly cancelCallback: (
    goalHandle: ServerGoalHandle<Goal, Result, Feedback>,
  ) => CancelResponse | Promise<CancelResponse>;
  readonly policy: GoalPolicy<Goal>;
  readonly onClientLost: ((goalHandle: ServerGoalHandle<Goal, Result, Feedback>) => void | Promise<void>) | undefined;
  readonly cancelOnClientLost: boolean;
  readonly resultTimeoutMs: number;
  readonly keepResultUntilFetched: boolean;
  readonly maxCachedResultBytes: number;
}
