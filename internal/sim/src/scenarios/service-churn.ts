import { Context, Node, participantIdentity, type ServiceClient, type ServiceServer } from '@rclts/node';
import { defineService } from '@rclts/idl';
import { Participant } from '@rclts/rtps';
import { check, type Scenario } from '../scenario.js';
import type { SimHost } from '../sim-host.js';
import type { SimNetwork } from '../sim-network.js';

const Echo = defineService('sim_msgs/srv/Echo', 'int32 number\nint32 delay_ms\n---\nint32 number');

interface Request {
  readonly number: number;
  readonly delay_ms: number;
}
interface Response {
  readonly number: number;
}

/** A process: one node, which asks, and serves as well now and then. */
interface Process {
  readonly host: SimHost;
  readonly node: Node;
  client: ServiceClient<Request, Response>;
  server: ServiceServer<Request, Response> | undefined;
}

const STEPS = 60;
const STEP_MS = 1500;
/** Longer than the lease, so that some cuts tear peers apart for good, on one side only or on both. */
const LONGEST_CUT_MS = 40_000;
/** Two leases and some. */
const REST_MS = 45_000;
/** The ways in which a call may end while processes come and go. */
const ENDS = ['answered', 'ERR_NODE_CLOSED', 'ERR_NODE_SERVER_LOST', 'ERR_NODE_SERVER_UNAVAILABLE'];

/**
 * Processes that serve and ask one service, start, close and are killed, on a network that falls apart and heals. In the
 * end, all that live know each other, and nobody waits.
 */
export const serviceChurn: Scenario = {
  name: 'service-churn',
  promise: 'every call of a live client ends, once, with its own answer; no request is served twice; the graph is true',
  faults: { loss: 0.1, duplication: 0.05, reordering: 0.1, reorderMs: 20, delayMs: 1 },
  async play(network) {
    const churn = new Churn(network);
    for (let index = 0; index < 4; index += 1) churn.start(index < 2);
    for (let step = 0; step < STEPS; step += 1) {
      churn.step();
      await network.advance(network.random.float() * STEP_MS);
    }
    network.heal();
    await network.advance(REST_MS);
    churn.check();
    await network.run(() => Promise.all([...churn.live].map(({ node }) => node.context.close())));
  },
};

class Churn {
  readonly live = new Set<Process>();
  readonly #network: SimNetwork;
  readonly #served = new Map<number, number>();
  readonly #waiting = new Map<number, Process>();
  readonly #complaints: string[] = [];
  #calls = 0;
  #processes = 0;

  constructor(network: SimNetwork) {
    this.#network = network;
  }

  start(serves: boolean): void {
    const host = this.#network.createHost();
    const participant = new Participant(host, { domainId: 0, ...participantIdentity('/') });
    const node = new Node(new Context(participant), `process${(this.#processes += 1)}`);
    node.on('error', (error) => this.#complaints.push(String(error)));
    const process = { host, node, client: node.createServiceClient(Echo, 'echo'), server: undefined };
    this.live.add(process);
    if (serves) this.#serve(process);
  }

  step(): void {
    const { random } = this.#network;
    const process = random.pick([...this.live]);
    const chance = random.float();
    if (chance < 0.62) this.#call(process);
    else if (chance < 0.67) this.#stopServing(process);
    else if (chance < 0.72) this.#serve(process);
    else if (chance < 0.75) this.#renewClient(process);
    else if (chance < 0.78) this.#end(process, () => this.#network.kill(process.host));
    else if (chance < 0.81) this.#end(process, () => void process.node.context.close());
    else if (chance < 0.86) this.start(random.chance(0.5));
    else if (chance < 0.9) this.#cut();
  }

  check(): void {
    check(this.#complaints.length === 0, this.#complaints.join('; '));
    for (const [number, times] of this.#served) check(times === 1, `request ${number} was served ${times} times`);
    for (const [number, process] of this.#waiting)
      check(!this.live.has(process), `call ${number} of ${process.node.name} never ended`);
    const names = [...this.live].map(({ node }) => node.fullyQualifiedName).sort();
    const servers = [...this.live].filter(({ server }) => server !== undefined).length;
    for (const { node, client } of this.live) {
      const seen = node.getNodes().map(({ name }) => `/${name}`);
      check(seen.sort().join() === names.join(), `${node.name} sees ${seen.join(' ')}, there are ${names.join(' ')}`);
      check(client.servers.length === servers, `${node.name} sees ${client.servers.length} servers of ${servers}`);
      check(node.countServices('echo') === servers, `${node.name} counts ${node.countServices('echo')} servers`);
    }
  }

  #call(process: Process): void {
    const { random } = this.#network;
    const number = (this.#calls += 1);
    this.#waiting.set(number, process);
    const delay_ms = random.chance(0.5) ? 0 : random.integer(500);
    void process.client
      .call({ number, delay_ms })
      .then(
        (response) => (response.number === number ? 'answered' : `the answer to ${response.number}`),
        (error: unknown) => (error as { code?: string }).code ?? String(error),
      )
      .then((end) => {
        this.#waiting.delete(number);
        this.#network.note(`call ${number}: ${end}`, process.node.name);
        if (!ENDS.includes(end)) this.#complaints.push(`call ${number} of ${process.node.name}: ${end}`);
      });
  }

  #serve(process: Process): void {
    const { node } = process;
    process.server ??= node.createServiceServer(Echo, 'echo', ({ number, delay_ms }) => {
      this.#served.set(number, (this.#served.get(number) ?? 0) + 1);
      if (delay_ms === 0) return { number };
      return new Promise<Response>((resolve) => node.schedule(delay_ms, () => resolve({ number })));
    });
  }

  #stopServing(process: Process): void {
    process.server?.close();
    process.server = undefined;
  }

  #renewClient(process: Process): void {
    process.client.close();
    process.client = process.node.createServiceClient(Echo, 'echo');
  }

  #end(process: Process, end: () => void): void {
    if (this.live.size <= 2) return;
    this.live.delete(process);
    end();
  }

  #cut(): void {
    const { random } = this.#network;
    const side = [...this.live].filter(() => random.chance(0.5)).map(({ host }) => host);
    this.#network.partition([side]);
    this.#network.after(random.float() * LONGEST_CUT_MS, () => this.#network.heal());
  }
}
