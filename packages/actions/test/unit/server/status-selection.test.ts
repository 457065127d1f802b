import type { GoalId } from '../../../src/goal-id.js';
import { GoalStatus } from '../../../src/goal-status.js';
import { limits } from '../../../src/limits.js';
import { goalsToShow } from '../../../src/server/status-selection.js';

function goals(count: number, status: GoalStatus, from = 0): { goalId: GoalId; status: GoalStatus }[] {
  return Array.from({ length: count }, (_, n) => ({ goalId: String(from + n).padStart(32, '0') as GoalId, status }));
}

describe('a status sample', () => {
  it('shows every remembered goal while few are finished', () => {
    const all = [...goals(limits.statusFinishedGoals, GoalStatus.SUCCEEDED), ...goals(500, GoalStatus.EXECUTING, 100)];
    expect(goalsToShow(all, new Set())).toEqual(all);
  });

  it('shows all active goals and the latest finished ones, in acceptance order', () => {
    const old = goals(10, GoalStatus.ABORTED);
    const late = goals(limits.statusFinishedGoals, GoalStatus.SUCCEEDED, 10);
    const active = goals(3, GoalStatus.EXECUTING, 900);
    expect(goalsToShow([...active, ...old, ...late], new Set())).toEqual([...active, ...late]);
  });

  it('hides no terminal state: a goal that has just finished is shown, however many did at once', () => {
    const all = goals(1_000, GoalStatus.SUCCEEDED);
    expect(goalsToShow(all, new Set(all.map(({ goalId }) => goalId)))).toHaveLength(1_000);
    const [first] = all;
    if (first) expect(goalsToShow(all, new Set([first.goalId]))[0]).toBe(first);
  });
});
