import { ActionClient, GoalStatus } from '@rclts/actions';
import type { Node } from '@rclts/node';
import { ACTION, Fibonacci, isExpected, type Sequence } from './behaviours.js';
import type { ChaosEvent, ChaosMethods, GoalRecord, PeerOptions } from './protocol.js';

type ClientMethods = Pick<AsyncMethods, 'waitForServer' | 'goals' | 'open' | 'send'>;

/** Each method as the protocol has it, at once or later. */
export type AsyncMethods = {
  readonly [Method in keyof ChaosMethods]: (
    parameters: Parameters<ChaosMethods[Method]>[0],
  ) => ReturnType<ChaosMethods[Method]> | Promise<ReturnType<ChaosMethods[Method]>>;
};

export function clientMethods(node: Node, options: PeerOptions, emit: (event: ChaosEvent) => void): ClientMethods {
  const start = performance.now();
  const client = new ActionClient(
    node,
    Fibonacci,
    ACTION,
    options.serverLostWaitMs === undefined ? {} : { serverLost: { waitMs: options.serverLostWaitMs } },
  );

  const settled = (result: Promise<{ status: number }>): void => {
    result.then(
      ({ status }) => emit({ event: 'settled', outcome: `status ${String(status)}` }),
      (error: unknown) => emit({ event: 'settled', outcome: String(error) }),
    );
  };

  return {
    async waitForServer({ timeoutMs }) {
      await client.waitForServer({ timeoutMs });
      return performance.now() - start;
    },

    goals({ count, order, timeoutMs }) {
      void (async () => {
        for (let i = 0; i < count; i++) emit({ event: 'goal', ...(await oneGoal(client, order, timeoutMs)) });
        emit({ event: 'done' });
      })();
    },

    async open({ order, timeoutMs }) {
      const goal = await client.sendGoal(
        { order },
        { signal: AbortSignal.timeout(timeoutMs), feedbackCallback: ignore },
      );
      settled(goal.getResult());
      return { goalId: goal.goalId };
    },

    send({ order }) {
      settled(client.sendGoal({ order }).then((goal) => goal.getResult()));
    },
  };
}

const ignore = (): void => undefined;

async function oneGoal(
  client: ActionClient<{ order: number }, Sequence, Sequence>,
  order: number,
  timeoutMs: number,
): Promise<GoalRecord> {
  const start = performance.now();
  const heard: number[] = [];
  let record: GoalRecord = {
    ...{ accepted: false, status: 0, correct: false, acceptMs: NaN, totalMs: NaN, feedback: 0, inOrder: true },
  };
  let isOver = false;
  let isLate = false;
  const feedbackCallback = ({ feedback }: { feedback: Sequence }): void => {
    heard.push(feedback.sequence.length);
    isLate ||= isOver;
  };
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const goal = await client.sendGoal({ order }, { feedbackCallback, signal });
    record = { ...record, accepted: goal.accepted, acceptMs: performance.now() - start };
    const { status, result } = await Promise.race([goal.getResult(), aborted(signal)]);
    isOver = true;
    const correct = status === GoalStatus.SUCCEEDED && isExpected(order, result.sequence);
    record = { ...record, status, correct, totalMs: performance.now() - start };
  } catch (error) {
    record = { ...record, error: String(error) };
  }
  const isAscending = heard.every((length, index) => index === 0 || length > (heard[index - 1] ?? 0));
  return { ...record, feedback: heard.length, inOrder: isAscending && !isLate };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}
