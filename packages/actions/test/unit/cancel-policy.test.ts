import { CancelAnswer, cancelReturnCode, isCancelable, selectGoalsToCancel } from '../../src/cancel-policy.js';
import { goalIdBytes, goalIdOf } from '../../src/goal-id.js';
import { GoalStatus } from '../../src/goal-status.js';
import { CancelReturnCode } from '../../src/responses.js';

const NOW = { sec: 1_790_000_000, nanosec: 750_000_000 };
const ZERO_STAMP = { sec: 0, nanosec: 0 };
const ZERO_ID = new Uint8Array(16);

/** Ten goals, 250 ms apart, with rcl_action's ids: byte j of goal i is i + j. */
function tenGoals(status: GoalStatus = GoalStatus.ACCEPTED) {
  return Array.from({ length: 10 }, (_, i) => {
    const nanosec = NOW.nanosec + i * 250_000_000;
    return {
      goalId: goalIdOf(Uint8Array.from({ length: 16 }, (_unused, j) => i + j)),
      stamp: { sec: NOW.sec + Math.floor(nanosec / 1e9), nanosec: nanosec % 1e9 },
      status: status as GoalStatus,
    };
  });
}
type TestGoal = ReturnType<typeof tenGoals>[number];

function cancel(goals: readonly TestGoal[], id: Uint8Array, stamp: { sec: number; nanosec: number }) {
  const { goals: selected, returnCode } = selectGoalsToCancel({ goal_id: { uuid: id }, stamp }, goals);
  return { indices: selected.map((goal) => goals.indexOf(goal)), returnCode };
}
const idOf = (goals: readonly TestGoal[], index: number) => goalIdBytes(goals[index]!.goalId);

describe('twins of rcl_action TestActionServerCancelPolicy', () => {
  it('test_action_process_cancel_request_all_goals: zero id, zero stamp', () => {
    expect(cancel(tenGoals(), ZERO_ID, ZERO_STAMP)).toEqual({ indices: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], returnCode: 0 });
  });

  it('test_action_process_cancel_request_single_goal: an id, zero stamp', () => {
    const goals = tenGoals();
    expect(cancel(goals, idOf(goals, 0), ZERO_STAMP)).toEqual({ indices: [0], returnCode: CancelReturnCode.NONE });
  });

  it('test_action_process_cancel_request_single_goal: an id that nobody knows', () => {
    const goals = tenGoals();
    expect(
      cancel(
        goals,
        Uint8Array.from({ length: 16 }, (_, i) => 15 - i),
        ZERO_STAMP,
      ),
    ).toEqual({
      indices: [],
      returnCode: CancelReturnCode.UNKNOWN_GOAL_ID,
    });
  });

  it.each([GoalStatus.SUCCEEDED, GoalStatus.CANCELED, GoalStatus.ABORTED, GoalStatus.CANCELING])(
    'test_action_process_cancel_request_single_goal: past canceling (status %i)',
    (status) => {
      const goals = tenGoals();
      goals[3]!.status = status;
      expect(cancel(goals, idOf(goals, 3), ZERO_STAMP)).toEqual({
        indices: [],
        returnCode: CancelReturnCode.GOAL_TERMINATED,
      });
    },
  );

  it('test_action_process_cancel_request_by_time: at or before the stamp, whatever the id names', () => {
    const goals = tenGoals();
    expect(cancel(goals, idOf(goals, 7), goals[7]!.stamp)).toEqual({
      indices: [0, 1, 2, 3, 4, 5, 6, 7],
      returnCode: CancelReturnCode.NONE,
    });
    expect(cancel(goals, ZERO_ID, goals[7]!.stamp).indices).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('test_action_process_cancel_request_by_time_and_id: the union', () => {
    const goals = tenGoals();
    expect(cancel(goals, idOf(goals, 9), goals[2]!.stamp)).toEqual({
      indices: [0, 1, 2, 9],
      returnCode: CancelReturnCode.NONE,
    });
  });
});

describe('a cancel request', () => {
  it('compares stamps to the nanosecond', () => {
    const goals = tenGoals();
    const { sec, nanosec } = goals[1]!.stamp;
    expect(cancel(goals, ZERO_ID, { sec, nanosec: nanosec - 1 + (nanosec === 0 ? 1 : 0) }).indices).toEqual(
      nanosec === 0 ? [0, 1] : [0],
    );
    expect(cancel(goals, ZERO_ID, { sec, nanosec: nanosec + 1 }).indices).toEqual([0, 1]);
  });

  it('for all goals, or up to a stamp, passes over goals that are past canceling, and is no error when none is left', () => {
    const goals = tenGoals();
    for (const [index, status] of [
      [0, GoalStatus.CANCELING],
      [1, GoalStatus.SUCCEEDED],
      [2, GoalStatus.CANCELED],
      [3, GoalStatus.ABORTED],
      [4, GoalStatus.EXECUTING],
    ] as const) {
      goals[index]!.status = status;
    }
    expect(cancel(goals, ZERO_ID, ZERO_STAMP).indices).toEqual([4, 5, 6, 7, 8, 9]);
    expect(cancel(tenGoals(GoalStatus.SUCCEEDED), ZERO_ID, ZERO_STAMP)).toEqual({ indices: [], returnCode: 0 });
    expect(cancel([], ZERO_ID, goals[0]!.stamp)).toEqual({ indices: [], returnCode: 0 });
  });

  it('with an unknown id and a stamp is no error: the stamp decides', () => {
    const goals = tenGoals();
    const unknown = new Uint8Array(16).fill(0xee);
    expect(cancel(goals, unknown, { sec: 1, nanosec: 0 })).toEqual({ indices: [], returnCode: CancelReturnCode.NONE });
    expect(cancel(goals, unknown, goals[0]!.stamp)).toEqual({ indices: [0], returnCode: CancelReturnCode.NONE });
  });

  it('takes the extremes of the wire', () => {
    const goals = tenGoals();
    expect(cancel(goals, ZERO_ID, { sec: 2 ** 31 - 1, nanosec: 2 ** 32 - 1 }).indices).toHaveLength(10);
    expect(cancel(goals, ZERO_ID, { sec: -(2 ** 31), nanosec: 0 }).indices).toEqual([]);
  });
});

describe('the return code after everybody was asked', () => {
  const { CANCELING, REFUSED, TERMINATED } = CancelAnswer;
  it.each([
    ['nobody was asked', CancelReturnCode.NONE, [], CancelReturnCode.NONE],
    ['nobody was asked, the id is unknown', CancelReturnCode.UNKNOWN_GOAL_ID, [], CancelReturnCode.UNKNOWN_GOAL_ID],
    ['one takes it', CancelReturnCode.NONE, [CANCELING], CancelReturnCode.NONE],
    ['one of several takes it', CancelReturnCode.NONE, [REFUSED, CANCELING, REFUSED], CancelReturnCode.NONE],
    ['all refuse', CancelReturnCode.NONE, [REFUSED, REFUSED], CancelReturnCode.REJECTED],
    ['the only one refuses', CancelReturnCode.NONE, [REFUSED], CancelReturnCode.REJECTED],
    [
      'one refuses, one has finished meanwhile',
      CancelReturnCode.NONE,
      [REFUSED, TERMINATED],
      CancelReturnCode.REJECTED,
    ],
    ['all have finished meanwhile', CancelReturnCode.NONE, [TERMINATED], CancelReturnCode.GOAL_TERMINATED],
  ] as const)('%s', (_case, initial, answers, code) => {
    expect(cancelReturnCode(initial, answers)).toBe(code);
  });
});

it('only ACCEPTED and EXECUTING goals can be canceled', () => {
  expect(Object.values(GoalStatus).filter(isCancelable)).toEqual([GoalStatus.ACCEPTED, GoalStatus.EXECUTING]);
});
