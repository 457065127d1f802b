import { type ActionType, ActionServer, type ActionServerOptions } from '@rclts/actions';
import { Context, Node, participantIdentity } from '@rclts/node';
import { Participant } from '@rclts/rtps';
import { SimNetwork } from '@rclts/sim';
import { type DynamicAction, NodeProbe } from '../../src/probe/node-probe.js';
import { tamperWith, type Tampering } from './tampering.js';
import { cancelResponse, execute, Fibonacci, goalResponse, goals } from '../../src/subject/behaviours.js';
import type { Subject } from '../../src/suite/case.js';
import { type CaseResult, runSuite, type SuiteOptions } from '../../src/suite/run.js';

type Of<Type> = Type extends ActionType<infer Goal, infer Result, infer Feedback> ? [Goal, Result, Feedback] : never;
type Options = ActionServerOptions<Of<typeof Fibonacci>[0], Of<typeof Fibonacci>[1], Of<typeof Fibonacci>[2]>;

export const RESULT_TIMEOUT_MS = 5_000;

export const subject: Subject = {
  action: '/fibonacci',
  typeName: 'test_msgs/action/Fibonacci',
  ...goals,
  resultTimeoutMs: RESULT_TIMEOUT_MS,
  isOneAtATime: false,
  patienceMs: 10_000,
};

/** Nodes on a simulated network, each on a machine of its own. */
export class World {
  readonly network = new SimNetwork({ seed: 1, delayMs: 1 });

  node(name: string): Node {
    const participant = new Participant(this.network.createHost(), { domainId: 0, ...participantIdentity('/') });
    const context = new Context(participant);
    return new Node(context, name, {}, () => context.close());
  }

  /** Our own server, behaving as the table says, unless somebody tampers with it. */
  server(options: Partial<Options> = {}, tampering: Tampering = {}): void {
    const node = this.node('server');
    const sleep = (ms: number): Promise<void> => new Promise((resolve) => node.schedule(ms, resolve));
    new ActionServer(tamperWith(node, tampering), Fibonacci, subject.action, (handle) => execute(handle, sleep), {
      goalCallback: ({ order }) => goalResponse(order),
      cancelCallback: ({ request }) => cancelResponse(request.order),
      resultTimeoutMs: RESULT_TIMEOUT_MS,
      ...options,
    });
  }

  /** The suite, in virtual time. */
  run(overrides: Partial<Subject> = {}, options: SuiteOptions = {}): Promise<readonly CaseResult[]> {
    return this.network.run(async () => {
      const probe = await this.probe();
      try {
        return await runSuite(probe, { ...subject, ...overrides }, options);
      } finally {
        await probe.close();
      }
    });
  }

  probe(): Promise<NodeProbe> {
    return NodeProbe.open({
      action: subject.action,
      type: Fibonacci as unknown as DynamicAction,
      patienceMs: subject.patienceMs,
      openNode: (name) => Promise.resolve(this.node(name)),
    });
  }
}
