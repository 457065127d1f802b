/*
 * A goal's life on the server, as rcl_action's goal_state_machine.c has it:
 *
 *   ACCEPTED  ──EXECUTE──▶ EXECUTING ──SUCCEED──▶ SUCCEEDED
 *      │                     │    └───ABORT─────▶ ABORTED
 *      └──CANCEL_GOAL──▶ CANCELING ◀──CANCEL_GOAL──┘
 *                            ├──CANCELED──▶ CANCELED
 *                            ├──SUCCEED───▶ SUCCEEDED
 *                            └──ABORT─────▶ ABORTED
 *
 * Every pair that is not drawn is illegal. The table below is the whole machine: nothing else decides a state.
 */
import { GoalStatus } from './goal-status.js';

/** What can happen to a goal on its server. The numbers are rcl_action's. */
export const GoalEvent = { EXECUTE: 0, CANCEL_GOAL: 1, SUCCEED: 2, ABORT: 3, CANCELED: 4 } as const;
export type GoalEvent = (typeof GoalEvent)[keyof typeof GoalEvent];

type Row = Readonly<Partial<Record<GoalEvent, GoalStatus>>>;

const { EXECUTE, CANCEL_GOAL, SUCCEED, ABORT, CANCELED } = GoalEvent;

const TRANSITIONS: Readonly<Partial<Record<GoalStatus, Row>>> = {
  [GoalStatus.ACCEPTED]: { [EXECUTE]: GoalStatus.EXECUTING, [CANCEL_GOAL]: GoalStatus.CANCELING },
  [GoalStatus.EXECUTING]: {
    [CANCEL_GOAL]: GoalStatus.CANCELING,
    [SUCCEED]: GoalStatus.SUCCEEDED,
    [ABORT]: GoalStatus.ABORTED,
  },
  [GoalStatus.CANCELING]: {
    [SUCCEED]: GoalStatus.SUCCEEDED,
    [ABORT]: GoalStatus.ABORTED,
    [CANCELED]: GoalStatus.CANCELED,
  },
};

/** The state after `event` in `status`; `GoalStatus.UNKNOWN` where that is illegal. */
export function nextGoalStatus(status: GoalStatus, event: GoalEvent): GoalStatus {
  return TRANSITIONS[status]?.[event] ?? GoalStatus.UNKNOWN;
}

/** The constant's name, for people: `1` → `'CANCEL_GOAL'`. */
export function goalEventName(event: GoalEvent): string {
  return EVENT_NAMES[event] ?? String(event);
}

const EVENT_NAMES: readonly string[] = Object.keys(GoalEvent);
