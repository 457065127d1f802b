import { Participant } from '@rclts/rtps';
import { type SimHost, SimNetwork, type SimNetworkOptions } from '@rclts/sim';
import { Context, type LogRecord, Node, type NodeOptions, participantIdentity } from '../../src/index.js';

/** Nodes on a simulated network: each context is a machine of its own. */
export class World {
  readonly network: SimNetwork;
  /** What all nodes have logged. */
  readonly logs: LogRecord[] = [];
  readonly #hosts = new Map<Context, SimHost>();

  constructor(options: Partial<SimNetworkOptions> = {}) {
    this.network = new SimNetwork({ seed: 1, delayMs: 1, ...options });
  }

  get lines(): readonly string[] {
    return this.logs.map(({ message }) => message);
  }

  participant(): Participant {
    return new Participant(this.network.createHost(), { domainId: 0, ...participantIdentity('/') });
  }

  context(args: readonly string[] = [], leaseDurationMs = 20_000): Context {
    const host = this.network.createHost();
    const participant = new Participant(host, { domainId: 0, leaseDurationMs, ...participantIdentity('/') });
    const context = new Context(participant, { args, logSink: (record) => void this.logs.push(record) });
    this.#hosts.set(context, host);
    return context;
  }

  /** A node in a context of its own, or in the one that is given. */
  node(name: string, options: NodeOptions & { readonly context?: Context } = {}): Node {
    const { context = this.context(), ...nodeOptions } = options;
    return new Node(context, name, nodeOptions);
  }

  /** As SIGKILL for the node's process. */
  kill(node: Node): void {
    const host = this.#hosts.get(node.context);
    if (host) this.network.kill(host);
  }

  hostOf(node: Node): SimHost {
    const host = this.#hosts.get(node.context);
    if (!host) throw new Error('not of this world');
    return host;
  }

  /** Runs the network until the condition holds; fails the test when it does not within ten seconds, or `maxMs`. */
  async until(condition: () => boolean, maxMs = 10_000): Promise<void> {
    if (!(await this.network.advanceUntil(condition, maxMs))) {
      throw new Error(`still not so after ${maxMs} ms: ${condition.toString()}`);
    }
  }
}
