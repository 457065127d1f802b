/** Why a goal's work is to stop, as its server's side learns it. The wire has no field for it. */
export const GoalStopReason = {
  /** A cancel request was accepted: the goal is CANCELING, and ends as its execute callback says. */
  CANCEL_REQUESTED: 'cancelRequested',
  /** Another goal takes its place: it is ABORTED already, or CANCELED if somebody had asked for that. */
  PREEMPTED: 'preempted',
  /** Its client is gone, and the server cancels such goals: it is CANCELING. */
  CLIENT_LOST: 'clientLost',
  /** The server is closed: how the goal ends reaches nobody. */
  SERVER_CLOSED: 'serverClosed',
} as const;
export type GoalStopReason = (typeof GoalStopReason)[keyof typeof GoalStopReason];
