/*
 * Which goals does a cancel request mean, and what does the answer say? Decided as rcl_action's
 * rcl_action_process_cancel_request and rclcpp_action's server do:
 *
 *   goal id   stamp   means                                             nothing to cancel
 *   set       zero    that goal                                         UNKNOWN_GOAL_ID, or GOAL_TERMINATED if it is past canceling
 *   zero      zero    every goal that can be canceled                   NONE
 *   zero      set     every such goal accepted at or before the stamp   NONE
 *   set       set     the union of that goal and those                  NONE
 *
 * "Can be canceled" is what the state machine says: ACCEPTED or EXECUTING. A goal that is CANCELING already is answered as
 * rcl_action answers it, GOAL_TERMINATED. When goals were found and every one refuses, the answer is REJECTED.
 */
import type { GoalInfo, Time } from '@rclts/idl';
import { type GoalId, goalIdOf, isZeroGoalId } from './goal-id.js';
import { GoalEvent, nextGoalStatus } from './goal-state-machine.js';
import { GoalStatus } from './goal-status.js';
import { CancelReturnCode } from './responses.js';

/** What the policy needs to know of a goal. */
export interface CancelCandidate {
  readonly goalId: GoalId;
  readonly stamp: Time;
  readonly status: GoalStatus;
}

export interface CancelSelection<Goal extends CancelCandidate> {
  /** Whom to ask, in acceptance order. */
  readonly goals: readonly Goal[];
  /** The answer's code before anybody has been asked. */
  readonly returnCode: CancelReturnCode;
}

/** The goals that `request` means, out of `goals` (all that the server remembers, in acceptance order). */
export function selectGoalsToCancel<Goal extends CancelCandidate>(
  request: GoalInfo,
  goals: Iterable<Goal>,
): CancelSelection<Goal> {
  const id = goalIdOf(request.goal_id.uuid);
  const anyGoal = isZeroGoalId(id);
  const anyTime = nanoseconds(request.stamp) === 0n;
  if (!anyGoal && anyTime) return selectOne(id, goals);

  const latest = nanoseconds(request.stamp);
  const selected: Goal[] = [];
  for (const goal of goals) {
    if (isCancelable(goal.status) && (goal.goalId === id || anyTime || nanoseconds(goal.stamp) <= latest)) {
      selected.push(goal);
    }
  }
  return { goals: selected, returnCode: CancelReturnCode.NONE };
}

/** How a goal that was asked took it. */
export const CancelAnswer = {
  /** It is CANCELING now. */
  CANCELING: 'canceling',
  /** The cancel callback refused. */
  REFUSED: 'refused',
  /** It finished while the callback was thinking. */
  TERMINATED: 'terminated',
} as const;
export type CancelAnswer = (typeof CancelAnswer)[keyof typeof CancelAnswer];

/** The answer's code after everybody in a selection has been asked. */
export function cancelReturnCode(initial: CancelReturnCode, answers: readonly CancelAnswer[]): CancelReturnCode {
  if (answers.length === 0 || answers.includes(CancelAnswer.CANCELING)) return initial;
  return answers.includes(CancelAnswer.REFUSED) ? CancelReturnCode.REJECTED : CancelReturnCode.GOAL_TERMINATED;
}

export function isCancelable(status: GoalStatus): boolean {
  return nextGoalStatus(status, GoalEvent.CANCEL_GOAL) === GoalStatus.CANCELING;
}

function selectOne<Goal extends CancelCandidate>(id: GoalId, goals: Iterable<Goal>): CancelSelection<Goal> {
  for (const goal of goals) {
    if (goal.goalId !== id) continue;
    return isCancelable(goal.status)
      ? { goals: [goal], returnCode: CancelReturnCode.NONE }
      : { goals: [], returnCode: CancelReturnCode.GOAL_TERMINATED };
  }
  return { goals: [], returnCode: CancelReturnCode.UNKNOWN_GOAL_ID };
}

/** Exact for any int32 seconds and uint32 nanoseconds; rcl_action counts the same way, in an int64. */
function nanoseconds(stamp: Time): bigint {
  return BigInt(stamp.sec) * 1_000_000_000n + BigInt(stamp.nanosec);
}
