import fc from 'fast-check';
import {
  ActionClient,
  ActionServer,
  CancelResponse,
  type ClientGoalEvent,
  defineAction,
  GoalResponse,
  type GoalSnapshot,
  GoalStatus,
} from '../../src/index.js';
import { Fibonacci, type FibonacciFeedback, type FibonacciResult, World } from '../support/world.js';

const code = (text: string) => expect.objectContaining({ code: text }) as unknown;
const lost = code('ERR_ACTION_SERVER_LOST');
type Event = ClientGoalEvent<FibonacciResult, FibonacciFeedback>;

/** What a stream gives, as it comes. */
function follow<Item>(stream: AsyncIterable<Item>): { readonly items: Item[]; readonly ended: Promise<unknown> } {
  const items: Item[] = [];
  const read = async (): Promise<void> => {
    for await (const item of stream) items.push(item);
  };
  const ended = read().catch((error: unknown) => error);
  return { items, ended };
}

describe('a goal that is followed', () => {
  it('gives all its feedback to an iterator, and ends', async () => {
    const world = new World();
    world.server();
    const client = await world.clientOfServer();
    const lengths = await world.run(async () => {
      const lengths: number[] = [];
      const goal = await client.sendGoal({ order: 10 });
      for await (const feedback of goal.feedback()) lengths.push(feedback.sequence.length);
      lengths.push((await goal.result).status);
      return lengths;
    });
    expect(lengths).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, GoalStatus.SUCCEEDED]);
  });

  it('gives one stream of all that happens', async () => {
    const world = new World();
    world.server();
    const client = await world.clientOfServer();
    const types = await world.run(async () => {
      const types: string[] = [];
      const goal = await client.sendGoal({ order: 3 });
      for await (const event of goal.events()) types.push(event.type);
      return types;
    });
    expect(types.filter((type) => type !== 'status')).toEqual(['feedback', 'feedback', 'result']);
    expect(types[0]).toBe('status');
  });
});

describe('a goal that is given up', () => {
  it.each(['timeoutMs', 'signal'] as const)(
    '(%s) while the server thinks it over is canceled: no orphan runs',
    async (how) => {
      const world = new World();
      const node = world.node('server');
      const started: number[] = [];
      const server = world.server(
        {
          goalCallback: async () => {
            await world.sleep(node, 2_000);
            return GoalResponse.ACCEPT;
          },
          cancelCallback: () => CancelResponse.ACCEPT,
        },
        async (handle) => {
          started.push(world.network.now);
          await world.fibonacci(node)(handle);
        },
        node,
      );
      const clientNode = world.node('client');
      const client = await world.clientOfServer(clientNode);
      const controller = new AbortController();
      clientNode.schedule(500, () => controller.abort('enough'));
      const sent = client.sendGoal(
        { order: 1_000 },
        how === 'signal' ? { signal: controller.signal } : { timeoutMs: 500 },
      );
      await expect(world.run(() => sent)).rejects.toEqual(how === 'signal' ? 'enough' : code('ERR_ACTION_TIMEOUT'));
      await world.network.advance(2_500);
      expect(started).toHaveLength(1);
      expect(server.goals()).toEqual([]);
    },
  );
});

describe('canceling everything', () => {
  it('cancels the goals of all clients; and those up to a stamp', async () => {
    const world = new World();
    world.server({ cancelCallback: () => CancelResponse.ACCEPT });
    const client = await world.clientOfServer();
    const other = await world.clientOfServer(world.node('other'));
    const goals = await world.run(async () => {
      const first = await client.sendGoal({ order: 1_000 });
      await world.sleep(world.node('clock'), 10);
      return [first, await other.sendGoal({ order: 1_000 }), await client.sendGoal({ order: 1_000 })];
    });
    const [first, second, third] = goals;
    if (!first || !second || !third) throw new Error('three goals');
    const some = await world.run(() => other.cancelAllBefore(first.stamp));
    expect(some.goals_canceling).toHaveLength(1);
    expect((await world.run(() => first.result)).status).toBe(GoalStatus.CANCELED);
    const all = await world.run(() => client.cancelAll());
    expect(all.return_code).toBe(0);
    expect(all.goals_canceling).toHaveLength(2);
    for (const goal of [second, third]) {
      expect((await world.run(() => goal.result)).status).toBe(GoalStatus.CANCELED);
    }
    expect(() => client.cancelAllBefore({ sec: 0, nanosec: 0 })).toThrow(RangeError);
    expect(() => client.cancelAllBefore({ sec: 0.5, nanosec: 0 })).toThrow(RangeError);
  });
});

describe('a client that was started anew', () => {
  it('attaches to its goal: status, stamp, feedback, cancel, result', async () => {
    const world = new World();
    const serverNode = world.node('server');
    world.server({ cancelCallback: () => CancelResponse.ACCEPT }, world.fibonacci(serverNode, 100), serverNode);
    const node = world.node('client');
    const before = await world.clientOfServer(node);
    const { goalId, stamp } = await world.run(() => before.sendGoal({ order: 1_000 }));
    world.kill(node);
    const after = world.client(world.node('client'));
    const goal = after.attach(goalId);
    const feedback = follow(goal.feedback({ policy: 'latest', capacity: 5 }));
    await world.until(() => feedback.items.length > 3);
    expect(goal).toMatchObject({ accepted: true, stamp, status: GoalStatus.EXECUTING });
    expect((await world.run(() => goal.cancelGoal())).goals_canceling).toHaveLength(1);
    expect((await world.run(() => goal.result)).status).toBe(GoalStatus.CANCELED);
    expect(await feedback.ended).toBeUndefined();
    const unknown = await world.run(() => after.attach('0'.repeat(31) + '1').getResult());
    expect(unknown.status).toBe(GoalStatus.UNKNOWN);
  });
});

describe("everybody's goals", () => {
  it('can be watched by a client that comes late', async () => {
    const world = new World();
    world.server();
    const client = await world.clientOfServer();
    const first = await world.run(async () => {
      const goal = await client.sendGoal({ order: 2 });
      await goal.result;
      return goal;
    });
    const watcher = world.client(world.node('watcher'));
    const seen: GoalSnapshot[] = [];
    const stop = watcher.onGoalChanged((goal) => seen.push(goal));
    const watched = follow(watcher.watchGoals());
    await world.until(() => seen.length === 1);
    expect(seen).toMatchObject([{ goalId: first.goalId, status: GoalStatus.SUCCEEDED, stamp: first.stamp }]);
    const second = await world.run(() => client.sendGoal({ order: 2 }));
    await world.until(() =>
      seen.some(({ goalId, status }) => goalId === second.goalId && status === GoalStatus.SUCCEEDED),
    );
    expect(watched.items.at(-1)).toEqual(seen.at(-1));
    stop();
    watcher.close();
    expect(await watched.ended).toEqual(code('ERR_ACTION_CLOSED'));
  });
});

describe('a server that is lost', () => {
  it('for 30 s, the result made meanwhile: it is told by itself, and a new getResult() resolves', async () => {
    const world = new World();
    const [serverNode, node] = [world.node('server'), world.node('client')];
    world.server({ resultTimeoutMs: 60_000 }, world.fibonacci(serverNode, 2_000), serverNode);
    const client = await world.clientOfServer(node);
    const presence: string[] = [];
    client.on('serverLost', () => presence.push('lost')).on('serverAvailable', () => presence.push('available'));
    const goal = await world.run(() => client.sendGoal({ order: 5 }));
    const events = follow<Event>(goal.events());
    const result = goal.getResult();
    await world.network.advance(100);
    world.network.partition([[world.hostOf(serverNode)], [world.hostOf(node)]]);
    const cut = world.network.now;
    await expect(world.run(() => result)).rejects.toEqual(lost);
    expect(world.network.now - cut).toBeLessThanOrEqual(21_000);
    await world.network.advance(30_000 - (world.network.now - cut));
    world.network.heal();
    const healed = world.network.now;
    await world.run(() => events.ended);
    expect(world.network.now - healed).toBeLessThan(5_000);
    expect(events.items.map(({ type }) => type).filter((type) => type !== 'status')).toEqual([
      'feedback',
      'serverLost',
      'serverBack',
      'result',
    ]);
    expect(events.items.at(-1)).toMatchObject({ type: 'result', status: GoalStatus.SUCCEEDED });
    expect((await goal.getResult()).result.sequence).toHaveLength(6);
    await world.until(() => client.isServerAvailable);
    expect(presence).toEqual(['lost', 'available']);
  });

  it('with patience: the very promise resolves', async () => {
    const world = new World();
    const [serverNode, node] = [world.node('server'), world.node('client')];
    world.server({ resultTimeoutMs: 60_000 }, world.fibonacci(serverNode, 2_000), serverNode);
    const client = new ActionClient(node, Fibonacci, 'fibonacci', { serverLost: { waitMs: 60_000 } });
    await world.run(() => client.waitForServer());
    const goal = await world.run(() => client.sendGoal({ order: 5 }));
    const result = goal.getResult();
    await world.network.advance(100);
    world.network.partition([[world.hostOf(serverNode)], [world.hostOf(node)]]);
    await world.network.advance(30_000);
    world.network.heal();
    expect((await world.run(() => result)).status).toBe(GoalStatus.SUCCEEDED);
  });

  // One side may lose the other, and the other not: what is asked must not wait for a reply that was dropped.
  it.each([18_500, 19_500, 20_500, 22_500])('for %i ms, about as long as its lease: the result arrives', async (ms) => {
    const world = new World();
    const [serverNode, node] = [world.node('server'), world.node('client')];
    world.server({ resultTimeoutMs: 60_000 }, world.fibonacci(serverNode, 2_000), serverNode);
    const client = new ActionClient(node, Fibonacci, 'fibonacci', { serverLost: { waitMs: 60_000 } });
    await world.run(() => client.waitForServer());
    const goal = await world.run(() => client.sendGoal({ order: 5 }));
    const result = goal.getResult();
    await world.network.advance(100);
    world.network.partition([[world.hostOf(serverNode)], [world.hostOf(node)]]);
    await world.network.advance(ms);
    world.network.heal();
    expect((await world.run(() => result, 10_000)).status).toBe(GoalStatus.SUCCEEDED);
  });

  it('and started anew: the goal is lost, in the end with patience, too', async () => {
    const world = new World();
    const serverNode = world.node('server');
    world.server({}, () => new Promise(() => undefined), serverNode);
    const client = new ActionClient(world.node('client'), Fibonacci, 'fibonacci', { serverLost: { waitMs: 5_000 } });
    await world.run(() => client.waitForServer());
    const goal = await world.run(() => client.sendGoal({}));
    const result = goal.getResult();
    await world.run(() => serverNode.close());
    world.server({}, undefined, world.node('server'));
    const start = world.network.now;
    await expect(world.run(() => result)).rejects.toEqual(lost);
    expect(world.network.now - start).toBeGreaterThan(4_000);
  });

  it.each([[-1], ['soon']])('refuses to wait %p ms for it', (waitMs) => {
    const world = new World();
    const node = world.node('client');
    expect(() => new ActionClient(node, Fibonacci, 'fibonacci', { serverLost: { waitMs: waitMs as number } })).toThrow(
      RangeError,
    );
  });
});

describe('two servers of one name', () => {
  it('are warned of once, with both names; cancelAll reaches both', async () => {
    const world = new World();
    const nodes = ['first', 'second'].map((name) => world.node(name));
    for (const node of nodes)
      world.server({ cancelCallback: () => CancelResponse.ACCEPT }, world.fibonacci(node), node);
    const clients = nodes.map((node) => world.client(node)); // each sends to its own: it has been there longest
    await world.network.advance(5_000);
    const goals = await world.run(() => Promise.all(clients.map((client) => client.sendGoal({ order: 1_000 }))));
    const warnings = world.lines.filter((line) => line.startsWith('There are 2 servers of action /fibonacci: '));
    expect(warnings).toHaveLength(2);
    for (const node of nodes) {
      const prefix = node.context.participant.guid.prefix.text;
      for (const warning of warnings) expect(warning).toContain(prefix);
    }
    const [client] = clients;
    const response = await world.run(() => client?.cancelAll() ?? Promise.reject(new Error('no client')));
    expect(response.goals_canceling).toHaveLength(2);
    for (const goal of goals) expect((await world.run(() => goal.result)).status).toBe(GoalStatus.CANCELED);
  });
});

describe('servers without any delay', () => {
  it('accepted, feedback, result: in this order, whatever the goals and the network', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 0x7fff_ffff }),
        fc.constantFrom(0, 1),
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(0, 0.2),
        async (seed, delayMs, orders, reordering) => {
          const world = new World({ seed, delayMs });
          world.server({}, (handle) => {
            for (let i = 0; i < handle.request.order; i++) handle.publishFeedback({ sequence: [i] });
            handle.succeed();
            return { sequence: [handle.request.order] };
          });
          const client = await world.clientOfServer();
          world.network.setFaults({ reordering, reorderMs: 5 });
          const logs = await world.run(() =>
            Promise.all(
              orders.map(async (order) => {
                const log: (string | number)[] = [];
                const goal = await client.sendGoal(
                  { order },
                  { feedbackCallback: ({ feedback }) => log.push(...feedback.sequence) },
                );
                log.push('accepted');
                const { result } = await goal.getResult();
                log.push('result');
                expect([...result.sequence]).toEqual([order]);
                return log;
              }),
            ),
          );
          await world.network.advance(1_000);
          logs.forEach((log, index) => {
            expect(log[0]).toBe('accepted');
            expect(log.at(-1)).toBe('result');
            const heard = log.slice(1, -1).map(Number);
            expect(heard).toEqual([...heard].sort((a, b) => a - b));
            // Nothing is late where the network keeps the order, so nothing is missing.
            if (reordering === 0) expect(heard).toHaveLength(orders[index] ?? -1);
          });
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('a definition that is known at run time only', () => {
  it('does for a client and a server: goals are records of what the text says', async () => {
    const text: string = Buffer.from('int32 order\n---\nint32[] sequence\n---\nint32[] sequence').toString();
    const [packageName, typeName]: string[] = ['test_msgs', 'Fibonacci'];
    const type = defineAction(`${packageName}/action/${typeName}`, text);
    expect(type.typeHash).toBe(Fibonacci.typeHash);
    const world = new World();
    new ActionServer(world.node('server'), type, 'fibonacci', (handle) => {
      handle.publishFeedback({ sequence: [1] });
      handle.succeed();
      return { sequence: [handle.request['order']] };
    });
    const client = new ActionClient(world.node('client'), type, 'fibonacci');
    const { feedback, outcome } = await world.run(async () => {
      const goal = await client.sendGoal({ order: 7 });
      const feedback: unknown[] = [];
      for await (const one of goal.feedback()) feedback.push(one);
      return { feedback, outcome: await goal.result };
    });
    expect(feedback).toEqual([{ sequence: Int32Array.of(1) }]);
    expect(outcome).toEqual({ status: GoalStatus.SUCCEEDED, result: { sequence: Int32Array.of(7) } });
    expect(() => client.sendGoal({ oder: 7 })).toThrow(/goal\.oder/);
  });
});
