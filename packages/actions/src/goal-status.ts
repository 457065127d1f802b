/**
 * What a goal's state is called on the wire: the constants of action_msgs/msg/GoalStatus without their `STATUS_` prefix.
 *
 * @see https://docs.ros2.org/latest/api/action_msgs/msg/GoalStatus.html
 */
export const GoalStatus = {
  /** No goal of that id is known (never was, or its result has expired). */
  UNKNOWN: 0,
  ACCEPTED: 1,
  EXECUTING: 2,
  CANCELING: 3,
  SUCCEEDED: 4,
  CANCELED: 5,
  ABORTED: 6,
} as const;
export type GoalStatus = (typeof GoalStatus)[keyof typeof GoalStatus];

/** Accepted and not finished: ACCEPTED, EXECUTING or CANCELING. */
export function isActiveStatus(status: GoalStatus): boolean {
  return status === GoalStatus.ACCEPTED || status === GoalStatus.EXECUTING || status === GoalStatus.CANCELING;
}

/** Finished for good: SUCCEEDED, CANCELED or ABORTED. */
export function isTerminalStatus(status: GoalStatus): boolean {
  return status === GoalStatus.SUCCEEDED || status === GoalStatus.CANCELED || status === GoalStatus.ABORTED;
}

/** The constant's name, for people: `4` → `'SUCCEEDED'`; a number that action_msgs does not know is printed as it is. */
export function goalStatusName(status: number): string {
  return NAMES[status] ?? String(status);
}

const NAMES: readonly string[] = Object.keys(GoalStatus);
