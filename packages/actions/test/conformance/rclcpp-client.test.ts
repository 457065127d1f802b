import type { CancelGoal_Response } from '@rclts/idl';
import { goalIdOf } from '../../src/goal-id.js';
import { ActionClient, GoalStatus } from '../../src/index.js';
import { MockServer } from '../support/mock-server.js';
import { Fibonacci, type FibonacciClient, World } from '../support/world.js';

const FIBONACCI_4 = Int32Array.of(0, 1, 1, 2, 3);

async function withServer(): Promise<{ world: World; server: MockServer; client: FibonacciClient }> {
  const world = new World();
  const server = new MockServer(world);
  return { world, server, client: await world.clientOfServer() };
}

// ros2/rclcpp a0a2a06, rclcpp_action/test/test_client.cpp
describe('twins of rclcpp_action TestClient', () => {
  it('construction_and_destruction', () => {
    new World().client().close();
  });

  it('construction_and_destruction_after_node: a client goes with its node', async () => {
    const world = new World();
    const node = world.node('client');
    const client = world.client(node);
    await world.run(() => node.close());
    expect(client.isServerAvailable).toBe(false);
    client.close();
  });

  it('wait_for_action_server: not there, there, and not any more when the node is closed', async () => {
    const world = new World();
    const node = world.node('client');
    const client = world.client(node);
    for (const timeoutMs of [0, 10]) {
      const wait = world.run(() => client.waitForServer({ timeoutMs }));
      await expect(wait).rejects.toMatchObject({ code: 'ERR_ACTION_SERVER_UNAVAILABLE' });
    }
    new MockServer(world);
    await world.run(() => client.waitForServer({ timeoutMs: 10_000 }));
    await world.run(() => node.close());
    await expect(client.waitForServer({ timeoutMs: 0 })).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
  });
});

describe('twins of rclcpp_action TestClientAgainstServer', () => {
  it('async_send_goal_no_callbacks', async () => {
    const { world, client } = await withServer();
    expect((await world.run(() => client.sendGoal({ order: -5 }))).accepted).toBe(false);
    const goal = await world.run(() => client.sendGoal({ order: 5 }));
    expect(goal).toMatchObject({ accepted: true, status: GoalStatus.ACCEPTED });
  });

  it('async_send_goal_no_callbacks_wait_for_result', async () => {
    const { world, client } = await withServer();
    const outcome = await world.run(async () => (await client.sendGoal({ order: 5 })).getResult());
    expect(outcome.result.sequence).toEqual(Int32Array.of(0, 1, 1, 2, 3, 5));
  });

  it('async_send_goal_no_callbacks_then_invalidate: what waits rejects when the client is closed', async () => {
    const { world, server, client } = await withServer();
    server.givesResults = false;
    const goal = await world.run(() => client.sendGoal({ order: 5 }));
    const result = goal.getResult();
    client.close();
    await expect(result).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
    await expect(goal.getResult()).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
    await expect(goal.cancelGoal()).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
    expect(goal.status).toBe(GoalStatus.ACCEPTED);
  });

  it('async_send_goal_with_goal_response_callback_wait_for_result: the promise is the callback', async () => {
    const { world, client } = await withServer();
    const answers: boolean[] = [];
    await world.run(() => client.sendGoal({ order: -1 }).then(({ accepted }) => answers.push(accepted)));
    const outcome = await world.run(async () => {
      const goal = await client.sendGoal({ order: 4 });
      answers.push(goal.accepted);
      return goal.getResult();
    });
    expect(answers).toEqual([false, true]);
    expect(outcome.result.sequence).toEqual(FIBONACCI_4);
  });

  it('async_send_goal_with_feedback_callback_wait_for_result', async () => {
    const { world, client } = await withServer();
    let count = 0;
    const outcome = await world.run(async () => {
      const goal = await client.sendGoal({ order: 4 }, { feedbackCallback: () => count++ });
      return goal.getResult();
    });
    expect(outcome.result.sequence).toEqual(FIBONACCI_4);
    expect(count).toBe(5);
  });

  it('async_send_goal_with_result_callback_wait_for_result, and async_get_result_with_callback: the promise is the callback', async () => {
    const { world, client } = await withServer();
    const results: number[] = [];
    await world.run(async () => {
      const goal = await client.sendGoal({ order: 4 });
      await goal.getResult().then(({ status, result }) => results.push(status, result.sequence.length));
    });
    expect(results).toEqual([GoalStatus.SUCCEEDED, 5]);
  });

  it('async_cancel_one_goal, and with_callback', async () => {
    const { world, client } = await withServer();
    const goal = await world.run(() => client.sendGoal({ order: 5 }));
    const response = await world.run(() => goal.cancelGoal());
    expect(response.return_code).toBe(0);
    expect(response.goals_canceling.map(({ goal_id }) => Buffer.from(goal_id.uuid).toString('hex'))).toEqual([
      goal.goalId,
    ]);
  });

  /** Two goals, one after the other, and the ids that a cancel of several lists. */
  async function twoGoals() {
    const { world, client } = await withServer();
    const goals = [
      await world.run(() => client.sendGoal({ order: 6 })),
      await world.run(() => client.sendGoal({ order: 8 })),
    ] as const;
    const listed = (response: CancelGoal_Response) =>
      response.goals_canceling.map(({ goal_id }) => goalIdOf(goal_id.uuid));
    return { world, client, goals, listed };
  }

  it('async_cancel_all_goals, and with_callback', async () => {
    const { world, client, goals, listed } = await twoGoals();
    const response = await world.run(() => client.cancelAll());
    expect(response.return_code).toBe(0);
    expect(listed(response)).toEqual(goals.map(({ goalId }) => goalId));
    await world.until(() => goals.every(({ status }) => status === GoalStatus.CANCELED));
  });

  it('async_cancel_some_goals, and with_callback', async () => {
    const { world, client, goals, listed } = await twoGoals();
    const response = await world.run(() => client.cancelAllBefore(goals[1].stamp));
    expect(response.return_code).toBe(0);
    expect(listed(response)).toEqual([goals[0].goalId]);
    await world.until(() => goals[0].status === GoalStatus.CANCELED);
    expect(goals[1].status).toBe(GoalStatus.ACCEPTED);
  });

  it('deadlock_in_callbacks: what a callback hears of may be asked in it', async () => {
    const { world, client } = await withServer();
    const called: string[] = [];
    const outcome = await world.run(async () => {
      const inside = async (): Promise<void> => {
        called.push(`feedback ${goal.status} ${goal.accepted}`);
        await goal.getResult();
        called.push(`result ${goal.status}`);
      };
      const goal = await client.sendGoal({ order: 6 }, { feedbackCallback: inside });
      called.push(`response ${goal.status}`);
      await goal.getResult();
      return client.sendGoal({ order: 1 }).then((next) => next.getResult());
    }, 10_000);
    expect(outcome.status).toBe(GoalStatus.SUCCEEDED);
    expect(called[0]).toBe(`response ${GoalStatus.ACCEPTED}`);
    expect(called.filter((text) => text.startsWith('feedback'))).toHaveLength(7);
    expect(called.filter((text) => text === `result ${GoalStatus.SUCCEEDED}`)).toHaveLength(7);
  });

  it('send_rcl_errors: what cannot be sent rejects, and the client goes on', async () => {
    const { world, client } = await withServer();
    const goalId = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
    expect(() => client.sendGoal({ order: 2 ** 40 }, { goalId })).toThrow(RangeError);
    const goal = await world.run(() => client.sendGoal({ order: 1 }, { goalId }));
    expect(goal.accepted).toBe(true);
    await expect(world.run(() => client.sendGoal({ order: 1 }, { goalId }))).rejects.toMatchObject({
      code: 'ERR_ACTION_GOAL_ID_IN_USE',
    });
    expect((await world.run(() => goal.getResult())).status).toBe(GoalStatus.SUCCEEDED);
  });

  it('a goal stays with the client that sent it: another one hears nothing of it', async () => {
    const { world, client } = await withServer();
    const other = new ActionClient(world.node('other'), Fibonacci, 'fibonacci');
    const heard: number[] = [];
    await world.run(async () => {
      await other.waitForServer();
      const theirs = await other.sendGoal({ order: 3 }, { feedbackCallback: () => heard.push(2) });
      await (await client.sendGoal({ order: 6 }, { feedbackCallback: () => heard.push(1) })).getResult();
      await theirs.getResult();
    });
    expect(heard.filter((one) => one === 1)).toHaveLength(7);
    expect(heard.filter((one) => one === 2)).toHaveLength(4);
  });
});
