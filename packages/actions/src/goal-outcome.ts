import type { GoalStatus } from './goal-status.js';

/** How a goal ended: what get_result answers. */
export interface GoalOutcome<Result> {
  /** SUCCEEDED, CANCELED or ABORTED; UNKNOWN when the server knows no such goal (any more). */
  readonly status: GoalStatus;
  /** Complete; the defaults where the goal gave none. */
  readonly result: Result;
}
