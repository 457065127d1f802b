import { ActionClient, actionNames, type CancelGoal_Response } from '@rclts/actions';
import type { ActionType, DynamicMessage } from '@rclts/idl';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import type { Node, QosProfile, ServiceClient, Subscription } from '@rclts/node';
import { bytesOf, hexOf } from './hex.js';
import type {
  CancelReply,
  Endpoints,
  FeedbackSample,
  GoalInfo,
  GoalReply,
  Probe,
  ProbeClient,
  ProbeGoal,
  ResultReply,
  Stamp,
  StatusSample,
} from './probe.js';

export type DynamicAction = ActionType<DynamicMessage, DynamicMessage, DynamicMessage>;
type Message = Record<string, unknown>;

export interface NodeProbeOptions {
  /** The action's full name. */
  readonly action: string;
  readonly type: DynamicAction;
  /** How long an answer may take. */
  readonly patienceMs: number;
  /** A node of its own, on a participant of its own. */
  readonly openNode: (name: string) => Promise<Node>;
}

/** Enough that nothing which came is lost before it is looked at. */
const DEPTH = 1_000;
/** A late joiner hears one sample; a second one would come right after it. */
const MORE_MS = 300;

/** A probe made of our own node: bare service clients and subscriptions. */
export class NodeProbe implements Probe {
  readonly tellsOrder: boolean = true;
  readonly statuses: StatusSample[] = [];
  readonly feedback: FeedbackSample[] = [];
  readonly #options: NodeProbeOptions;
  readonly #node: Node;
  readonly #sendGoal: ServiceClient<Message, { accepted: boolean; stamp: Stamp }>;
  readonly #getResult: ServiceClient<Message, { status: number; result: unknown }>;
  readonly #cancelGoal: ServiceClient<Message, CancelGoal_Response>;
  readonly #topics: readonly Pick<Subscription<unknown>, 'publisherCount'>[];
  readonly #waiting = new Set<() => void>();
  readonly #nodes: Node[] = [];

  private constructor(node: Node, options: NodeProbeOptions) {
    this.#node = node;
    this.#options = options;
    const { action, type } = options;
    const names = actionNames(action);
    this.#topics = [
      node.createSubscription(
        type.feedbackMessage,
        names.feedback,
        (message) => {
          this.feedback.push({ at: this.#moment(), id: hexOf(message.goal_id.uuid) });
          this.#arrived();
        },
        { depth: DEPTH },
      ),
      // Volatile, so that it matches whatever the server offers.
      this.#hearStatus(node, 'volatile', (sample) => {
        this.statuses.push(sample);
        this.#arrived();
      }),
    ];
    this.#getResult = node.createServiceClient(type.getResult, names.getResult) as never;
    this.#cancelGoal = node.createServiceClient(type.cancelGoal, names.cancelGoal) as never;
    this.#sendGoal = node.createServiceClient(type.sendGoal, names.sendGoal) as never;
  }

  /** Resolves when the server is there with all that it has; rejects when it is not after the probe's patience, or when there are two. */
  static async open(options: NodeProbeOptions): Promise<NodeProbe> {
    const node = await options.openNode('conformance');
    const probe = new NodeProbe(node, options);
    const deadline = probe.now() + options.patienceMs;
    while (!probe.#isConnected) {
      if (probe.now() >= deadline) {
        const missing = probe.#missing.join(', ');
        await probe.close();
        throw new Error(`no server of ${options.action} within ${options.patienceMs} ms (missing: ${missing})`);
      }
      await probe.sleep(20);
    }
    const servers = probe.#sendGoal.servers.length;
    if (servers === 1) return probe;
    await probe.close();
    throw new Error(`${options.action} has ${servers} servers: the suite asks one alone`);
  }

  /** To look at the graph. */
  get node(): Node {
    return this.#node;
  }

  now(): number {
    return this.#node.context.participant.now();
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#node.schedule(ms, resolve));
  }

  nextArrival(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        cancel();
        this.#waiting.delete(settle);
        resolve();
      };
      const cancel = this.#node.schedule(ms, settle);
      this.#waiting.add(settle);
    });
  }

  async sendGoal(id: string, goal: unknown): Promise<GoalReply> {
    const reply = await this.#sendGoal.call({ goal_id: { uuid: bytesOf(id) }, goal }, this.#patience);
    return { at: this.#moment(), accepted: reply.accepted, stamp: reply.stamp };
  }

  async getResult(id: string): Promise<ResultReply> {
    const { status, result } = await this.#getResult.call({ goal_id: { uuid: bytesOf(id) } }, this.#patience);
    return { at: this.#moment(), status, result };
  }

  async cancelGoal(id: string, stamp: Stamp): Promise<CancelReply> {
    const goal_info = { goal_id: { uuid: bytesOf(id) }, stamp };
    const reply = await this.#cancelGoal.call({ goal_info }, this.#patience);
    return { at: this.#moment(), ...readCancelReply(reply) };
  }

  async joinLate(waitMs: number): Promise<readonly StatusSample[]> {
    const node = await this.#options.openNode('conformance_late_joiner');
    const heard: StatusSample[] = [];
    try {
      this.#hearStatus(node, 'transient_local', (sample) => heard.push(sample));
      for (const deadline = this.now() + waitMs; heard.length === 0 && this.now() < deadline;) await this.sleep(20);
      await this.sleep(MORE_MS);
      return heard;
    } finally {
      await node.close();
    }
  }

  endpoints(): Promise<Endpoints> {
    const names = actionNames(this.#options.action);
    const info = (topic: string) => this.#node.getPublishersInfoByTopic(topic);
    const services = new Map(this.#node.getServiceNamesAndTypes().map(({ name, types }) => [name, types]));
    const [status] = info(names.status);
    return Promise.resolve({
      services: Object.fromEntries(
        [names.sendGoal, names.cancelGoal, names.getResult].map((name) => [name, services.get(name) ?? []]),
      ),
      publishers: Object.fromEntries(
        [names.feedback, names.status].map((name) => [name, info(name).map(({ topicType }) => topicType)]),
      ),
      statusDurability: status?.qos.durability ?? 'nobody publishes',
    });
  }

  async openClient(): Promise<ProbeClient> {
    const node = await this.#options.openNode('conformance_client');
    this.#nodes.push(node);
    const client = new ActionClient(node, this.#options.type, this.#options.action);
    await client.waitForServer({ timeoutMs: this.#options.patienceMs });
    return {
      sendGoal: async (goal): Promise<ProbeGoal> => {
        const log: string[] = [];
        const feedbackCallback = (): void => void log.push('feedback');
        const handle = await client.sendGoal(goal as Message, { feedbackCallback });
        if (handle.accepted) log.push('accepted');
        return {
          id: handle.goalId,
          accepted: handle.accepted,
          heard: () => Promise.resolve([...log]),
          getResult: async () => {
            const outcome = await handle.getResult();
            log.push('result');
            return outcome;
          },
          cancelGoal: async () => readCancelReply(await handle.cancelGoal()),
        };
      },
      close: () => node.close(),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#node, ...this.#nodes].map((node) => node.close()));
  }

  get #patience(): { readonly timeoutMs: number } {
    return { timeoutMs: this.#options.patienceMs };
  }

  /** Datagrams so far: a reply is a promise and comes a little later than a sample of the same datagram does. */
  #moment(): number {
    return this.#node.context.participant.statistics.datagramsReceived;
  }

  #arrived(): void {
    for (const settle of [...this.#waiting]) settle();
  }

  #hearStatus(
    node: Node,
    durability: QosProfile['durability'],
    heard: (sample: StatusSample) => void,
  ): Subscription<GoalStatusArray> {
    return node.createSubscription(
      GoalStatusArray,
      actionNames(this.#options.action).status,
      ({ status_list }) =>
        heard({
          at: this.#moment(),
          goals: status_list.map(({ goal_info: { goal_id, stamp }, status }) => ({
            id: hexOf(goal_id.uuid),
            stamp,
            status,
          })),
        }),
      { durability, depth: DEPTH },
    );
  }

  get #isConnected(): boolean {
    return this.#missing.length === 0;
  }

  get #missing(): readonly string[] {
    const [feedback, status] = this.#topics;
    return [
      this.#sendGoal.isServerAvailable ? '' : 'send_goal',
      this.#cancelGoal.isServerAvailable ? '' : 'cancel_goal',
      this.#getResult.isServerAvailable ? '' : 'get_result',
      feedback?.publisherCount ? '' : 'feedback',
      status?.publisherCount ? '' : 'status',
    ].filter((name) => name !== '');
  }
}

function readCancelReply({ return_code, goals_canceling }: CancelGoal_Response): {
  returnCode: number;
  canceling: readonly GoalInfo[];
} {
  return {
    returnCode: return_code,
    canceling: goals_canceling.map(({ goal_id, stamp }) => ({ id: hexOf(goal_id.uuid), stamp })),
  };
}
