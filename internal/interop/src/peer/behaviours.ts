import { CancelResponse, defineAction, GoalResponse, type ActionType, type ServerGoalHandle } from '@rclts/actions';
import { fibonacci, Order, STEP_MS } from '../scenario/order.js';

type Goal = { order: number };
type Sequence = { sequence: Int32Array };

export const Fibonacci: ActionType<Goal, Sequence, Sequence> = defineAction(
  'test_msgs/action/Fibonacci',
  `int32 order
---
int32[] sequence
---
int32[] sequence`,
);

export type GoalHandle = ServerGoalHandle<Goal, Sequence, Sequence>;

export function goalResponse(order: number): GoalResponse {
  return order < 0 ? GoalResponse.REJECT : GoalResponse.ACCEPT;
}

export function cancelResponse(order: number): CancelResponse {
  return order >= 300 && order < 400 ? CancelResponse.REJECT : CancelResponse.ACCEPT;
}

/** What a goal's order asks of a server (src/scenario/order.ts), as python/behaviours.py does it. */
export async function execute(goalHandle: GoalHandle): Promise<{ sequence: ArrayLike<number> }> {
  const { order } = goalHandle.request;
  if (order >= 1000) {
    goalHandle.succeed();
    return { sequence: Int32Array.from({ length: order }, (_, index) => index) };
  }
  if (order === Order.THROWS) throw new Error('asked to throw');
  if (order === Order.UNDECIDED) return { sequence: [5, 0, 0] };
  if (order === Order.ENDLESS) return executeUntilCanceled(goalHandle);
  const [mode, steps] = [Math.trunc(order / 100), order % 100];
  const sequence = [0, 1];
  for (let step = 2; step <= steps; step++) {
    sequence.push(fibonacci(step).at(-1) ?? 0);
    goalHandle.publishFeedback({ sequence });
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  if (mode === 1) goalHandle.abort();
  else goalHandle.succeed();
  return { sequence };
}

async function executeUntilCanceled(goalHandle: GoalHandle): Promise<{ sequence: number[] }> {
  let count = 0;
  while (goalHandle.isActive && !goalHandle.isCancelRequested) {
    count += 1;
    goalHandle.publishFeedback({ sequence: [count] });
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  if (goalHandle.isActive) goalHandle.canceled();
  return { sequence: [count] };
}
