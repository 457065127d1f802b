import type { MessageType, ServiceType } from '@rclts/idl';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import type { Node } from '@rclts/node';
import { GoalStatus } from '../../src/index.js';
import { MockClient, uuidOf } from '../support/mock-client.js';
import { MockServer } from '../support/mock-server.js';
import { Fibonacci, World } from '../support/world.js';

/** `target` with some of its properties replaced; the others keep their `this`. */
function withProperties<T extends object>(target: T, properties: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(target, {
    get(_target, key) {
      if (Object.hasOwn(properties, key)) return properties[key as keyof T];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Of the same name and hash, but what is sent ends after its first four octets. */
function truncated<T>(type: MessageType<T>): MessageType<T> {
  const { codec } = type;
  const encode = (value: T): Uint8Array => codec.encode(value).subarray(0, 4);
  return withProperties(type, { codec: withProperties(codec, { encode }) });
}

function withTruncated<Request, Response>(
  type: ServiceType<Request, Response>,
  which: 'request' | 'response',
): ServiceType<Request, Response> {
  return { ...type, [which]: truncated<unknown>(type[which]) };
}

/** A server of three services that answer rubbish, and two topics that are there. */
function brokenServer(node: Node): void {
  node.createPublisher(Fibonacci.feedbackMessage, 'fibonacci/_action/feedback');
  node.createPublisher(GoalStatusArray, 'fibonacci/_action/status', { durability: 'transient_local' });
  const serve = <Request, Response>(type: ServiceType<Request, Response>, name: string, answer: Response): void => {
    node.createServiceServer(type, `fibonacci/_action/${name}`, () => answer as never);
  };
  const accepted = { accepted: true, stamp: { sec: 1, nanosec: 0 } };
  serve(Fibonacci.sendGoal, 'send_goal', accepted);
  serve(withTruncated(Fibonacci.cancelGoal, 'response'), 'cancel_goal', { return_code: 0, goals_canceling: [] });
  serve(withTruncated(Fibonacci.getResult, 'response'), 'get_result', {
    status: 4,
    result: { sequence: Int32Array.of(1) },
  });
}

/** Calls a service of our server with a request that is cut off; then a good goal must still succeed. */
async function cutOff<Request>(
  type: ServiceType<Request, unknown>,
  name: string,
  request: Request,
): Promise<readonly string[]> {
  const world = new World();
  const server = world.node('server');
  const rejected: string[] = [];
  server.on('sampleRejected', ({ typeName }) => rejected.push(typeName));
  world.server({}, undefined, server);
  const service = world
    .node('stranger')
    .createServiceClient(withTruncated(type, 'request'), `fibonacci/_action/${name}`);
  await world.until(() => service.isServerAvailable);
  await expect(world.run(() => service.call(request as never, { timeoutMs: 1_000 }))).rejects.toMatchObject({
    code: 'ERR_NODE_TIMEOUT',
  });
  const client = await world.clientOfServer();
  const outcome = await world.run(async () => (await client.sendGoal({ order: 2 })).getResult());
  expect(outcome.status).toBe(GoalStatus.SUCCEEDED);
  return rejected;
}

const cutShort = expect.objectContaining({ code: expect.stringMatching(/^ERR_CDR_/) as unknown }) as unknown;

// ros2/rcl 9.2.0, rcl_action/test/rcl_action/test_action_communication.cpp
describe('twins of rcl_action TestActionCommunication', () => {
  it('test_valid_goal_comm', async () => {
    const world = new World();
    const server = new MockServer(world);
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({ order: 10 }, { goalId: uuidOf(7).uuid }));
    expect([...server.goals.values()]).toEqual([{ id: uuidOf(7), order: 10, stamp: { sec: 1, nanosec: 0 } }]);
    expect(goal).toMatchObject({ accepted: true, stamp: { sec: 1, nanosec: 0 }, goalId: '07'.repeat(16) });
  });

  it('test_valid_cancel_comm', async () => {
    const world = new World();
    new MockServer(world);
    const client = await world.clientOfServer();
    const response = await world.run(async () => {
      const goal = await client.sendGoal({}, { goalId: uuidOf(7).uuid });
      return goal.cancelGoal();
    });
    expect(response).toEqual({
      return_code: 0,
      goals_canceling: [{ goal_id: uuidOf(7), stamp: { sec: 1, nanosec: 0 } }],
    });
  });

  it('test_valid_result_comm', async () => {
    const world = new World();
    new MockServer(world);
    const client = await world.clientOfServer();
    const outcome = await world.run(async () => (await client.sendGoal({ order: 4 })).getResult());
    expect(outcome).toEqual({ status: GoalStatus.SUCCEEDED, result: { sequence: Int32Array.of(0, 1, 1, 2, 3) } });
  });

  it('test_valid_status_comm', async () => {
    const world = new World();
    world.server({ goalCallback: () => 'defer' });
    const client = await MockClient.open(world);
    const { stamp } = await world.run(() => client.sendGoal(7));
    await world.until(() => client.statuses.length > 0);
    expect(client.statuses).toEqual([[{ goal: 7, status: GoalStatus.ACCEPTED, stamp }]]);
  });

  it('test_valid_feedback_comm', async () => {
    const world = new World();
    world.server({}, (handle) => {
      handle.publishFeedback({ sequence: [0, 1, 2] });
      handle.succeed();
    });
    const client = await MockClient.open(world);
    await world.run(() => client.sendGoal(7));
    await world.until(() => client.feedback.length > 0);
    expect(client.feedback).toEqual([{ goal: 7, sequence: [0, 1, 2] }]);
  });

  it('test_invalid_goal_request_opts: what is no goal is refused before it is sent, and what is cut off is dropped', async () => {
    const world = new World();
    const server = new MockServer(world);
    const client = await world.clientOfServer();
    for (const wrong of [null, 'order', 5, { order: null }, { order: 2 ** 31 }]) {
      expect(() => client.sendGoal(wrong as never)).toThrow();
    }
    await world.network.advance(1_000);
    expect(server.goals.size).toBe(0);
    const request = { goal_id: uuidOf(1), goal: { order: 1 } };
    expect(await cutOff(Fibonacci.sendGoal, 'send_goal', request)).toEqual([
      'test_msgs/action/Fibonacci_SendGoal_Request',
    ]);
  });

  it('test_invalid_goal_response_opts: one that is cut off rejects', async () => {
    const world = new World();
    const node = world.node('server');
    node.createServiceServer(withTruncated(Fibonacci.sendGoal, 'response'), 'other/_action/send_goal', () => ({
      accepted: true,
      stamp: { sec: 1, nanosec: 0 },
    }));
    const service = world.node('client').createServiceClient(Fibonacci.sendGoal, 'other/_action/send_goal');
    await world.until(() => service.isServerAvailable);
    const call = world.run(() => service.call({ goal_id: uuidOf(1), goal: {} }));
    await expect(call).rejects.toEqual(cutShort);
  });

  it('test_invalid_cancel_request_opts: one that is cut off is dropped', async () => {
    const request = { goal_info: { goal_id: uuidOf(0), stamp: { sec: 0, nanosec: 0 } } };
    expect(await cutOff(Fibonacci.cancelGoal, 'cancel_goal', request)).toEqual(['action_msgs/srv/CancelGoal_Request']);
  });

  it('test_invalid_cancel_response_opts: one that is cut off rejects', async () => {
    const world = new World();
    brokenServer(world.node('server'));
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({}));
    await expect(world.run(() => goal.cancelGoal())).rejects.toEqual(cutShort);
  });

  it('test_invalid_result_request_opts: one that is cut off is dropped', async () => {
    const request = { goal_id: uuidOf(1) };
    expect(await cutOff(Fibonacci.getResult, 'get_result', request)).toEqual([
      'test_msgs/action/Fibonacci_GetResult_Request',
    ]);
  });

  it('test_invalid_result_response_opts: one that is cut off rejects, and can be asked for again', async () => {
    const world = new World();
    brokenServer(world.node('server'));
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({}));
    for (let i = 0; i < 2; i++) await expect(world.run(() => goal.getResult())).rejects.toEqual(cutShort);
  });

  it('test_invalid_feedback_opts: what is none is refused, and what is cut off is dropped', async () => {
    const world = new World();
    const refused: unknown[] = [];
    world.server({}, (handle) => {
      for (const wrong of [null, 'sequence', { sequence: 5 }, { sequences: [] }]) {
        try {
          handle.publishFeedback(wrong as never);
        } catch (error) {
          refused.push(error);
        }
      }
      handle.succeed();
    });
    const node = world.node('client');
    const rejected: string[] = [];
    node.on('sampleRejected', ({ typeName }) => rejected.push(typeName));
    const client = await world.clientOfServer(node);
    const heard: unknown[] = [];
    const publisher = world
      .node('stranger')
      .createPublisher(truncated(Fibonacci.feedbackMessage), '/fibonacci/_action/feedback');
    await world.network.advance(1_000);
    publisher.publish({ goal_id: uuidOf(1), feedback: { sequence: [1] } });
    await world.run(async () => {
      const goal = await client.sendGoal({}, { feedbackCallback: (message) => heard.push(message) });
      await goal.getResult();
    });
    expect(refused).toHaveLength(4);
    expect(heard).toEqual([]);
    expect(rejected).toEqual(['test_msgs/action/Fibonacci_FeedbackMessage']);
  });

  it('test_invalid_status_opts: one that is cut off is dropped', async () => {
    const world = new World();
    world.server();
    const node = world.node('client');
    const rejected: string[] = [];
    node.on('sampleRejected', ({ typeName }) => rejected.push(typeName));
    const client = await world.clientOfServer(node);
    const publisher = world
      .node('stranger')
      .createPublisher(truncated(GoalStatusArray), '/fibonacci/_action/status', { durability: 'transient_local' });
    await world.network.advance(1_000);
    publisher.publish({ status_list: [] });
    const goal = await world.run(() => client.sendGoal({ order: 2 }));
    expect((await world.run(() => goal.getResult())).status).toBe(GoalStatus.SUCCEEDED);
    expect(goal.status).toBe(GoalStatus.SUCCEEDED);
    expect(rejected).toEqual(['action_msgs/msg/GoalStatusArray']);
  });
});
