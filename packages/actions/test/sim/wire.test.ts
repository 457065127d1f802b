import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import type { Node } from '@rclts/node';
import { CancelResponse, GoalStatus, goalStatusName } from '../../src/index.js';
import { Fibonacci, World } from '../support/world.js';

/** A client of bare topics and services, as rclpy's test_action_server has one: sees what travels, and in which order. */
async function mockClient(world: World, node: Node) {
  const log: string[] = [];
  const feedback = node.createSubscription(Fibonacci.feedbackMessage, 'fibonacci/_action/feedback', (message) => {
    log.push(`feedback ${message.goal_id.uuid[0]} [${message.feedback.sequence.join()}]`);
  });
  const status = node.createSubscription(
    GoalStatusArray,
    'fibonacci/_action/status',
    ({ status_list }) => {
      const states = status_list.map((one) => `${one.goal_info.goal_id.uuid[0]}:${goalStatusName(one.status)}`);
      log.push(`status ${states.join(' ')}`);
      stamps.push(...status_list.map((one) => one.goal_info.stamp));
    },
    { durability: 'transient_local', depth: 1 },
  );
  const stamps: { sec: number; nanosec: number }[] = [];
  const sendGoal = node.createServiceClient(Fibonacci.sendGoal, 'fibonacci/_action/send_goal');
  const getResult = node.createServiceClient(Fibonacci.getResult, 'fibonacci/_action/get_result');
  const cancelGoal = node.createServiceClient(Fibonacci.cancelGoal, 'fibonacci/_action/cancel_goal');
  await world.until(
    () =>
      [sendGoal, getResult, cancelGoal].every((client) => client.isServerAvailable) &&
      [feedback, status].every((subscription) => subscription.publisherCount === 1),
  );
  const uuid = (n: number) => ({ uuid: new Uint8Array(16).fill(n) });
  return {
    log,
    stamps,
    sendGoal: async (n: number, order: number) => {
      const reply = await sendGoal.call({ goal_id: uuid(n), goal: { order } });
      log.push(reply.accepted ? `accepted ${n}` : `rejected ${n}`);
      return reply;
    },
    getResult: async (n: number) => {
      const { status: code, result } = await getResult.call({ goal_id: uuid(n) });
      log.push(`result ${n} ${goalStatusName(code)} [${result.sequence.join()}]`);
    },
    cancelGoal: async (n: number, stamp = { sec: 0, nanosec: 0 }) => {
      const reply = await cancelGoal.call({ goal_info: { goal_id: uuid(n), stamp } });
      log.push(`canceling [${reply.goals_canceling.map((info) => info.goal_id.uuid[0]).join()}] ${reply.return_code}`);
    },
  };
}

describe('what travels', () => {
  it('comes in the order that rcl_action and rclpy keep: reply, ACCEPTED, EXECUTING, feedback, SUCCEEDED, result', async () => {
    const world = new World();
    world.server();
    const client = await mockClient(world, world.node('mock'));
    const reply = await world.run(async () => {
      const reply = await client.sendGoal(1, 2);
      await client.getResult(1);
      return reply;
    });
    expect(client.log).toEqual([
      'accepted 1',
      'status 1:ACCEPTED',
      'status 1:EXECUTING',
      'feedback 1 [0,1,1]',
      'status 1:SUCCEEDED',
      'result 1 SUCCEEDED [0,1,1]',
    ]);
    for (const stamp of client.stamps) expect(stamp).toEqual(reply.stamp); // one stamp for a goal everywhere
  });

  it('of a cancel: CANCELING before the reply, CANCELED after it', async () => {
    const world = new World();
    world.server({ cancelCallback: () => CancelResponse.ACCEPT });
    const client = await mockClient(world, world.node('mock'));
    await world.run(async () => {
      await client.sendGoal(1, 1_000);
      const result = client.getResult(1);
      await client.cancelGoal(1);
      await result;
    });
    const log = client.log.filter((line) => !line.startsWith('feedback')).slice(3);
    expect(log).toEqual([
      'status 1:CANCELING',
      'canceling [1] 0',
      'status 1:CANCELED',
      expect.stringMatching(/^result 1 CANCELED/),
    ]);
  });

  it('of a rejected goal is the reply alone', async () => {
    const world = new World();
    world.server({ goalCallback: () => 'reject' });
    const client = await mockClient(world, world.node('mock'));
    await world.run(() => client.sendGoal(1, 2));
    await world.network.advance(1_000);
    expect(client.log).toEqual(['rejected 1']);
  });

  it('holds the finished goals until they expire, in acceptance order, as rclpy does', async () => {
    const world = new World();
    world.server({ cancelCallback: () => 'accept', resultTimeoutMs: 5_000 });
    const client = await mockClient(world, world.node('mock'));
    await world.run(async () => {
      await client.sendGoal(2, 1_000);
      await client.sendGoal(1, 2);
      await client.getResult(1);
      await client.cancelGoal(2);
      await client.getResult(2);
    });
    expect(client.log.filter((line) => line.startsWith('status')).at(-1)).toBe('status 2:CANCELED 1:SUCCEEDED');
    const lines = client.log.length;
    await world.network.advance(6_000);
    expect(client.log).toHaveLength(lines); // expiry publishes nothing by itself
    await world.run(async () => {
      await client.sendGoal(3, 1);
      await client.getResult(3);
    });
    expect(client.log.slice(lines)).toEqual([
      'accepted 3',
      'status 3:ACCEPTED',
      'status 3:EXECUTING',
      'status 3:SUCCEEDED',
      'result 3 SUCCEEDED [0,1]',
    ]);
  });

  it('is told to late joiners: the last status, at once', async () => {
    const world = new World();
    world.server();
    const client = await world.clientOfServer();
    await world.run(async () => (await client.sendGoal({ order: 2 })).getResult());
    const late: number[][] = [];
    world
      .node('late')
      .createSubscription(
        GoalStatusArray,
        'fibonacci/_action/status',
        ({ status_list }) => late.push(status_list.map(({ status }) => status)),
        { durability: 'transient_local', depth: 1 },
      );
    await world.network.advance(2_000);
    expect(late).toEqual([[GoalStatus.SUCCEEDED]]);
  });

  it('in a burst is few status samples: goals that do the same in one turn share one', async () => {
    const world = new World();
    world.server();
    const client = await mockClient(world, world.node('mock'));
    await world.run(() =>
      Promise.all(
        Array.from({ length: 100 }, async (_, i) => {
          await client.sendGoal(i, 1);
          await client.getResult(i);
        }),
      ),
    );
    const samples = client.log.filter((line) => line.startsWith('status'));
    expect(samples.length).toBeLessThan(40);
    expect(samples.at(-1)?.match(/SUCCEEDED/g)).toHaveLength(100);
  });

  it('cancels all goals, and those up to a stamp', async () => {
    const world = new World();
    world.server({ cancelCallback: () => 'accept' });
    const client = await mockClient(world, world.node('mock'));
    await world.run(async () => {
      await client.sendGoal(1, 1_000);
      const { stamp } = await client.sendGoal(2, 1_000);
      await client.sendGoal(3, 1_000);
      await client.sendGoal(4, 1_000);
      await client.cancelGoal(0, stamp);
      await client.cancelGoal(4);
      await client.cancelGoal(0);
      await client.cancelGoal(9);
      await client.getResult(3);
      await client.cancelGoal(3);
    });
    expect(client.log.filter((line) => line.startsWith('canceling'))).toEqual([
      'canceling [1,2] 0',
      'canceling [4] 0',
      'canceling [3] 0',
      'canceling [] 2',
      'canceling [] 3',
    ]);
  });
});
