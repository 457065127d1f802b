import type { Bench } from './bench.js';

/** What the operator says of the server, since nobody can see it from outside. Goals are contents of the action's goal message. */
export interface Subject {
  /** The action's full name. */
  readonly action: string;
  /** Such as `test_msgs/action/Fibonacci`. */
  readonly typeName: string;
  /** Accepted, and succeeds by itself before long. */
  readonly goal: unknown;
  /** Accepted, runs for ten seconds or more, and may be canceled. */
  readonly slowGoal?: unknown;
  /** Accepted, runs for two seconds or more, and refuses to be canceled. */
  readonly refusedGoal?: unknown;
  readonly rejectedGoal?: unknown;
  /** Accepted, and is aborted by itself before long. */
  readonly abortedGoal?: unknown;
  /** How long the server keeps results; short enough to wait for. */
  readonly resultTimeoutMs?: number | undefined;
  /** The server takes no second goal while one is active. */
  readonly isOneAtATime: boolean;
  /** How long anything may take that is not said to take longer. */
  readonly patienceMs: number;
}

/** What a case can only be tried with. */
export const Need = {
  SLOW_GOAL: 'a goal that can be canceled (--slow-goal)',
  REFUSED_GOAL: 'a goal that refuses to be canceled (--refused-goal)',
  LONG_GOAL: 'a goal that takes its time (--slow-goal or --refused-goal)',
  REJECTED_GOAL: 'a goal that is rejected (--rejected-goal)',
  ABORTED_GOAL: 'a goal that is aborted (--aborted-goal)',
  RESULT_TIMEOUT: 'how long results are kept (--result-timeout)',
  CONCURRENCY: 'a server that takes several goals at once (no --one-at-a-time)',
  ORDER: 'a probe that tells the order of arrival',
} as const;
export type Need = (typeof Need)[keyof typeof Need];

/** One thing that an action server has to do. Fails by throwing. */
export interface Case {
  readonly name: string;
  readonly needs?: readonly Need[];
  run(bench: Bench): Promise<void>;
}

/** What is missing to try a case. */
export function missingNeeds({ needs = [] }: Case, subject: Subject, tellsOrder: boolean): readonly Need[] {
  const isMet: Readonly<Record<Need, boolean>> = {
    [Need.SLOW_GOAL]: subject.slowGoal !== undefined,
    [Need.REFUSED_GOAL]: subject.refusedGoal !== undefined,
    [Need.LONG_GOAL]: subject.slowGoal !== undefined || subject.refusedGoal !== undefined,
    [Need.REJECTED_GOAL]: subject.rejectedGoal !== undefined,
    [Need.ABORTED_GOAL]: subject.abortedGoal !== undefined,
    [Need.RESULT_TIMEOUT]: subject.resultTimeoutMs !== undefined,
    [Need.CONCURRENCY]: !subject.isOneAtATime,
    [Need.ORDER]: tellsOrder,
  };
  return needs.filter((need) => !isMet[need]);
}
