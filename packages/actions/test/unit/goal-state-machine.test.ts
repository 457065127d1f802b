import { GoalEvent, goalEventName, nextGoalStatus } from '../../src/goal-state-machine.js';
import { GoalStatus, goalStatusName, isActiveStatus, isTerminalStatus } from '../../src/goal-status.js';

const { UNKNOWN, ACCEPTED, EXECUTING, CANCELING, SUCCEEDED, CANCELED, ABORTED } = GoalStatus;
const { EXECUTE, CANCEL_GOAL, SUCCEED, ABORT, CANCELED: FINISH_CANCEL } = GoalEvent;

const LEGAL: readonly (readonly [GoalStatus, GoalEvent, GoalStatus])[] = [
  [ACCEPTED, EXECUTE, EXECUTING],
  [ACCEPTED, CANCEL_GOAL, CANCELING],
  [EXECUTING, CANCEL_GOAL, CANCELING],
  [EXECUTING, SUCCEED, SUCCEEDED],
  [EXECUTING, ABORT, ABORTED],
  [CANCELING, FINISH_CANCEL, CANCELED],
  [CANCELING, SUCCEED, SUCCEEDED],
  [CANCELING, ABORT, ABORTED],
];

describe('twin of rcl_action TestGoalStateMachine.test_valid_transitions', () => {
  it.each(LEGAL.map(([from, event, to]) => [goalStatusName(from), goalEventName(event), goalStatusName(to)] as const))(
    '%s on %s becomes %s',
    (from, event, to) => {
      expect(
        nextGoalStatus(GoalStatus[from as keyof typeof GoalStatus], GoalEvent[event as keyof typeof GoalEvent]),
      ).toBe(GoalStatus[to as keyof typeof GoalStatus]);
    },
  );
});

describe('twin of rcl_action TestGoalStateMachine.test_invalid_transitions', () => {
  const illegal = Object.values(GoalStatus).flatMap((from) =>
    Object.values(GoalEvent)
      .filter((event) => !LEGAL.some(([legalFrom, legalEvent]) => legalFrom === from && legalEvent === event))
      .map((event) => [goalStatusName(from), goalEventName(event), from, event] as const),
  );

  it('covers every pair that is not legal', () => {
    expect(illegal).toHaveLength(7 * 5 - LEGAL.length);
  });

  it.each(illegal)('%s on %s is illegal', (_from, _event, from, event) => {
    expect(nextGoalStatus(from, event)).toBe(UNKNOWN);
  });

  it('has no way out for states and events that do not exist', () => {
    expect(nextGoalStatus(7 as GoalStatus, EXECUTE)).toBe(UNKNOWN);
    expect(nextGoalStatus(-1 as GoalStatus, EXECUTE)).toBe(UNKNOWN);
    expect(nextGoalStatus(ACCEPTED, 5 as GoalEvent)).toBe(UNKNOWN);
  });
});

describe('twin of rcl_action TestGoalHandleStateTransitionSequence', () => {
  const sequences: readonly (readonly [string, readonly GoalEvent[], GoalStatus])[] = [
    ['EXECUTE, CANCEL_GOAL, CANCELED', [EXECUTE, CANCEL_GOAL, FINISH_CANCEL], CANCELED],
    ['EXECUTE, CANCEL_GOAL, SUCCEED', [EXECUTE, CANCEL_GOAL, SUCCEED], SUCCEEDED],
    ['EXECUTE, CANCEL_GOAL, ABORT', [EXECUTE, CANCEL_GOAL, ABORT], ABORTED],
    ['EXECUTE, SUCCEED', [EXECUTE, SUCCEED], SUCCEEDED],
    ['EXECUTE, ABORT', [EXECUTE, ABORT], ABORTED],
    ['CANCEL_GOAL, CANCELED', [CANCEL_GOAL, FINISH_CANCEL], CANCELED],
    ['CANCEL_GOAL, ABORT', [CANCEL_GOAL, ABORT], ABORTED],
    ['CANCEL_GOAL, SUCCEED', [CANCEL_GOAL, SUCCEED], SUCCEEDED],
    ['EXECUTE, CANCEL_GOAL, EXECUTE (invalid)', [EXECUTE, CANCEL_GOAL, EXECUTE], UNKNOWN],
    ['EXECUTE, CANCEL_GOAL, CANCEL_GOAL (invalid)', [EXECUTE, CANCEL_GOAL, CANCEL_GOAL], UNKNOWN],
    ['EXECUTE, EXECUTE (invalid)', [EXECUTE, EXECUTE], UNKNOWN],
    ['CANCELED (invalid)', [FINISH_CANCEL], UNKNOWN],
    ['SUCCEED (invalid)', [SUCCEED], UNKNOWN],
    ['ABORT (invalid)', [ABORT], UNKNOWN],
  ];

  it.each(sequences)('%s', (_name, events, end) => {
    let status: GoalStatus = ACCEPTED;
    for (const event of events) {
      expect(isActiveStatus(status)).toBe(true);
      status = nextGoalStatus(status, event);
    }
    expect(status).toBe(end);
    expect(isTerminalStatus(status)).toBe(end !== UNKNOWN);
  });
});

describe('GoalStatus', () => {
  it("has action_msgs' numbers", () => {
    expect(GoalStatus).toEqual({
      UNKNOWN: 0,
      ACCEPTED: 1,
      EXECUTING: 2,
      CANCELING: 3,
      SUCCEEDED: 4,
      CANCELED: 5,
      ABORTED: 6,
    });
  });

  it('tells active from terminal, and UNKNOWN is neither', () => {
    expect(Object.values(GoalStatus).filter(isActiveStatus)).toEqual([ACCEPTED, EXECUTING, CANCELING]);
    expect(Object.values(GoalStatus).filter(isTerminalStatus)).toEqual([SUCCEEDED, CANCELED, ABORTED]);
  });

  it('prints what it does not know as a number', () => {
    expect(goalStatusName(4)).toBe('SUCCEEDED');
    expect(goalStatusName(42)).toBe('42');
  });
});
