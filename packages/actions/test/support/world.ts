import { defineAction, type FeedbackOf, type GoalOf, type ResultOf } from '@rclts/idl';
import { Context, type LogRecord, Node, type NodeOptions, participantIdentity } from '@rclts/node';
import { Participant } from '@rclts/rtps';
import { type SimHost, SimNetwork, type SimNetworkOptions } from '@rclts/sim';
import { ActionClient, ActionServer, type ActionServerOptions, type ExecuteCallback } from '../../src/index.js';

export const Fibonacci = defineAction(
  'test_msgs/action/Fibonacci',
  'int32 order\n---\nint32[] sequence\n---\nint32[] sequence',
);
type Type = typeof Fibonacci;
export type FibonacciGoal = GoalOf<Type>;
export type FibonacciResult = ResultOf<Type>;
export type FibonacciFeedback = FeedbackOf<Type>;
export type FibonacciExecute = ExecuteCallback<FibonacciGoal, FibonacciResult, FibonacciFeedback>;
export type FibonacciOptions = ActionServerOptions<FibonacciGoal, FibonacciResult, FibonacciFeedback>;
export type FibonacciServer = ActionServer<FibonacciGoal, FibonacciResult, FibonacciFeedback>;
export type FibonacciClient = ActionClient<FibonacciGoal, FibonacciResult, FibonacciFeedback>;

/** Nodes on a simulated network, each on a machine of its own. */
export class World {
  readonly network: SimNetwork;
  /** What all nodes have logged. */
  readonly logs: LogRecord[] = [];
  readonly #hosts = new Map<Node, SimHost>();

  constructor(options: Partial<SimNetworkOptions> = {}) {
    this.network = new SimNetwork({ seed: 1, delayMs: 1, ...options });
  }

  node(name: string, options: NodeOptions & { readonly context?: Context } = {}): Node {
    const { context: given, ...nodeOptions } = options;
    const host = this.network.createHost();
    const context =
      given ??
      new Context(new Participant(host, { domainId: 0, ...participantIdentity('/') }), {
        logSink: (record) => void this.logs.push(record),
      });
    const node = new Node(context, name, nodeOptions, () => (given ? Promise.resolve() : context.close()));
    this.#hosts.set(node, host);
    return node;
  }

  /** Virtual time passes; for execute callbacks. */
  sleep(node: Node, ms: number): Promise<void> {
    return new Promise((resolve) => node.schedule(ms, resolve));
  }

  /** The tutorial's work, `stepMs` a step. */
  fibonacci(node: Node, stepMs = 10): FibonacciExecute {
    return async (handle) => {
      const sequence = [0, 1];
      for (let i = 1; i < handle.request.order; i++) {
        if (handle.isCancelRequested) {
          handle.canceled();
          return { sequence };
        }
        sequence.push((sequence[i] ?? 0) + (sequence[i - 1] ?? 0));
        handle.publishFeedback({ sequence });
        await this.sleep(node, stepMs);
      }
      handle.succeed();
      return { sequence };
    };
  }

  server(options: FibonacciOptions = {}, execute?: FibonacciExecute, node = this.node('server')): FibonacciServer {
    return new ActionServer(node, Fibonacci, 'fibonacci', execute ?? this.fibonacci(node), options);
  }

  client(node = this.node('client')): FibonacciClient {
    return new ActionClient(node, Fibonacci, 'fibonacci');
  }

  /** A client that sees a server. */
  async clientOfServer(node = this.node('client')): Promise<FibonacciClient> {
    const client = this.client(node);
    await this.run(() => client.waitForServer({ timeoutMs: 10_000 }));
    return client;
  }

  /** Runs the network until the body's promise has settled. */
  run<T>(body: () => Promise<T>, maxMs?: number): Promise<T> {
    return this.network.run(body, maxMs);
  }

  /** As SIGKILL for the node's process. */
  kill(node: Node): void {
    this.network.kill(this.hostOf(node));
  }

  hostOf(node: Node): SimHost {
    const host = this.#hosts.get(node);
    if (!host) throw new Error('not of this world');
    return host;
  }

  /** Runs the network until the condition holds; fails the test when it does not within ten seconds, or `maxMs`. */
  async until(condition: () => boolean, maxMs = 10_000): Promise<void> {
    if (!(await this.network.advanceUntil(condition, maxMs))) {
      throw new Error(`still not so after ${maxMs} ms: ${condition.toString()}`);
    }
  }

  get lines(): readonly string[] {
    return this.logs.map(({ message }) => message);
  }
}
