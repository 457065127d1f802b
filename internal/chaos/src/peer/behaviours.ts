import { defineAction, type ActionType, type ServerGoalHandle } from '@rclts/actions';

export type Goal = { order: number };
export type Sequence = { sequence: Int32Array };

export const Fibonacci: ActionType<Goal, Sequence, Sequence> = defineAction(
  'test_msgs/action/Fibonacci',
  `int32 order
---
int32[] sequence
---
int32[] sequence`,
);

export const ACTION = '/fibonacci';

/** What a goal's order asks of a server; python/peer.py holds the same table. */
export const Order = {
  /** Fibonacci: 10 ms a step and 10 ms before the end; as many feedbacks as steps. 5 steps: 60 ms. 0: at once. */
  steps: (steps: number): number => steps,
  /** Nothing for so many seconds, then a result of three numbers. */
  silent: (seconds: number): number => 100 + seconds,
  /** 10 kB of feedback a thousand times a second, for so many seconds. */
  stream: (seconds: number): number => 500 + seconds,
  /** A result of so many octets, at once: 0, 1, 2, … */
  bigResult: (octets: number): number => octets / 4,
} as const;

const STEP_MS = 10;
const STREAM_NUMBERS = 2_500;

/** The result that an order must have. */
export function isExpected(order: number, sequence: Int32Array): boolean {
  if (order >= 1_000) return sequence.length === order && sequence.every((value, index) => value === index);
  if (order >= 100) return sequence.length === 3;
  const expected = fibonacci(order);
  return sequence.length === expected.length && expected.every((value, index) => sequence[index] === value);
}

function fibonacci(steps: number): number[] {
  const sequence = [0, 1];
  for (let i = 1; i <= steps; i++) sequence.push((sequence[i] ?? 0) + (sequence[i - 1] ?? 0));
  return sequence;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function execute(
  goalHandle: ServerGoalHandle<Goal, Sequence, Sequence>,
): Promise<{ sequence: ArrayLike<number> }> {
  const { order } = goalHandle.request;
  let sequence: ArrayLike<number> = [0, 1, 2];
  if (order >= 1_000) {
    sequence = Int32Array.from({ length: order }, (_, index) => index);
  } else if (order >= 500) {
    await stream(goalHandle, (order - 500) * 1_000);
  } else if (order >= 100) {
    await pause((order - 100) * 1_000);
  } else {
    for (let step = 1; step <= order; step++) {
      await pause(STEP_MS);
      goalHandle.publishFeedback({ sequence: fibonacci(step) });
    }
    if (order > 0) await pause(STEP_MS);
    sequence = fibonacci(order);
  }
  goalHandle.succeed();
  return { sequence };
}

/** Catches up after a late timer: a thousand a second on average. */
async function stream(goalHandle: ServerGoalHandle<Goal, Sequence, Sequence>, durationMs: number): Promise<void> {
  const sequence = new Int32Array(STREAM_NUMBERS);
  const start = performance.now();
  for (let published = 0; published < durationMs;) {
    const due = Math.min(durationMs, performance.now() - start);
    for (; published < due; published++) goalHandle.publishFeedback({ sequence });
    await pause(1);
  }
}
