import { CancelReturnCode, GoalStatus } from '@rclts/actions';
import type { ProbeClient } from '../../probe/probe.js';
import { check, checkEqual, checkStatus, type Bench } from '../bench.js';
import { Need, type Case } from '../case.js';

async function withClient(bench: Bench, use: (client: ProbeClient) => Promise<void>): Promise<void> {
  const client = await bench.probe.openClient();
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

/** The server together with a client library. */
export const clientCases: readonly Case[] = [
  {
    name: 'client: hears accepted, feedback, result in that order, and nothing after',
    run: (bench) =>
      withClient(bench, async (client) => {
        const goal = await client.sendGoal(bench.subject.goal);
        check(goal.accepted, 'the goal was rejected');
        checkStatus('of the result', (await goal.getResult()).status, GoalStatus.SUCCEEDED);
        await bench.probe.sleep(300);
        const heard = await goal.heard();
        // A probe that does not tell the order may hand out the result before feedback that came earlier.
        const isResult = (event: string): boolean => event === 'result';
        const [first, ...rest] = bench.probe.tellsOrder
          ? heard
          : [...heard.filter((event) => !isResult(event)), ...heard.filter(isResult)];
        checkEqual('what it hears first and last', [first, rest.at(-1)], ['accepted', 'result']);
        check(
          rest.slice(0, -1).every((event) => event === 'feedback'),
          `between them it hears ${rest.slice(0, -1).join()}`,
        );
      }),
  },
  {
    name: 'client: learns that its goal is rejected',
    needs: [Need.REJECTED_GOAL],
    run: (bench) =>
      withClient(bench, async (client) => {
        const goal = await client.sendGoal(bench.subject.rejectedGoal);
        check(!goal.accepted, 'it was accepted');
      }),
  },
  {
    name: 'client: three goals at once',
    needs: [Need.CONCURRENCY],
    run: (bench) =>
      withClient(bench, async (client) => {
        const goals = await Promise.all([1, 2, 3].map(() => client.sendGoal(bench.subject.goal)));
        checkEqual('ids', new Set(goals.map(({ id }) => id)).size, 3);
        for (const goal of goals) {
          check(goal.accepted, 'a goal was rejected');
          checkStatus('of a result', (await goal.getResult()).status, GoalStatus.SUCCEEDED);
        }
      }),
  },
  {
    name: 'client: cancels its goal',
    needs: [Need.SLOW_GOAL],
    run: (bench) =>
      withClient(bench, async (client) => {
        const goal = await client.sendGoal(bench.subject.slowGoal);
        check(goal.accepted, 'the goal was rejected');
        const { returnCode, canceling } = await goal.cancelGoal();
        checkEqual('the return code', returnCode, CancelReturnCode.NONE);
        checkEqual(
          'the goals',
          canceling.map(({ id }) => id === goal.id),
          [true],
        );
        checkStatus('of the result', (await goal.getResult()).status, GoalStatus.CANCELED);
      }),
  },
];
