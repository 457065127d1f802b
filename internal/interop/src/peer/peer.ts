import { crc32 } from 'node:zlib';
import {
  ActionClient,
  ActionServer,
  countActionClients,
  countActionServers,
  getActionClients,
  getActionNamesAndTypes,
  getActionServers,
  type ActionNode,
  type ClientGoalHandle,
} from '@rclts/actions';
import { Log } from '@rclts/interfaces/rcl_interfaces/msg/Log';
import { String as StringMessage } from '@rclts/interfaces/std_msgs/msg/String';
import { SetBool, type SetBool_Request, type SetBool_Response } from '@rclts/interfaces/std_srvs/srv/SetBool';
import {
  createNode,
  fullyQualifiedNodeName,
  QosProfiles,
  type Node,
  type Publisher,
  type ServiceClient,
} from '@rclts/node';
import type { LogLine, PeerEvent, PeerMethods } from '../peer-protocol.js';
import { cancelResponse, execute, Fibonacci, goalResponse } from './behaviours.js';
import type { LossySockets } from './lossy-sockets.js';

/** Each method as the protocol has it, at once or later. */
export type Methods = {
  readonly [Method in Exclude<keyof PeerMethods, 'unexpectedReplies'>]: (
    parameters: Parameters<PeerMethods[Method]>[0],
  ) => ReturnType<PeerMethods[Method]> | Promise<ReturnType<PeerMethods[Method]>>;
};

type Sequence = { sequence: Int32Array };

interface Goal {
  readonly handle: ClientGoalHandle<Sequence, Sequence>;
  readonly feedback: number[][];
}

const TIMEOUT_MS = 30_000;

/** What python/peer.py does with rclpy, done with our own packages. */
export function peerMethods(node: Node, sockets: LossySockets, emit: (event: PeerEvent) => void): Methods {
  const clients = new Map<string, ActionClient<{ order: number }, Sequence, Sequence>>();
  const goals = new Map<string, Goal>();
  const publishers = new Map<string, Publisher<StringMessage>>();
  const received = new Map<string, (string | LogLine)[]>();
  const serviceClients = new Map<string, ServiceClient<SetBool_Request, SetBool_Response>>();

  return {
    createActionServer({ action }) {
      new ActionServer(
        node,
        Fibonacci,
        action,
        async (goalHandle) => {
          const { goalId } = goalHandle;
          emit({ event: 'executing', goalId });
          try {
            return await execute(goalHandle);
          } finally {
            emit({ event: 'executed', goalId });
          }
        },
        {
          goalCallback: ({ order }) => {
            emit({ event: 'goal', order });
            return goalResponse(order);
          },
          cancelCallback: ({ goalId, request }) => {
            emit({ event: 'cancel', goalId });
            return cancelResponse(request.order);
          },
        },
      );
    },

    createActionClient({ action }) {
      clients.set(action, new ActionClient(node, Fibonacci, action));
    },

    async waitForServer({ action, timeoutMs }) {
      try {
        await known(clients, action).waitForServer({ timeoutMs });
        return true;
      } catch {
        return false;
      }
    },

    async sendGoal({ action, order, timeoutMs = TIMEOUT_MS }) {
      const feedback: number[][] = [];
      const handle = await known(clients, action).sendGoal(
        { order },
        {
          feedbackCallback: (message) => feedback.push([...message.feedback.sequence]),
          signal: AbortSignal.timeout(timeoutMs),
        },
      );
      goals.set(handle.goalId, { handle, feedback });
      return { accepted: handle.accepted, goalId: handle.goalId };
    },

    async sendGoalToEachServer({ action, order, servers, timeoutMs = TIMEOUT_MS }) {
      const client = known(clients, action);
      const signal = AbortSignal.timeout(timeoutMs);
      while (client.servers.length !== servers) {
        signal.throwIfAborted();
        await new Promise((resolve) => node.schedule(20, () => resolve(undefined)));
      }
      return Promise.all(
        client.servers.map(async (server) => {
          const feedback: number[][] = [];
          const feedbackCallback = (message: { feedback: { sequence: Int32Array } }): void =>
            void feedback.push([...message.feedback.sequence]);
          const handle = await client.sendGoal({ order }, { server, signal, feedbackCallback });
          goals.set(handle.goalId, { handle, feedback });
          return { accepted: handle.accepted, goalId: handle.goalId, vendorId: server.vendorId };
        }),
      );
    },

    feedback: ({ goalId }) => known(goals, goalId).feedback,

    async getResult({ goalId, timeoutMs = TIMEOUT_MS }) {
      const { status, result } = await within(timeoutMs, known(goals, goalId).handle.getResult());
      const { sequence } = result;
      return {
        status,
        length: sequence.length,
        crc32: crc32(new Uint8Array(sequence.buffer, sequence.byteOffset, sequence.byteLength)),
        sequence: sequence.length <= 200 ? [...sequence] : null,
      };
    },

    async cancelGoal({ goalId, timeoutMs = TIMEOUT_MS }) {
      const { return_code, goals_canceling } = await within(timeoutMs, known(goals, goalId).handle.cancelGoal());
      return {
        returnCode: return_code,
        goals: goals_canceling.map((info) => Buffer.from(info.goal_id.uuid).toString('hex')),
      };
    },

    createPublisher({ topic }) {
      publishers.set(topic, node.createPublisher(StringMessage, topic));
    },

    publish({ topic, text }) {
      known(publishers, topic).publish({ data: text });
    },

    createSubscription({ topic }) {
      const texts: string[] = [];
      received.set(topic, texts);
      node.createSubscription(StringMessage, topic, (message) => void texts.push(message.data));
    },

    subscribeFeedback({ action }) {
      const topic = `${action}/_action/feedback`;
      const lines: string[] = [];
      received.set(topic, lines);
      node.createSubscription(Fibonacci.feedbackMessage, topic, ({ goal_id: { uuid }, feedback }) => {
        lines.push(`${Buffer.from(uuid).toString('hex')} ${feedback.sequence.length}`);
      });
    },

    subscribeRosout() {
      const lines: LogLine[] = [];
      received.set('/rosout', lines);
      const keep = ({ name, level, msg: text }: Log): void => void lines.push({ name, level, text });
      node.createSubscription(Log, '/rosout', keep, QosProfiles.ROSOUT);
    },

    messages: ({ topic }) => known(received, topic),

    log({ text }) {
      node.logger.info(text);
    },

    createService({ service }) {
      node.createServiceServer(SetBool, service, ({ data }) => ({
        success: data,
        message: `${node.name} heard ${data ? 'yes' : 'no'}`,
      }));
    },

    async callService({ service, data, timeoutMs = TIMEOUT_MS }) {
      const client = node.createServiceClient(SetBool, service);
      try {
        await client.waitForService({ timeoutMs });
        const { success, message } = await client.call({ data }, { timeoutMs });
        return { success, message };
      } finally {
        client.close();
      }
    },

    async callEachServer({ service, data, servers, timeoutMs = TIMEOUT_MS }) {
      const client = serviceClients.get(service) ?? node.createServiceClient(SetBool, service);
      serviceClients.set(service, client);
      let stop = (): void => undefined;
      const isComplete = new Promise<void>((resolve) => {
        const look = (): void => void (client.servers.length === servers && resolve());
        stop = client.onAvailabilityChanged(look);
        look();
      });
      await within(timeoutMs, isComplete).finally(() => stop());
      const calls = client.servers.map((server) => client.call({ data }, { timeoutMs, server }));
      return (await Promise.all(calls)).map(({ message }) => message);
    },

    nodes: () => nodeNames(node).sort(),

    actions: () => Object.fromEntries(getActionNamesAndTypes(node).map(({ name, types }) => [name, [...types]])),

    actionInfo: ({ action }) => ({
      servers: namesOf(getActionServers(node, action)),
      clients: namesOf(getActionClients(node, action)),
    }),

    countActionEnds: ({ action }) => ({
      servers: countActionServers(node, action),
      clients: countActionClients(node, action),
    }),

    countFeedbackReaders: ({ action }) => node.countSubscriptions(`${action}/_action/feedback`),

    async createClientInOwnContext({ action, name }) {
      const own = await createNode(name, { args: [] });
      clients.set(name, new ActionClient(own, Fibonacci, action));
    },

    loseDatagrams: ({ share }) => sockets.dropShare(share),

    dropFragment: ({ direction, nth }) => sockets.dropFragment(direction, nth),

    fragments: () => sockets.fragments,

    network: () => {
      const { participants, statistics } = node.context.participant;
      return {
        peers: [...participants].map(({ address }) => address).sort(),
        filtered: statistics.host?.datagramsFiltered ?? 0,
        multicastLinks: statistics.host?.multicastLinks ?? 0,
      };
    },
  };
}

const nodeNames = (node: Node): string[] =>
  node.getNodes().map(({ name, namespace }) => fullyQualifiedNodeName(name, namespace));

const namesOf = (nodes: readonly ActionNode[]): string[] => nodes.map(({ node }) => node).sort();

function known<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`there is no ${key}`);
  return value;
}

function within<Value>(timeoutMs: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timeout));
  });
}
