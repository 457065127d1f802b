import { join } from 'node:path';
import { VendorId } from '@rclts/rtps';
import { claimDomain, type Domain } from './process/domain.js';
import { peerEnvironment, Transport } from './process/environment.js';
import {
  cycloneProgram,
  Implementation,
  ourProgram,
  rclpyProgram,
  repository,
  type Program,
} from './process/programs.js';
import { RemotePeer } from './remote-peer.js';
import { fibonacci, Order } from './scenario/order.js';
import { eventually } from './scenario/scenario.js';

const ACTION = '/fibonacci';
const OWN_CONTEXT = 'second_context';
const CYCLONE_OWN_CONTEXT = 'second_participant';
/** What one client has under way: rclpy's histories hold ten answers. */
const AT_ONCE = 5;
/** A request that is lost, Fast DDS sends again after 3 s. */
const PATIENCE_MS = 60_000;

interface Asker {
  readonly name: string;
  readonly peer: RemotePeer;
  /** What it calls the action. */
  readonly action: string;
}

/**
 * One action server of ours, and clients of every kind in one domain: rclpy on Fast DDS, Cyclone DDS with the dialect of
 * rmw_cyclonedds in two participants of one process, ours in two contexts of one process. Jazzy's Fast DDS, because Cyclone DDS 0.10 crashes beside Kilted's.
 */
export class Crowd {
  readonly captures: readonly string[];
  readonly #domain: Domain;
  readonly #server: RemotePeer;
  readonly #cyclone: RemotePeer;
  readonly #askers: readonly Asker[];
  readonly #all: readonly RemotePeer[];

  private constructor(domain: Domain, captures: readonly string[], all: readonly RemotePeer[]) {
    const [server, fastDds, cyclone, ours] = all as [RemotePeer, RemotePeer, RemotePeer, RemotePeer];
    this.#domain = domain;
    this.captures = captures;
    this.#server = server;
    this.#cyclone = cyclone;
    this.#all = all;
    this.#askers = [
      { name: 'Fast DDS', peer: fastDds, action: ACTION },
      { name: 'Cyclone DDS', peer: cyclone, action: ACTION },
      { name: 'Cyclone DDS, another participant', peer: cyclone, action: CYCLONE_OWN_CONTEXT },
      { name: 'rclts', peer: ours, action: ACTION },
      { name: 'rclts, another context', peer: ours, action: OWN_CONTEXT },
    ];
  }

  /** `captureDirectory` exists. */
  static async start(captureDirectory: string): Promise<Crowd> {
    const domain = await claimDomain();
    const captures = ['server', 'client'].map((role) => join(captureDirectory, `crowd-${role}.pcap`));
    const [serverCapture = '', clientCapture = ''] = captures;
    const main = join(repository, 'internal/interop/dist/peer/main.js');
    const programs: readonly [name: string, program: Program][] = [
      ['server', ourProgram(main, 'crowd_server', '/', serverCapture)],
      ['Jazzy', rclpyProgram(Implementation.JAZZY, 'peer.py', 'crowd_fast_dds', '/')],
      ['Cyclone DDS', cycloneProgram('cyclone_peer.py', 'crowd_cyclone', '/')],
      ['rclts', ourProgram(main, 'crowd_rclts', '/', clientCapture)],
    ];
    const environment = peerEnvironment(domain.id, Transport.UDPV4);
    const started = await Promise.allSettled(
      programs.map(([name, program]) => RemotePeer.start(name, program, environment)),
    );
    const peers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failure = started.find((each) => each.status === 'rejected');
    if (failure !== undefined) {
      await Promise.all(peers.map((peer) => peer.stop()));
      await domain.release();
      throw failure.reason;
    }
    const crowd = new Crowd(domain, captures, peers);
    const [server, ...clients] = peers;
    await server?.call('createActionServer', { action: ACTION });
    for (const client of clients) await client.call('createActionClient', { action: ACTION });
    await crowd.#cyclone.call('createClientInOwnContext', { action: ACTION, name: CYCLONE_OWN_CONTEXT });
    await clients.at(-1)?.call('createClientInOwnContext', { action: ACTION, name: OWN_CONTEXT });
    return crowd;
  }

  /** From now on this share of what the server sends and receives is lost. Returns how much was until now. */
  async lose(share: number): Promise<number> {
    return this.#server.call('loseDatagrams', { share });
  }

  /** Servers of one name on Fast DDS and on Cyclone DDS, each asked by one client of ours. */
  async askServers(): Promise<void> {
    const service = '/of_both';
    const [fastDds, cyclone, ours] = this.#programs;
    for (const peer of [fastDds, cyclone]) await peer.call('createService', { service });
    const expected = ['crowd_cyclone heard yes', 'crowd_fast_dds heard yes'];
    const ask = async (timeoutMs: number): Promise<boolean> => {
      const messages = await ours.call('callEachServer', { service, data: true, servers: 2, timeoutMs });
      return JSON.stringify([...messages].sort()) === JSON.stringify(expected);
    };
    // rmw_fastrtps waits 100 ms for a client's reader, then drops the answer: on a busy machine, the first may be lost for ever.
    await eventually('first answers', PATIENCE_MS, () => ask(2_000));
    for (let round = 0; round < 50; round++) {
      if (!(await ask(PATIENCE_MS))) throw new Error(`round ${round}: other answers than asked for`);
    }
  }

  /** Action servers of one name on Fast DDS and on Cyclone DDS: goals on each by one client of ours, one after the other and canceled. */
  async runOnServers(): Promise<void> {
    const action = '/action_of_both';
    const timeoutMs = PATIENCE_MS;
    const [fastDds, cyclone, ours] = this.#programs;
    for (const peer of [fastDds, cyclone]) await peer.call('createActionServer', { action });
    await ours.call('createActionClient', { action });
    const vendors = JSON.stringify([VendorId.FAST_DDS, VendorId.CYCLONE_DDS]);
    const steps = 5;
    const onEach = async (order: number): Promise<string[]> => {
      const sent = await ours.call('sendGoalToEachServer', { action, order, servers: 2, timeoutMs });
      if (!sent.every(({ accepted }) => accepted)) throw new Error('a goal was not accepted');
      if (JSON.stringify(sent.map(({ vendorId }) => vendorId).sort()) !== vendors) throw new Error('other servers');
      return sent.map(({ goalId }) => goalId);
    };
    // As with services: a server that is slow to see the client drops the first answer for ever.
    await eventually('first goals', timeoutMs, async () => {
      const goals = await ours.call('sendGoalToEachServer', {
        action,
        order: Order.succeeds(steps),
        servers: 2,
        timeoutMs: 5_000,
      });
      return goals.every(({ accepted }) => accepted);
    });
    for (let round = 0; round < 20; round++) {
      for (const goalId of await onEach(Order.succeeds(steps))) {
        const { status, sequence } = await ours.call('getResult', { goalId, timeoutMs });
        if (status !== 4 || JSON.stringify(sequence) !== JSON.stringify(fibonacci(steps)))
          throw new Error(`round ${round}: ended with ${status} and ${JSON.stringify(sequence)}`);
        await eventually('feedback', timeoutMs, async () => (await ours.call('feedback', { goalId })).length > 0);
      }
    }
    for (const goalId of await onEach(Order.ENDLESS)) {
      await eventually('feedback', timeoutMs, async () => (await ours.call('feedback', { goalId })).length > 0);
      const { goals } = await ours.call('cancelGoal', { goalId, timeoutMs });
      if (goals.length !== 1 || goals[0] !== goalId) throw new Error(`canceled: ${goals.join(', ')}`);
      const { status } = await ours.call('getResult', { goalId, timeoutMs });
      if (status !== 5) throw new Error(`canceled, and ended with ${status}`);
    }
  }

  /** Each client sends so many goals, a few at a time, all clients at once; throws at the first that does not succeed. */
  async run(goals: number): Promise<void> {
    await Promise.all(this.#askers.map((asker) => this.#ask(asker, goals)));
  }

  /** Replies that the clients on Cyclone DDS got and did not wait for: to requests of their own, to others' in their process. */
  async unexpectedReplies(): Promise<{ own: number; foreign: number }> {
    return this.#cyclone.call('unexpectedReplies', {});
  }

  get #programs(): [fastDds: RemotePeer, cyclone: RemotePeer, ours: RemotePeer] {
    return this.#all.slice(1) as [RemotePeer, RemotePeer, RemotePeer];
  }

  describe(): string {
    return this.#all.map((peer) => peer.process.describe()).join('\n');
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((peer) => peer.stop()));
    await this.#domain.release();
  }

  async #ask({ name, peer, action }: Asker, goals: number): Promise<void> {
    if (!(await peer.call('waitForServer', { action, timeoutMs: PATIENCE_MS }))) throw new Error(`${name}: no server`);
    let left = goals;
    const askOneByOne = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const steps = 2 + (left % 6);
        const goal = { action, order: Order.succeeds(steps), timeoutMs: PATIENCE_MS };
        const { accepted, goalId } = await peer.call('sendGoal', goal);
        if (!accepted) throw new Error(`${name}: goal ${goals - left} was not accepted`);
        const { status, sequence } = await peer.call('getResult', { goalId, timeoutMs: PATIENCE_MS });
        if (status === 4 && JSON.stringify(sequence) === JSON.stringify(fibonacci(steps))) continue;
        throw new Error(`${name}: goal ${goals - left} ended with ${status} and ${JSON.stringify(sequence)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, askOneByOne));
  }
}
