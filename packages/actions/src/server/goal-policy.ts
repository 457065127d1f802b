/*
 * What a server does with several goals at once, as values. A policy is a function: it is asked about a goal that was
 * accepted by the goal callback, and again, while the goal waits, whenever another one is over.
 */
import type { Time } from '@rclts/idl';
import type { GoalId } from '../goal-id.js';
import type { GoalStatus } from '../goal-status.js';

/** A goal that a policy decides about. */
export interface GoalCandidate<Goal> {
  readonly goalId: GoalId;
  readonly request: Goal;
}

/** A goal that is there already; every `ServerGoalHandle` is one. */
export interface PolicyGoal<Goal> extends GoalCandidate<Goal> {
  readonly stamp: Time;
  readonly status: GoalStatus;
  /** False while the execute callback of a goal that has ended tidies up. */
  readonly isActive: boolean;
}

/** The other goals of the server, both lists in acceptance order. */
export interface PolicySituation<Goal> {
  /** Handed over for execution, and not over: their execute callbacks have not returned. */
  readonly running: readonly PolicyGoal<Goal>[];
  /** Accepted, and told to wait. A goal that is asked about again is one of them. */
  readonly waiting: readonly PolicyGoal<Goal>[];
}

/** What is to become of a goal. */
export interface GoalPlan {
  /** `execute` now, `wait` (the policy is asked again) or `reject`, which a goal that waits already takes for `wait`. */
  readonly response: 'execute' | 'wait' | 'reject';
  /**
   * Goals that end because of this one: ABORTED at once, or CANCELED if a cancel was accepted. The new goal executes when
   * their execute callbacks have returned, so that two of them never run at the same time.
   */
  readonly preempt?: readonly { readonly goalId: GoalId }[] | undefined;
  /** Of a rejection: for the log and the `goalRejected` event. */
  readonly reason?: string | undefined;
}

/** Decides what becomes of a goal; must not take its time. What throws rejects, or keeps waiting what waits. */
export type GoalPolicy<Goal = unknown> = (
  goal: GoalCandidate<Goal>,
  others: PolicySituation<Goal>,
) => GoalPlan | GoalPlan['response'];

/** Any number of goals at once. */
export const concurrent: GoalPolicy = () => 'execute';

/** One goal at a time; while it runs, others are rejected. */
export const singleReject: GoalPolicy = (_goal, { running }) =>
  running.length === 0 ? 'execute' : { response: 'reject', reason: 'another goal is executing' };

/** One goal at a time; a new one takes the place of the one before. */
export const singlePreempt: GoalPolicy = (_goal, { running, waiting }) => ({
  response: 'execute',
  preempt: [...running, ...waiting],
});

/**
 * One goal at a time; up to `length` others wait for their turn, in acceptance order. More are rejected. One that is canceled
 * while it waits is CANCELED without ever being executed.
 *
 * @throws RangeError for a length that is no count; Infinity is one
 */
export function queue(length: number): GoalPolicy {
  if (!(length >= 0)) throw new RangeError(`queue: ${length} is no number of goals`);
  return (_goal, { running, waiting }) => {
    if (running.length === 0) return 'execute';
    return waiting.length < length ? 'wait' : { response: 'reject', reason: 'the queue is full' };
  };
}
