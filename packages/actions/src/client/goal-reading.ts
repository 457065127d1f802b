/* What a user reads of one goal with `for await`. */
import type { ServerLostError } from '../errors.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { type GoalStatus, isTerminalStatus } from '../goal-status.js';
import type { ClientGoal, GoalListener } from './client-goal.js';
import { GoalStream, type StreamOptions } from './goal-stream.js';

/** Something that happened to a goal; `goal.events()` yields them. */
export type ClientGoalEvent<Result, Feedback> =
  /** The goal's state, at first and whenever it changes, until its end: that is told by `result`. */
  | { readonly type: 'status'; readonly status: GoalStatus }
  | { readonly type: 'feedback'; readonly feedback: Feedback }
  /** The last event. */
  | { readonly type: 'result'; readonly status: GoalStatus; readonly result: Result }
  /** The goal's server is gone. The result still comes if it returns and has kept it. */
  | { readonly type: 'serverLost'; readonly error: ServerLostError }
  | { readonly type: 'serverBack' };

type AskForResult<Result> = () => Promise<GoalOutcome<Result>>;

/** Feedback until the result; throws what asking for the result rejects with. */
export function readFeedback<Result, Feedback>(
  goal: ClientGoal<Result, Feedback>,
  askForResult: AskForResult<Result>,
  options: StreamOptions,
): GoalStream<Feedback> {
  const listener: GoalListener<Result, Feedback> = {
    onFeedback: ({ feedback }) => stream.pushDroppable(feedback),
    onFeedbackStopped: () => stream.end(),
  };
  const stream = open<Feedback, Result, Feedback>(goal, listener, options);
  if (!goal.accepted || goal.isFeedbackStopped) stream.end();
  else
    askForResult().then(
      () => stream.end(),
      (error: unknown) => stream.fail(error),
    );
  return stream;
}

/** Everything until the result, over losses of the server. */
export function readEvents<Result, Feedback>(
  goal: ClientGoal<Result, Feedback>,
  askForResult: AskForResult<Result>,
  options: StreamOptions,
): GoalStream<ClientGoalEvent<Result, Feedback>> {
  let told: GoalStatus | undefined;
  const tellStatus = (status: GoalStatus): void => {
    if (status === told || isTerminalStatus(status)) return;
    told = status;
    stream.push({ type: 'status', status });
  };
  const onResult = (outcome: GoalOutcome<Result>): void => {
    stream.push({ type: 'result', ...outcome });
    stream.end();
  };
  const listener: GoalListener<Result, Feedback> = {
    onStatus: tellStatus,
    onFeedback: ({ feedback }) => stream.pushDroppable({ type: 'feedback', feedback }),
    onResult,
    onServerLost: (error) => stream.push({ type: 'serverLost', error }),
    onServerBack: () => stream.push({ type: 'serverBack' }),
    onFailed: (error) => stream.fail(error),
  };
  const stream = open<ClientGoalEvent<Result, Feedback>, Result, Feedback>(goal, listener, options);
  if (!goal.accepted) stream.end();
  else if (goal.outcome !== undefined) onResult(goal.outcome);
  else {
    tellStatus(goal.status);
    void askForResult();
  }
  return stream;
}

function open<Item, Result, Feedback>(
  goal: ClientGoal<Result, Feedback>,
  listener: GoalListener<Result, Feedback>,
  options: StreamOptions,
): GoalStream<Item> {
  const stream = new GoalStream<Item>(options, () => goal.listeners.delete(listener));
  goal.listeners.add(listener);
  return stream;
}
