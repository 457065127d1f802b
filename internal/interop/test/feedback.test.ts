import { ActionClient, createNode, type Node } from '@rclts/actions';
import { Fibonacci } from '../src/peer/behaviours.js';
import { peerEnvironment, Transport } from '../src/process/environment.js';
import { ManagedProcess } from '../src/process/managed-process.js';
import { cycloneProgram, Implementation, rclpyProgram } from '../src/process/programs.js';
import { RemotePeer } from '../src/remote-peer.js';
import { Order } from '../src/scenario/order.js';
import { eventually } from '../src/scenario/scenario.js';
import { ACTION, FEEDBACK_TOPIC, FeedbackServer } from './support/feedback-server.js';

const TEST_MS = 300_000;
const PATIENCE_MS = 60_000;
/** A queue of rclpy's action client holds ten. */
const STEPS = 9;
/** Of a client: three requests out, three replies in, feedback and status. */
const READERS_OF_CLIENT = 5;
const WRITERS_OF_CLIENT = 3;

const lengthsOf = (goalId: string): string[] => Array.from({ length: STEPS - 1 }, (_, step) => `${goalId} ${step + 3}`);

/** Four processes that read the feedback of one server: two clients, of which one subscribes besides, and two that only subscribe. */
class Audience {
  readonly #server: FeedbackServer;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #processes: ManagedProcess[] = [];
  readonly cycloneHeard: string[] = [];

  constructor(server: FeedbackServer) {
    this.#server = server;
    this.#environment = peerEnvironment(server.domain.id, Transport.DEFAULT);
  }

  async rclpy(name: string): Promise<RemotePeer> {
    const program = rclpyProgram(Implementation.JAZZY, 'peer.py', name);
    const peer = await RemotePeer.start(name, program, this.#environment);
    this.#processes.push(peer.process);
    return peer;
  }

  async cyclone(): Promise<void> {
    const { command, args } = cycloneProgram('cyclone_feedback.py', ACTION);
    let isReady = false;
    const onLine = (line: string): boolean => {
      if (!line.startsWith('{')) return false;
      const { goalId, sequence } = JSON.parse(line) as { goalId?: string; sequence?: number[] };
      if (goalId === undefined) isReady = true;
      else this.cycloneHeard.push(`${goalId} ${String(sequence?.length)}`);
      return true;
    };
    const reader = new ManagedProcess(command, args, { label: 'Cyclone', environment: this.#environment, onLine });
    this.#processes.push(reader);
    await reader.until('its reader exists', PATIENCE_MS, () => isReady);
  }

  describe(): string {
    return this.#processes.map((each) => each.describe()).join('\n');
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((each) => each.stop()));
    await this.#server.close();
  }
}

describe('feedback', () => {
  // What a client that does not own the goal gets of it; the others get all of it in either case.
  it.each([
    ['owner', 'to its owner and to all subscribers that are no clients, not to another client'],
    ['all', 'to every reader'],
  ] as const)(
    "under '%s' goes %s",
    async (feedback, _goes) => {
      const server = await FeedbackServer.start(feedback);
      const audience = new Audience(server);
      try {
        const [both, other, plain] = await Promise.all(
          ['client_and_subscriber', 'client', 'subscriber'].map((name) => audience.rclpy(name)),
        );
        if (both === undefined || other === undefined || plain === undefined) throw new Error('unreachable');
        await Promise.all([
          audience.cyclone(),
          both.call('createActionClient', { action: ACTION }),
          both.call('subscribeFeedback', { action: ACTION }),
          other.call('createActionClient', { action: ACTION }),
          plain.call('subscribeFeedback', { action: ACTION }),
        ]);
        // Three subscribers and two clients.
        await eventually('all have found the server', PATIENCE_MS, () =>
          Promise.resolve(
            server.endpoints('reader').length === 3 + 2 * READERS_OF_CLIENT &&
              server.endpoints('writer').length === 2 * WRITERS_OF_CLIENT,
          ),
        );
        const goals: string[] = [];
        for (const client of [both, other]) {
          await client.call('waitForServer', { action: ACTION, timeoutMs: PATIENCE_MS });
          const { goalId } = await client.call('sendGoal', { action: ACTION, order: Order.succeeds(STEPS) });
          await client.call('getResult', { goalId });
          await eventually('its owner has heard all', PATIENCE_MS, async () => {
            return (await client.call('feedback', { goalId })).length === STEPS - 1;
          });
          goals.push(goalId);
        }
        const everything = goals.flatMap(lengthsOf);
        await eventually('the subscribers have heard all', PATIENCE_MS, async () => {
          expect(await both.call('messages', { topic: FEEDBACK_TOPIC })).toEqual(everything);
          expect(await plain.call('messages', { topic: FEEDBACK_TOPIC })).toEqual(everything);
          expect(audience.cycloneHeard).toEqual(everything);
          return true;
        });
        const [ofBoth = [], ofOther = []] = goals.map((goalId) => server.tap.destinationsOf(goalId));
        expect(ofOther).toHaveLength(4);
        expect(ofBoth).toHaveLength(feedback === 'owner' ? 3 : 4);
        expect(ofOther).toEqual(expect.arrayContaining([...ofBoth]));
      } catch (error) {
        throw new Error(`${String(error)}\n${audience.describe()}`, { cause: error });
      } finally {
        await audience.close();
      }
    },
    TEST_MS,
  );

  it(
    "of 20 clients costs the wire what that of one does under 'owner', and 20 times as much under 'all'",
    async () => {
      const bytes: Record<string, number> = {};
      for (const feedback of ['owner', 'all'] as const) {
        for (const clients of [1, 20]) bytes[`${feedback} ${clients}`] = await bytesOfFeedback(feedback, clients);
      }
      // Datagrams of other things may ride along, and one that comes late is sent again.
      expect(bytes['owner 20']).toBeLessThan(2 * (bytes['owner 1'] ?? 0));
      expect(bytes['all 20']).toBeGreaterThan(10 * (bytes['all 1'] ?? 0));
    },
    TEST_MS,
  );
});

/** The octets of all datagrams that carry feedback of one goal, when so many participants have a client. */
async function bytesOfFeedback(feedback: 'all' | 'owner', clients: number): Promise<number> {
  const server = await FeedbackServer.start(feedback);
  const environment = peerEnvironment(server.domain.id, Transport.DEFAULT);
  const nodes: Node[] = [];
  try {
    for (let i = 0; i < clients; i++) nodes.push(await createNode(`client_${i}`, { environment, args: [] }));
    const [client] = nodes.map((node) => new ActionClient(node, Fibonacci, ACTION));
    if (client === undefined) throw new Error('unreachable');
    await client.waitForServer({ timeoutMs: PATIENCE_MS });
    await eventually('all have found the server', PATIENCE_MS, () =>
      Promise.resolve(server.endpoints('reader').length === clients * READERS_OF_CLIENT),
    );
    let heard = 0;
    const goal = await client.sendGoal({ order: Order.succeeds(STEPS) }, { feedbackCallback: () => (heard += 1) });
    await goal.getResult();
    expect(heard).toBe(STEPS - 1);
    return server.tap.sentOf(goal.goalId).reduce((sum, each) => sum + each.bytes, 0);
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
    await server.close();
  }
}
