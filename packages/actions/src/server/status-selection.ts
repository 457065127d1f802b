import type { GoalId } from '../goal-id.js';
import { type GoalStatus, isTerminalStatus } from '../goal-status.js';
import { limits } from '../limits.js';

/**
 * Which goals a sample of the status topic shows, in acceptance order: all that are active, all that have changed since
 * the last sample, and the latest of those that are finished. rcl_action shows every goal that is remembered, so that n
 * goals one after the other cost O(n²): a thousand in ten seconds were 47 MB. No state of any goal is hidden: each has
 * been in a sample when it was new; what a late joiner misses is finished goals that it could not have asked for.
 */
export function goalsToShow<Goal extends { readonly goalId: GoalId; readonly status: GoalStatus }>(
  goals: Iterable<Goal>,
  changed: ReadonlySet<GoalId>,
): readonly Goal[] {
  const all = [...goals];
  let finished = 0;
  for (const goal of all) if (isTerminalStatus(goal.status)) finished += 1;
  let toSkip = finished - limits.statusFinishedGoals;
  if (toSkip <= 0) return all;
  return all.filter((goal) => {
    if (!isTerminalStatus(goal.status)) return true;
    toSkip -= 1;
    return toSkip < 0 || changed.has(goal.goalId);
  });
}
