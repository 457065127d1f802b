/** What a goal callback answers. The values are strings, so `'accept'` does as well as `GoalResponse.ACCEPT`. */
export const GoalResponse = {
  /** Refuse the goal: the client gets `accepted: false`. */
  REJECT: 'reject',
  /** Take the goal and execute it at once (or hand it to `handleAcceptedCallback`, where there is one). */
  ACCEPT: 'accept',
  /** Take the goal; somebody calls `execute()` on its handle later. */
  DEFER: 'defer',
} as const;
export type GoalResponse = (typeof GoalResponse)[keyof typeof GoalResponse];

/** A goal callback's answer in full. */
export interface GoalDecision {
  readonly response: GoalResponse;
  /** Of a rejection: logged, and told by the server's `goalRejected` event. The wire has no field for it. */
  readonly reason?: string | undefined;
}

/** What a cancel callback answers. */
export const CancelResponse = { REJECT: 'reject', ACCEPT: 'accept' } as const;
export type CancelResponse = (typeof CancelResponse)[keyof typeof CancelResponse];

/** `return_code` of action_msgs/srv/CancelGoal, its constants without their `ERROR_` prefix. */
export const CancelReturnCode = {
  /** The request was understood; the goals listed in `goals_canceling` (maybe none) go to CANCELING. */
  NONE: 0,
  /** Every goal that the request meant refused. */
  REJECTED: 1,
  /** The one goal that the request named is not known to the server. */
  UNKNOWN_GOAL_ID: 2,
  /** The one goal that the request named is past canceling. */
  GOAL_TERMINATED: 3,
} as const;
export type CancelReturnCode = (typeof CancelReturnCode)[keyof typeof CancelReturnCode];
