import { ActionServer, createNode, type Node } from '@rclts/actions';
import type { RemoteEndpoint } from '@rclts/rtps';
import { execute, Fibonacci } from '../../src/peer/behaviours.js';
import { claimDomain, type Domain } from '../../src/process/domain.js';
import { peerEnvironment, Transport } from '../../src/process/environment.js';
import { FeedbackTap } from './feedback-tap.js';

export const ACTION = '/fibonacci';
export const FEEDBACK_TOPIC = `${ACTION}/_action/feedback`;

/** Our action server, in this process, with a tap on its feedback. */
export class FeedbackServer {
  readonly domain: Domain;
  readonly node: Node;
  readonly tap: FeedbackTap;

  private constructor(domain: Domain, node: Node, tap: FeedbackTap) {
    this.domain = domain;
    this.node = node;
    this.tap = tap;
  }

  static async start(feedback: 'all' | 'owner'): Promise<FeedbackServer> {
    const domain = await claimDomain();
    const tap = new FeedbackTap();
    const environment = peerEnvironment(domain.id, Transport.DEFAULT);
    const node = await createNode('server', { environment, args: [], tap, logSink: () => undefined });
    new ActionServer(node, Fibonacci, ACTION, execute, { feedback });
    return new FeedbackServer(domain, node, tap);
  }

  /** The action's endpoints that its participant has discovered. */
  endpoints(kind: 'reader' | 'writer'): readonly RemoteEndpoint[] {
    return [...this.node.context.participant.endpoints].filter(
      (endpoint) => endpoint.kind === kind && endpoint.topicName.includes(`${ACTION}/_action/`),
    );
  }

  async close(): Promise<void> {
    await this.node.close();
    await this.domain.release();
  }
}
