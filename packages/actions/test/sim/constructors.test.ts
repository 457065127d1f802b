import { ActionClient, ActionServer, defineAction, type GoalStatus } from '../../src/index.js';
import { Fibonacci, World } from '../support/world.js';

const Inspect = defineAction(
  'custom_interfaces/action/Inspect',
  `builtin_interfaces/Time deadline
string<=10 part "arm"
float64[3] where [1.0, 2.0, 3.0]
uint8 FAST=1
---
bool ok true
string[] faults
---
uint64 seen
float32[<=4] scores`,
);

describe('twins of rclpy test_constructor_defaults, _no_defaults and test_get_num_entities', () => {
  it('a server has 3 services and 2 publishers, a client 3 clients and 2 subscriptions, and close takes them away', async () => {
    const world = new World();
    const [node, watcher] = [world.node('n'), world.node('watcher')];
    const own = (): number[] => [
      watcher.getServiceNamesAndTypesByNode('n', '/').length,
      watcher.getPublisherNamesAndTypesByNode('n', '/').length,
      watcher.getClientNamesAndTypesByNode('n', '/').length,
      watcher.getSubscriptionNamesAndTypesByNode('n', '/').length,
    ];
    await world.network.advance(1_000);
    const before = own();
    const changed = (...by: number[]) => before.map((count, index) => count + (by[index] ?? 0));
    const server = new ActionServer(node, Fibonacci, 'fibonacci', () => undefined, {
      goalCallback: () => 'accept',
      handleAcceptedCallback: (handle) => handle.execute(),
      cancelCallback: () => 'reject',
      resultTimeoutMs: 500,
      qos: { status: { depth: 3 } },
    });
    const client = new ActionClient(node, Fibonacci, 'fibonacci', { qos: { feedback: 5 } });
    await world.network.advance(1_000);
    expect(own()).toEqual(changed(3, 2, 3, 2));
    server.close();
    await client[Symbol.asyncDispose]();
    server.close();
    await world.network.advance(1_000);
    expect(own()).toEqual(before);
  });

  it.each([
    ['no type', () => undefined, {}, undefined, 'no action type'],
    ['a message type', () => undefined, {}, Fibonacci.goal, 'no action type'],
    ['no execute callback', undefined, {}, Fibonacci, 'executeCallback'],
    ['an option that does not exist', () => undefined, { cancelCallBack: () => 'accept' }, Fibonacci, 'cancelCallBack'],
    ['a callback that is none', () => undefined, { goalCallback: 'accept' }, Fibonacci, 'goalCallback'],
    ['a time that is none', () => undefined, { resultTimeoutMs: -1 }, Fibonacci, 'resultTimeoutMs'],
    ['a budget that is none', () => undefined, { maxCachedResultBytes: Number.NaN }, Fibonacci, 'maxCachedResultBytes'],
    ['a policy that is none', () => undefined, { policy: 'queue' }, Fibonacci, 'policy is no function'],
    ['an endpoint that does not exist', () => undefined, { qos: { goals: 1 } }, Fibonacci, 'qos.goals'],
    ['a QoS that does not exist', () => undefined, { qos: { status: { depth: 0 } } }, Fibonacci, 'qos.depth'],
  ])('a server of %s is refused, and leaves nothing behind', (_what, execute, options, type, message) => {
    const world = new World();
    const node = world.node('n');
    const before = node.getTopicNamesAndTypes().length;
    expect(() => new ActionServer(node, type as never, 'a', execute as never, options as never)).toThrow(message);
    expect(node.getTopicNamesAndTypes()).toHaveLength(before);
  });

  it('a client of what is none is refused, and leaves nothing behind', () => {
    const world = new World();
    const node = world.node('n');
    const before = node.getTopicNamesAndTypes().length;
    expect(() => new ActionClient(node, undefined as never, 'a')).toThrow('no action type');
    expect(() => new ActionClient(node, Fibonacci, 'a', { timeout: 5 } as never)).toThrow('timeout');
    expect(() => new ActionClient(node, Fibonacci, 'a', { qos: { sendGoal: 0 } })).toThrow('qos.depth');
    expect(node.getTopicNamesAndTypes()).toHaveLength(before);
  });
});

describe("an action's types are those of its text", () => {
  it('in goals, feedback and results, in and out', async () => {
    const world = new World();
    const seen: unknown[] = [];
    new ActionServer(world.node('server'), Inspect, 'inspect', async (handle) => {
      const { deadline, part, where } = handle.request;
      const types: [number, string, Float64Array] = [deadline.sec, part, where];
      seen.push(types);
      handle.publishFeedback({ seen: 3, scores: [0.5, 1] });
      // @ts-expect-error -- no such field
      expect(() => handle.publishFeedback({ score: [1] })).toThrow(TypeError);
      handle.succeed();
      return { faults: ['rust'] };
    });
    const client = new ActionClient(world.node('client'), Inspect, 'inspect');
    const outcome = await world.run(async () => {
      // @ts-expect-error -- a string is no number
      expect(() => client.sendGoal({ where: ['1', '2', '3'] })).toThrow(TypeError);
      expect(() => client.sendGoal({ where: [1, 2] })).toThrow(RangeError);
      const goal = await client.sendGoal(
        { deadline: { sec: 7 } },
        {
          feedbackCallback: ({ feedback }) => {
            const types: [bigint, Float32Array] = [feedback.seen, feedback.scores];
            seen.push(types);
          },
        },
      );
      return goal.getResult();
    });
    const types: [GoalStatus, boolean, string[]] = [outcome.status, outcome.result.ok, outcome.result.faults];
    expect(types).toEqual([4, true, ['rust']]);
    expect(seen).toEqual([
      [7, 'arm', Float64Array.of(1, 2, 3)],
      [3n, Float32Array.of(0.5, 1)],
    ]);
    expect(Inspect.goal.constants.FAST).toBe(1);
  });

  it('do not meet on the wire when their names differ', async () => {
    const world = new World();
    new ActionServer(world.node('server'), Inspect, 'fibonacci', () => undefined);
    const client = world.client();
    await expect(world.run(() => client.waitForServer({ timeoutMs: 5_000 }))).rejects.toMatchObject({
      code: 'ERR_ACTION_SERVER_UNAVAILABLE',
    });
  });
});

it("what users' callbacks throw is logged, and an 'error' event of their node", async () => {
  const world = new World();
  const errors: string[] = [];
  const [serverNode, node] = [world.node('server'), world.node('client')];
  for (const one of [serverNode, node]) one.on('error', (error, origin) => errors.push(`${origin}: ${String(error)}`));
  const fail = (text: string) => () => {
    throw new Error(text);
  };
  world.server(
    { cancelCallback: fail('no cancel'), goalCallback: ({ order }) => (order ? 'accept' : fail('no order')()) },
    undefined,
    serverNode,
  );
  const client = await world.clientOfServer(node);
  await world.run(async () => {
    await client.sendGoal({});
    const goal = await client.sendGoal({ order: 5 }, { feedbackCallback: fail('no ear') });
    await goal.cancelGoal();
    await goal.getResult();
  });
  expect(new Set(errors)).toEqual(
    new Set([
      'action /fibonacci: goal callback, rejecting goal: Error: no order',
      'action /fibonacci: cancel callback, rejecting cancel request: Error: no cancel',
      'action /fibonacci: feedback callback: Error: no ear',
    ]),
  );
  expect(world.lines).toHaveLength(errors.length);
});
