import {
  defineAction,
  type ActionClient,
  type ActionServer,
  type ActionType,
  type ClientGoalHandle,
  type ServerGoalHandle,
} from '@rclts/actions';
import type { Random } from '../../random.js';

export interface WorkGoal {
  readonly number: number;
  readonly decision: string;
  readonly decision_ms: number;
  readonly steps: number;
  readonly step_ms: number;
  readonly ending: string;
  readonly on_cancel: string;
  readonly is_early: boolean;
}
export interface WorkResult {
  readonly tag: string;
  readonly done: Int32Array;
}
export interface WorkFeedback {
  readonly tag: string;
  readonly step: number;
}

export const Work: ActionType<WorkGoal, WorkResult, WorkFeedback> = defineAction(
  'sim_msgs/action/Work',
  `int32 number
string decision
int32 decision_ms
int32 steps
int32 step_ms
string ending
string on_cancel
bool is_early
---
string tag
int32[] done
---
string tag
int32 step`,
);
export type WorkClient = ActionClient<WorkGoal, WorkResult, WorkFeedback>;
export type WorkServer = ActionServer<WorkGoal, WorkResult, WorkFeedback>;
export type WorkHandle = ClientGoalHandle<WorkResult, WorkFeedback>;
export type WorkServerHandle = ServerGoalHandle<WorkGoal, WorkResult, WorkFeedback>;

/** `hang`: until it is canceled, or the session ends. */
export type Ending = 'succeed' | 'abort' | 'throw' | 'forget' | 'hang';
export type Decision = 'accept' | 'reject' | 'throw' | 'defer';
/** `refuse`: the cancel callback rejects. `signal`: the callback leaves with its signal's reason. */
export type OnCancel = 'refuse' | 'canceled' | 'abort' | 'ignore' | 'signal';

const ENDINGS: readonly Ending[] = ['succeed', 'succeed', 'abort', 'throw', 'forget', 'hang', 'hang'];
const DECISIONS: readonly Decision[] = ['accept', 'accept', 'accept', 'accept', 'defer', 'reject', 'throw'];
const ON_CANCEL: readonly OnCancel[] = ['refuse', 'canceled', 'canceled', 'abort', 'ignore', 'signal'];

/** A feedback that is published when the goal is over: nobody may hear of it. */
export const LATE_STEP = 999;
export const LONGEST_DECISION_MS = 800;

/** What is to become of a goal: it travels with it, so that the server knows what to do and the oracle what was asked. */
export function planGoal(random: Random, number: number): WorkGoal {
  return {
    number,
    decision: random.pick(DECISIONS),
    decision_ms: random.chance(0.6) ? 0 : random.integer(LONGEST_DECISION_MS),
    steps: random.integer(10),
    step_ms: random.chance(0.3) ? 0 : random.integer(400),
    ending: random.pick(ENDINGS),
    on_cancel: random.pick(ON_CANCEL),
    is_early: random.chance(0.2),
  };
}

export function stepsUpTo(steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => step);
}
