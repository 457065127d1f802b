import { Context, Node } from '@rclts/node';
import { openPeer, type PeerEra, type SimulatedPeer } from '@rclts/sim';
import { ActionClient, ActionServer, CancelResponse, GoalStatus } from '../../src/index.js';
import { Fibonacci, type FibonacciClient, World } from '../support/world.js';

const ORDER = 8;
const SEQUENCE = [0, 1, 1, 2, 3, 5, 8, 13, 21];

/** A node of ours in the clothes of another distribution's. */
function peerNode(world: World, era: PeerEra, name: string): SimulatedPeer & { readonly node: Node } {
  const peer = openPeer(world.network, era);
  return { ...peer, node: new Node(new Context(peer.participant), name) };
}

const clientOf = (node: Node): FibonacciClient => new ActionClient(node, Fibonacci, 'fibonacci');

describe.each([0, 0.15])('at %d loss', (loss) => {
  test.each<[string, PeerEra | 'ours', PeerEra | 'ours']>([
    ['a Humble client of our server', 'humble', 'ours'],
    ['our client of a Humble server', 'ours', 'humble'],
    ['a Lyrical client of our server', 'lyrical', 'ours'],
    ['our client of a Jazzy server', 'ours', 'jazzy'],
  ])('%s: goals, feedback, results, a cancellation', async (_, from, to) => {
    const world = new World({ loss, seed: 11 });
    const open = (era: PeerEra | 'ours', name: string): Node =>
      era === 'ours' ? world.node(name) : peerNode(world, era, name).node;
    const [clientNode, serverNode] = [open(from, 'client'), open(to, 'server')];
    new ActionServer(serverNode, Fibonacci, 'fibonacci', world.fibonacci(serverNode), {
      cancelCallback: () => CancelResponse.ACCEPT,
    });
    const client = clientOf(clientNode);
    await world.until(() => client.isServerAvailable);
    await world.network.run(async () => {
      for (let goal = 0; goal < 3; goal++) {
        let feedback = 0;
        const handle = await client.sendGoal({ order: ORDER }, { feedbackCallback: () => (feedback += 1) });
        const { result } = await handle.getResult();
        expect([...result.sequence]).toEqual(SEQUENCE);
        // With loss, what is repaired after the result comes too late.
        if (loss === 0) expect(feedback).toBe(ORDER - 1);
      }
      const endless = await client.sendGoal({ order: 45 });
      await endless.cancelGoal();
      expect((await endless.getResult()).status).toBe(GoalStatus.CANCELED);
    });
  });
});

describe('the feedback filters of Lyrical clients', () => {
  /** Two of them with a goal each that is under way, and somebody who listens to everything. */
  async function setUp() {
    const world = new World();
    const serverNode = world.node('server');
    const server = world.server({}, world.fibonacci(serverNode, 10), serverNode);
    const [left, right] = [peerNode(world, 'lyrical', 'left'), peerNode(world, 'lyrical', 'right')];
    const clients = [clientOf(left.node), clientOf(right.node)] as const;
    let overheard = 0;
    const plain = world
      .node('plain')
      .createSubscription(Fibonacci.feedbackMessage, 'fibonacci/_action/feedback', () => (overheard += 1));
    await world.until(() => clients.every((client) => client.isServerAvailable));
    await world.until(() => plain.publisherCount === 1);
    return { world, server, left, right, clients, overheard: () => overheard };
  }

  test('each gets the feedback of its own goals, the rest is not sent to it; who has no filter gets all', async () => {
    const { world, server, left, right, clients, overheard } = await setUp();
    const steps = 40;
    const heard = [0, 0];
    const goals = await world.run(() =>
      Promise.all(
        clients.map((client, index) =>
          client.sendGoal(
            { order: steps + 1 },
            { feedbackCallback: () => void (heard[index] = (heard[index] ?? 0) + 1) },
          ),
        ),
      ),
    );
    // Filter and goal take different ways: by now both are here.
    await world.network.advance(100);
    const before = [left.unwanted.length, right.unwanted.length];
    const received = [left, right].map(({ participant }) => participant.statistics.samplesReceived);
    await world.run(() => Promise.all(goals.map((goal) => goal.getResult())));
    expect(heard).toEqual([steps, steps]);
    expect([left.unwanted.length, right.unwanted.length]).toEqual(before);
    for (const [index, { participant }] of [left, right].entries()) {
      const since = participant.statistics.samplesReceived - (received[index] ?? 0);
      expect(since).toBeLessThan(1.5 * steps);
    }
    await world.until(() => overheard() === 2 * steps);
    expect(server.ignoredFeedbackFilters).toBe(0);
  });

  test('seven goals are more than a filter may name: it is gone, and all is sent', async () => {
    const { world, clients } = await setUp();
    let heard = 0;
    const feedbackCallback = (): void => void (heard += 1);
    await world.run(async () => {
      const goals = await Promise.all(
        Array.from({ length: 7 }, () => clients[0].sendGoal({ order: 11 }, { feedbackCallback })),
      );
      await Promise.all(goals.map((goal) => goal.getResult()));
    });
    expect(heard).toBe(70);
  });

  test('a filter that is not understood filters nothing, and is counted', async () => {
    const { world, server, right, clients } = await setUp();
    right.participant.createReader(
      {
        topicName: 'rt/fibonacci/_action/feedback',
        typeName: 'test_msgs::action::dds_::Fibonacci_FeedbackMessage_',
        qos: { reliability: 2 },
        contentFilter: {
          contentFilteredTopicName: 'f',
          relatedTopicName: 'rt/fibonacci/_action/feedback',
          filterClassName: 'DDSSQL',
          filterExpression: 'feedback.sequence[0] > 3',
          expressionParameters: [],
        },
      },
      { onSample: () => void (strange += 1) },
    );
    let strange = 0;
    await world.network.advance(1_000);
    await world.run(async () => {
      const goal = await clients[0].sendGoal({ order: 6 });
      await goal.getResult();
    });
    await world.until(() => strange === 5);
    expect(server.ignoredFeedbackFilters).toBe(1);
  });
});
