// What the variants of the example share: the tutorial's action, and the work that its server does.
import { setTimeout as sleep } from 'node:timers/promises';
import { defineAction, type FeedbackOf, type GoalOf, type ResultOf } from '@rclts/actions';
import type { Node, ServerGoalHandle } from '@rclts/actions';

export const Fibonacci = defineAction(
  'custom_action_interfaces/action/Fibonacci',
  `int32 order
---
int32[] sequence
---
int32[] partial_sequence`,
);

type F = typeof Fibonacci;
export type FibonacciHandle = ServerGoalHandle<GoalOf<F>, ResultOf<F>, FeedbackOf<F>>;

/** Computes the sequence, one number a step, until it is done, canceled, or ended by somebody else. */
export async function computeFibonacci(
  node: Node,
  goalHandle: FibonacciHandle,
  stepMs: number,
): Promise<{ sequence: number[] } | undefined> {
  node.logger.info('Executing goal...');
  let [previous, current] = [0, 1];
  const sequence = [previous, current];
  for (let i = 1; i < goalHandle.request.order; i++) {
    if (hasEnded(node, goalHandle)) return undefined;
    [previous, current] = [current, previous + current];
    sequence.push(current);
    node.logger.info(`Publishing feedback: [${sequence.join(', ')}]`);
    goalHandle.publishFeedback({ partial_sequence: sequence });
    await sleep(stepMs);
  }
  if (hasEnded(node, goalHandle)) return undefined;
  goalHandle.succeed();
  node.logger.info(`Returning result: [${sequence.join(', ')}]`);
  return { sequence };
}

function hasEnded(node: Node, goalHandle: FibonacciHandle): boolean {
  if (!goalHandle.isActive) {
    node.logger.info('Goal aborted');
    return true;
  }
  if (!goalHandle.isCancelRequested) return false;
  goalHandle.canceled();
  node.logger.info('Goal canceled');
  return true;
}

/** Ctrl-C, or whoever started this process, ends it cleanly: its peers hear that it goes. */
export function closeOnSignal(node: Node): void {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void node.close());
}
