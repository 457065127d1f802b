import type { MessageInput } from '@rclts/idl';
import type { ServerGoalHandle } from './server-goal-handle.js';

/**
 * Does a goal's work. A function reports by the handle's methods and returns the result; an async generator yields feedback
 * and returns the result, which makes the goal SUCCEEDED if it has not ended otherwise.
 */
export type ExecuteCallback<Goal, Result, Feedback> = (
  goalHandle: ServerGoalHandle<Goal, Result, Feedback>,
) =>
  | MessageInput<Result>
  | void
  | Promise<MessageInput<Result> | void>
  | AsyncGenerator<MessageInput<Feedback>, MessageInput<Result> | void, void>;

export interface Execution<Result> {
  readonly result: MessageInput<Result> | void;
  /** It was a generator that ran to its end: as good as `succeed()`. */
  readonly isGenerator: boolean;
}

/** Runs an execute callback of either form to its end. Rejects with what it throws. */
export async function runExecution<Goal, Result, Feedback>(
  callback: ExecuteCallback<Goal, Result, Feedback>,
  goalHandle: ServerGoalHandle<Goal, Result, Feedback>,
): Promise<Execution<Result>> {
  const running = callback(goalHandle);
  if (!isAsyncGenerator<MessageInput<Feedback>, MessageInput<Result> | void>(running)) {
    return { result: await running, isGenerator: false };
  }
  let step = await running.next();
  while (step.done !== true) {
    // Somebody else ended the goal (a newer goal took its place, say): let the generator clean up and stop.
    if (!goalHandle.isActive) {
      step = await running.return();
      continue;
    }
    const thrown = publish(goalHandle, step.value);
    step = await (thrown === undefined ? running.next() : running.throw(thrown.error));
  }
  return { result: step.value, isGenerator: true };
}

/** Feedback that does not fit its definition is thrown where it was yielded. */
function publish<Goal, Result, Feedback>(
  goalHandle: ServerGoalHandle<Goal, Result, Feedback>,
  feedback: MessageInput<Feedback>,
): { readonly error: unknown } | undefined {
  try {
    goalHandle.publishFeedback(feedback);
    return undefined;
  } catch (error) {
    return { error };
  }
}

function isAsyncGenerator<Yield, Return>(value: unknown): value is AsyncGenerator<Yield, Return, void> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;
}

/** What an execute callback threw, for the log. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
