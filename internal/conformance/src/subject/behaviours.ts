import { CancelResponse, defineAction, GoalResponse, type ActionType, type ServerGoalHandle } from '@rclts/actions';

type Goal = { order: number };
type Sequence = { sequence: Int32Array };

export const Fibonacci: ActionType<Goal, Sequence, Sequence> = defineAction(
  'test_msgs/action/Fibonacci',
  'int32 order\n---\nint32[] sequence\n---\nint32[] sequence',
);

/** What a goal's order asks of the servers that the suite is tried on; python/subject.py holds the same table. */
export const Order = {
  /** Fibonacci; `steps` of 20 ms, each with a feedback. */
  succeeds: (steps: number): number => steps,
  aborts: (steps: number): number => 1_000 + steps,
  /** Until it is canceled. */
  untilCanceled: (steps: number): number => 2_000 + steps,
  /** The cancel callback refuses. */
  refusesCancel: (steps: number): number => 3_000 + steps,
  REJECTED: -1,
} as const;

export const STEP_MS = 20;

/** Goals for all cases: the slow one runs for 20 s unless it is canceled, the one that refuses that for 6 s. */
export const goals: Readonly<
  Record<'goal' | 'slowGoal' | 'refusedGoal' | 'rejectedGoal' | 'abortedGoal', { readonly order: number }>
> = {
  goal: { order: Order.succeeds(5) },
  slowGoal: { order: Order.untilCanceled(999) },
  refusedGoal: { order: Order.refusesCancel(300) },
  rejectedGoal: { order: Order.REJECTED },
  abortedGoal: { order: Order.aborts(3) },
};

export function goalResponse(order: number): GoalResponse {
  return order < 0 ? GoalResponse.REJECT : GoalResponse.ACCEPT;
}

export function cancelResponse(order: number): CancelResponse {
  return order >= 3_000 ? CancelResponse.REJECT : CancelResponse.ACCEPT;
}

export async function execute(
  goalHandle: ServerGoalHandle<Goal, Sequence, Sequence>,
  sleep: (ms: number) => Promise<void>,
): Promise<{ sequence: ArrayLike<number> }> {
  const { order } = goalHandle.request;
  const [mode, steps] = [Math.trunc(order / 1_000), order % 1_000];
  let sequence = [0, 1];
  for (let step = 1; step < steps && !goalHandle.isCancelRequested; step++) {
    // Eleven numbers at most, in 31 bits: a minute of it shall fit an int32, and not grow.
    sequence = [...sequence, ((sequence.at(-1) ?? 0) + (sequence.at(-2) ?? 0)) & 0x7fffffff].slice(-11);
    goalHandle.publishFeedback({ sequence });
    await sleep(STEP_MS);
  }
  if (goalHandle.isCancelRequested) goalHandle.canceled();
  else if (mode === 1) goalHandle.abort();
  else goalHandle.succeed();
  return { sequence };
}
