import {
  ActionServer,
  type ActionServerOptions,
  CancelResponse,
  type GoalId,
  GoalStatus,
  type Node,
  queue,
  singlePreempt,
  singleReject,
} from '@rclts/actions';
import { WITH_CLIENTS, WithClientsRow } from '../../src/action-rows.js';
import { execute, Fibonacci, type GoalHandle } from '../../src/peer/behaviours.js';
import type { GoalOutcome } from '../../src/peer-protocol.js';
import type { RemotePeer } from '../../src/remote-peer.js';
import { Order } from '../../src/scenario/order.js';
import { eventually } from '../../src/scenario/scenario.js';
import { LEASE_MS, PATIENCE_MS, ShortLived } from '../support/short-lived.js';

const TEST_MS = 300_000;

describe(WITH_CLIENTS, () => {
  let world: ShortLived;
  let node: Node;
  let client: RemotePeer;
  /** The goals that our servers have begun to execute. */
  const executed: GoalId[] = [];

  function serve(
    action: string,
    options: Pick<ActionServerOptions<unknown, unknown, unknown>, 'policy' | 'resultTimeoutMs'>,
  ) {
    const started = (goalHandle: GoalHandle) => {
      executed.push(goalHandle.goalId);
      return execute(goalHandle);
    };
    return new ActionServer(node, Fibonacci, action, started, {
      cancelCallback: () => CancelResponse.ACCEPT,
      ...options,
    });
  }
  const meet = async (peer: RemotePeer, action: string): Promise<void> => {
    await peer.call('createActionClient', { action });
    expect(await peer.call('waitForServer', { action, timeoutMs: PATIENCE_MS })).toBe(true);
  };
  /** Sends a goal that only canceling ends, unless another order is given; undefined when it is refused. */
  const send = async (action: string, order: number = Order.ENDLESS): Promise<string | undefined> => {
    const { accepted, goalId } = await client.call('sendGoal', { action, order });
    return accepted ? goalId : undefined;
  };
  const resultOf = (goalId = ''): Promise<GoalOutcome> => client.call('getResult', { goalId, timeoutMs: PATIENCE_MS });
  const cancel = async (goalId = ''): Promise<void> => {
    expect(await client.call('cancelGoal', { goalId })).toEqual({ returnCode: 0, goals: [goalId] });
  };
  const becomes = (what: string, isSo: () => boolean): Promise<void> =>
    eventually(what, PATIENCE_MS, () => Promise.resolve(isSo()));
  const isExecuting = (goalId = '') => executed.some((id) => id === goalId);
  const test = (title: string, body: () => Promise<void>): void => it(title, () => world.reporting(body), TEST_MS);

  beforeAll(async () => {
    world = await ShortLived.start();
    [node, client] = await Promise.all([world.node('server'), world.rclpy('client')]);
  }, TEST_MS);

  afterAll(() => world.close(), TEST_MS);

  test(WithClientsRow.SINGLE_REJECT, async () => {
    const server = serve('/single_reject', { policy: singleReject });
    const reasons: string[] = [];
    server.onGoalRejected(({ reason }) => reasons.push(reason));
    await meet(client, '/single_reject');
    const first = await send('/single_reject');
    expect(await send('/single_reject')).toBeUndefined();
    expect(reasons).toEqual(['another goal is executing']);
    await cancel(first);
    expect((await resultOf(first)).status).toBe(GoalStatus.CANCELED);
    await becomes('no goal is left', () => server.goals().length === 0);
    expect((await resultOf(await send('/single_reject', 3))).status).toBe(GoalStatus.SUCCEEDED);
  });

  test(WithClientsRow.SINGLE_PREEMPT, async () => {
    serve('/single_preempt', { policy: singlePreempt });
    await meet(client, '/single_preempt');
    const first = await send('/single_preempt');
    await becomes('it executes', () => isExecuting(first));
    const second = await send('/single_preempt');
    expect((await resultOf(first)).status).toBe(GoalStatus.ABORTED);
    await becomes('the other executes', () => isExecuting(second));
    await cancel(second);
    expect((await resultOf(second)).status).toBe(GoalStatus.CANCELED);
  });

  test(WithClientsRow.QUEUE, async () => {
    serve('/queue', { policy: queue(2) });
    await meet(client, '/queue');
    const [first, second, third] = [await send('/queue'), await send('/queue'), await send('/queue', 4)];
    expect(await send('/queue')).toBeUndefined();
    await cancel(second);
    expect((await resultOf(second)).status).toBe(GoalStatus.CANCELED);
    expect([first, second, third].map(isExecuting)).toEqual([true, false, false]);
    await cancel(first);
    expect((await resultOf(third)).sequence).toEqual([0, 1, 1, 2, 3]);
    expect([second, third].map(isExecuting)).toEqual([false, true]);
  });

  test(WithClientsRow.LATE_RESULT, async () => {
    const kept = serve('/kept', { resultTimeoutMs: Infinity });
    const forgotten = serve('/forgotten', { resultTimeoutMs: 0 });
    for (const [server, action] of [
      [kept, '/kept'],
      [forgotten, '/forgotten'],
    ] as const) {
      await meet(client, action);
      const goalId = await send(action, 3);
      await becomes('it is over', () => isExecuting(goalId) && server.goals().length === 0);
      for (let times = 0; times < 2; times++) {
        const { status, sequence } = await resultOf(goalId);
        const expected = action === '/kept' ? [GoalStatus.SUCCEEDED, [0, 1, 1, 2]] : [GoalStatus.UNKNOWN, []];
        expect([status, sequence]).toEqual(expected);
      }
    }
  });

  test(WithClientsRow.CLIENT_LOST, async () => {
    const [told, ended]: [GoalId[], string[]] = [[], []];
    const server = new ActionServer(
      node,
      Fibonacci,
      '/watched',
      async (goalHandle) => {
        const result = await execute(goalHandle);
        ended.push(`${goalHandle.goalId} ${String(goalHandle.stopReason)} ${goalHandle.status}`);
        return result;
      },
      { cancelOnClientLost: true, onClientLost: ({ goalId }) => void told.push(goalId) },
    );
    const leaving = await world.rclpy('leaving');
    for (const [peer, end] of [
      [leaving, () => leaving.stop()],
      [client, () => client.crash()],
    ] as const) {
      await meet(peer, '/watched');
      const { goalId } = await peer.call('sendGoal', { action: '/watched', order: Order.ENDLESS });
      await becomes('it executes', () => server.goals().length === 1);
      expect(server.goals()[0]?.client.participant).toMatchObject({ leaseDurationMs: LEASE_MS });
      await end();
      await becomes('it is told and over', () => told.some((id) => id === goalId) && server.goals().length === 0);
      expect(ended.at(-1)).toBe(`${goalId} clientLost ${GoalStatus.CANCELED}`);
    }
    expect(told).toHaveLength(2);
  });
});
