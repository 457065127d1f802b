import type { CancelGoal_Response } from '@rclts/idl';
import { CancelReturnCode } from '../../responses.js';

/**
 * One answer of several servers'. All goals that go to CANCELING are listed; the code is NONE when one server said so, and
 * otherwise that of the server that knows most (it refused, or the goal is over, before it knows no such goal).
 */
export function mergeCancelAnswers(answers: readonly CancelGoal_Response[]): CancelGoal_Response {
  const [only] = answers;
  if (only !== undefined && answers.length === 1) return only;
  const goals_canceling = answers.flatMap((answer) => answer.goals_canceling);
  const codes = answers.map((answer) => answer.return_code);
  const return_code = PRECEDENCE.find((code) => codes.includes(code)) ?? codes[0] ?? CancelReturnCode.UNKNOWN_GOAL_ID;
  return { return_code, goals_canceling };
}

const PRECEDENCE: readonly number[] = [
  CancelReturnCode.NONE,
  CancelReturnCode.REJECTED,
  CancelReturnCode.GOAL_TERMINATED,
  CancelReturnCode.UNKNOWN_GOAL_ID,
];

/** Whether the answer comes from the server that has the goal: no other knows it. */
export function knowsGoal({ return_code }: CancelGoal_Response): boolean {
  return return_code !== CancelReturnCode.UNKNOWN_GOAL_ID;
}

/** What the servers answered; of those that are lost on the way, nothing, unless all are. */
export async function answersOf(calls: readonly Promise<CancelGoal_Response>[]): Promise<CancelGoal_Response> {
  const settled = await Promise.allSettled(calls);
  const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [failed] = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (answers.length === 0 && failed !== undefined) throw failed;
  return mergeCancelAnswers(answers);
}
