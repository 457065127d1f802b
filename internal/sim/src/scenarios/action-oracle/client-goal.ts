import { GoalStatus, type GoalOutcome } from '@rclts/actions';
import type { WorkHandle, WorkResult } from './work.js';

/** A goal as one client knows it. */
export interface ClientGoal {
  /** Undefined: it is attached to. */
  readonly number: number | undefined;
  readonly sentAt: number;
  handle: WorkHandle | undefined;
  outcome: GoalOutcome<WorkResult> | undefined;
  status: GoalStatus;
  isGivenUp: boolean;
  readonly feedback: number[];
}

export function newGoal(number: number | undefined, sentAt: number): ClientGoal {
  return {
    number,
    sentAt,
    handle: undefined,
    outcome: undefined,
    status: GoalStatus.UNKNOWN,
    isGivenUp: false,
    feedback: [],
  };
}
