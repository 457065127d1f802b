import { ActionClient, ActionServer } from '../../src/index.js';
import type { Node } from '@rclts/node';
import { Fibonacci, type FibonacciClient, type FibonacciFeedback, World } from '../support/world.js';

const STEPS = 20;

/** A server, and on machines of their own: the owner, another client, a plain subscriber, and one that is both. */
async function setUp(feedback: 'all' | 'owner', faults = {}) {
  const world = new World();
  const serverNode = world.node('server');
  world.server({ feedback }, world.fibonacci(serverNode, 10), serverNode);
  const nodes = {
    owner: world.node('owner'),
    other: world.node('other'),
    plain: world.node('plain'),
    both: world.node('both'),
  };
  const samples: Record<string, number> = {};
  const listen = (name: string, node: Node): void => {
    samples[name] = 0;
    node.createSubscription(Fibonacci.feedbackMessage, 'fibonacci/_action/feedback', () => {
      samples[name] = (samples[name] ?? 0) + 1;
    });
  };
  listen('plain', nodes.plain);
  listen('both', nodes.both);
  const client = await world.clientOfServer(nodes.owner);
  const other = await world.clientOfServer(nodes.other);
  await world.clientOfServer(nodes.both);
  await world.network.advance(3_000);
  world.network.setFaults(faults);
  const received = (node: Node): number => node.context.participant.statistics.samplesReceived;
  const before = Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, received(node)]));
  return {
    world,
    client,
    other,
    samples,
    /** What each participant has received since, whatever it was. */
    since: () =>
      Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, received(node) - (before[name] ?? 0)])),
  };
}

async function run({ world, client }: Awaited<ReturnType<typeof setUp>>): Promise<number> {
  let heard = 0;
  const goal = await world.run(() => client.sendGoal({ order: STEPS + 1 }, { feedbackCallback: () => (heard += 1) }));
  // Feedback that comes after the result goes nowhere: on a lossy network the result has to wait for it.
  await world.network.advanceUntil(() => heard === STEPS, 8_000);
  await world.run(() => goal.getResult());
  await world.network.advance(10_000);
  return heard;
}

describe("feedback: 'owner'", () => {
  it.each([
    ['no loss', {}],
    ['20 % loss', { loss: 0.2 }],
  ])('(%s) the owner, subscribers and who is both get all, another client nothing', async (_what, faults) => {
    const setting = await setUp('owner', faults);
    expect(await run(setting)).toBe(STEPS);
    expect(setting.samples).toEqual({ plain: STEPS, both: STEPS });
    const { other = 0, owner = 0 } = setting.since();
    expect(other).toBeLessThanOrEqual(5); // status
    expect(owner).toBeGreaterThanOrEqual(STEPS);
    expect(setting.world.logs).toEqual([]);
  });

  it('is not the default: there, everybody gets everything', async () => {
    const setting = await setUp('all');
    expect(await run(setting)).toBe(STEPS);
    expect(setting.samples).toEqual({ plain: STEPS, both: STEPS });
    expect(setting.since()['other']).toBeGreaterThanOrEqual(STEPS);
  });

  it('goes to who asks for the result, too: a client that takes over after a restart', async () => {
    const world = new World();
    const serverNode = world.node('server');
    world.server({ feedback: 'owner' }, world.fibonacci(serverNode, 100), serverNode);
    const client = await world.clientOfServer(world.node('owner'));
    const otherNode = world.node('other');
    await world.clientOfServer(otherNode);
    const goal = await world.run(() => client.sendGoal({ order: STEPS }));
    const getResult = otherNode.createServiceClient(Fibonacci.getResult, 'fibonacci/_action/get_result');
    await world.network.advance(500);
    const before = otherNode.context.participant.statistics.samplesReceived;
    await world.network.advance(500);
    expect(otherNode.context.participant.statistics.samplesReceived).toBe(before);
    const uuid = Uint8Array.from(goal.goalId.match(/../g) ?? [], (octet) => parseInt(octet, 16));
    void getResult.call({ goal_id: { uuid } });
    await world.network.advance(500);
    expect(otherNode.context.participant.statistics.samplesReceived).toBeGreaterThanOrEqual(before + 4);
  });

  it('checks feedback that nobody gets, and works in one process', async () => {
    const world = new World();
    const node = world.node('all_in_one');
    const thrown: unknown[] = [];
    new ActionServer(
      node,
      Fibonacci,
      'fibonacci',
      (handle) => {
        try {
          handle.publishFeedback({ sequence: 'no' } as unknown as FibonacciFeedback);
        } catch (error) {
          thrown.push(error);
        }
        handle.publishFeedback({ sequence: [1] });
        handle.succeed();
      },
      { feedback: 'owner' },
    );
    const client = new ActionClient(node, Fibonacci, 'fibonacci');
    await world.run(() => client.waitForServer());
    let heard = 0;
    await world.run(async () => (await client.sendGoal({}, { feedbackCallback: () => (heard += 1) })).getResult());
    expect(heard).toBe(1);
    expect(thrown).toEqual([expect.any(TypeError)]);
  });

  it.each(['owners', 1])('is no audience: %p', (feedback) => {
    const world = new World();
    expect(() => world.server({ feedback: feedback as 'owner' })).toThrow(TypeError);
  });
});

describe('20 clients on one server', () => {
  it("cost the wire as much feedback as one does under 'owner'", async () => {
    const bytes: Record<string, number> = {};
    for (const feedback of ['all', 'owner'] as const) {
      const world = new World();
      const serverNode = world.node('server');
      world.server({ feedback }, world.fibonacci(serverNode, 10), serverNode);
      const clients: FibonacciClient[] = [];
      for (let i = 0; i < 20; i += 1) clients.push(await world.clientOfServer(world.node(`client_${i}`)));
      await world.network.advance(3_000);
      const { statistics } = serverNode.context.participant;
      const before = statistics.bytesSent;
      let heard = 0;
      await world.run(async () => {
        const goal = await clients[0]?.sendGoal({ order: 41 }, { feedbackCallback: () => (heard += 1) });
        await goal?.getResult();
      });
      expect(heard).toBe(40);
      bytes[feedback] = statistics.bytesSent - before;
    }
    expect(bytes['owner']).toBeLessThan((bytes['all'] ?? 0) / 4);
  });
});
