import { ActionClient, ActionServer, type Node } from '@rclts/actions';
import type { Participant } from '@rclts/rtps';
import { DiscoveryServerRow, WITH_DISCOVERY_SERVERS } from '../src/discovery-server-rows.js';
import { execute, Fibonacci } from '../src/peer/behaviours.js';
import type { RemotePeer } from '../src/remote-peer.js';
import { fibonacci, Order } from '../src/scenario/order.js';
import { eventually } from '../src/scenario/scenario.js';
import { ServerFleet } from './support/server-fleet.js';

const TEST_MS = 300_000;
const PATIENCE_MS = 60_000;
const OURS = '/of_rclts';
const THEIRS = '/of_rclpy';
const STEPS = 5;
const SUCCEEDED = 4;

/** Ours asks an action server for a goal; what comes of it. */
async function goalOfOurs(client: ActionClient<{ order: number }, { sequence: Int32Array }, { sequence: Int32Array }>) {
  await client.waitForServer({ timeoutMs: PATIENCE_MS });
  let feedback = 0;
  const goal = await client.sendGoal(
    { order: Order.succeeds(STEPS) },
    { timeoutMs: PATIENCE_MS, feedbackCallback: () => (feedback += 1) },
  );
  const { status, result } = await goal.getResult({ timeoutMs: PATIENCE_MS });
  return { status, sequence: [...result.sequence], feedback };
}

/** As `goalOfOurs`, by the node of that name of rclpy's, at our server. */
async function goalOfTheirs(client: RemotePeer, name: string, server: Node) {
  const [action, timeoutMs] = [OURS, PATIENCE_MS];
  expect(await client.call('waitForServer', { action, timeoutMs })).toBe(true);
  // A discovery server tells each of the other when it comes to it: it may tell us later of who is to have the feedback.
  const readers = () => server.getSubscriptionsInfoByTopic(`${action}/_action/feedback`);
  await eventually('our server knows the client', timeoutMs, () =>
    Promise.resolve(readers().some(({ node }) => node?.name === name)),
  );
  const { goalId } = await client.call('sendGoal', { action, order: Order.succeeds(STEPS), timeoutMs });
  const { status, sequence } = await client.call('getResult', { goalId, timeoutMs });
  // It may look at the result first.
  const feedback = async (): Promise<number> => (await client.call('feedback', { goalId })).length;
  await eventually('feedback', timeoutMs, async () => (await feedback()) >= STEPS - 1);
  return { status, sequence, feedback: await feedback() };
}

const success = { status: SUCCEEDED, sequence: fibonacci(STEPS), feedback: STEPS - 1 };

describe(WITH_DISCOVERY_SERVERS, () => {
  let fleet: ServerFleet;
  let server: Node;
  let clientNode: Node;
  let ourClients: ActionClient<{ order: number }, { sequence: Int32Array }, { sequence: Int32Array }>[];
  let onlooker: Node;
  let bystander: Participant;
  let all: Participant;
  let rclpyClient: RemotePeer;
  let rclpyServer: RemotePeer;

  const nodesSeenBy = (node: Node): readonly string[] => node.getNodes().map(({ name }) => `/${name}`);

  /** Goals from each to each: rclpy's client asks ours, our client ours and rclpy's. */
  const goalsEverywhere = async (): Promise<void> => {
    const outcomes = await Promise.all([
      goalOfTheirs(rclpyClient, 'rclpy_client', server),
      ...ourClients.map(goalOfOurs),
    ]);
    expect(outcomes).toEqual([success, success, success]);
  };

  /** A process that starts now finds our server, and our client finds one that starts now. */
  const newcomersAreFound = async (name: string): Promise<void> => {
    const [peer, node] = await Promise.all([fleet.rclpy('kilted', `rclpy_${name}`), fleet.node(`rclts_${name}`)]);
    await Promise.all([
      peer.call('createActionClient', { action: OURS }),
      peer.call('createActionServer', { action: `/${name}` }),
    ]);
    const outcomes = await Promise.all([
      goalOfTheirs(peer, `rclpy_${name}`, server),
      goalOfOurs(new ActionClient(node, Fibonacci, OURS)),
      goalOfOurs(new ActionClient(clientNode, Fibonacci, `/${name}`)),
    ]);
    expect(outcomes).toEqual([success, success, success]);
    await peer.stop();
    await eventually('who leaves is gone', PATIENCE_MS, () =>
      Promise.resolve(!nodesSeenBy(clientNode).includes(`/rclpy_${name}`)),
    );
  };

  const explained = async (test: () => Promise<void>): Promise<void> => {
    try {
      await test();
    } catch (error) {
      throw new Error(`${String(error)}\n${fleet.describe()}`, { cause: error });
    }
  };

  beforeAll(async () => {
    fleet = await ServerFleet.start();
    await explained(async () => {
      [server, clientNode, onlooker, bystander, all, rclpyClient, rclpyServer] = await Promise.all([
        fleet.node('server'),
        fleet.node('client'),
        fleet.node('onlooker', { ROS_SUPER_CLIENT: 'TRUE' }),
        fleet.participant(false),
        fleet.participant(true),
        fleet.rclpy('kilted', 'rclpy_client'),
        fleet.rclpy('jazzy', 'rclpy_server'),
      ]);
      new ActionServer(server, Fibonacci, OURS, execute);
      ourClients = [OURS, THEIRS].map((action) => new ActionClient(clientNode, Fibonacci, action));
      await rclpyServer.call('createActionServer', { action: THEIRS });
      await rclpyClient.call('createActionClient', { action: OURS });
    });
  }, TEST_MS);

  afterAll(() => fleet.close(), TEST_MS);

  it(DiscoveryServerRow.GOALS, () => explained(goalsEverywhere), TEST_MS);

  it(
    DiscoveryServerRow.GRAPH,
    () =>
      explained(async () => {
        const expected = ['/client', '/onlooker', '/rclpy_client', '/rclpy_server', '/server'];
        await eventually('the whole graph', PATIENCE_MS, () => {
          expect([...nodesSeenBy(onlooker)].sort()).toEqual(expected);
          return Promise.resolve(true);
        });
        // Of participants without any endpoint servers tell nobody.
        bystander.createReader({ topicName: 'alone', typeName: 'Alone' }, { onSample: () => undefined });
        const typesSeenBy = (participant: Participant): readonly (string | undefined)[] =>
          [...participant.participants].map(({ properties }) => properties.get('PARTICIPANT_TYPE')).sort();
        // Two servers; five clients, the bystander among them; and the onlooker.
        const everybody = [...Array<string>(5).fill('CLIENT'), 'SERVER', 'SERVER', 'SUPER_CLIENT'];
        await eventually('all participants', PATIENCE_MS, () => {
          expect(typesSeenBy(all)).toEqual(everybody);
          expect(typesSeenBy(bystander)).toEqual(['SERVER', 'SERVER']);
          return Promise.resolve(true);
        });
        expect([...all.endpoints].length).toBeGreaterThan(0);
        expect([...bystander.endpoints]).toEqual([]);
      }),
    TEST_MS,
  );

  it(
    DiscoveryServerRow.ONE_DIES,
    () =>
      explained(async () => {
        await fleet.crashServer(0);
        await goalsEverywhere();
        await newcomersAreFound('second');
      }),
    TEST_MS,
  );

  it(
    DiscoveryServerRow.NONE,
    () =>
      explained(async () => {
        await fleet.crashServer(1);
        await goalsEverywhere();
      }),
    TEST_MS,
  );

  it(DiscoveryServerRow.UNICAST, () => {
    expect(fleet.destinations.size).toBeGreaterThan(0);
    expect(fleet.multicastDestinations).toEqual([]);
  });
});
