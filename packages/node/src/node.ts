import { EventEmitter } from 'eventemitter3';
import type { MessageType, ServiceType } from '@rclts/idl';
import { Log } from '@rclts/interfaces/rcl_interfaces/msg/Log';
import type { Participant, Time } from '@rclts/rtps';
import { Listeners, runCallback } from './callbacks.js';
import type { Clock } from './clock.js';
import { type Context, describeError } from './context.js';
import { NodeError, NodeErrorCode } from './errors.js';
import type { Graph, NameAndTypes, NodeInfo, TopicEndpointInfo } from './graph/graph.js';
import { NodeEndpoints } from './graph/node-endpoints.js';
import { Logger, type LogRecord } from './logging/logger.js';
import { Rosout } from './logging/rosout.js';
import type { NodeHost, RejectedSample } from './node-host.js';
import { checkNodeOptions, type NodeOptions } from './options.js';
import {
  absoluteNamespace,
  assertName,
  checkNamespace,
  checkNodeName,
  fullyQualifiedNodeName,
  type RosName,
} from './ros/names.js';
import { completeQos, type QosInput, QosProfiles } from './ros/qos-profiles.js';
import { remapNode, type RemapRule, resolveName } from './ros/remapping.js';
import { parseRosArguments } from './ros/ros-arguments.js';
import { ServiceClient } from './service/service-client.js';
import { type ServiceHandler, ServiceServer } from './service/service-server.js';
import { Publisher } from './topic/publisher.js';
import { Subscription, type SubscriptionCallback } from './topic/subscription.js';

/** What `node.on` takes, by event. */
export interface NodeEvents {
  /** A callback of the user's threw, or its promise rejected. Logged in any case; `origin` says which. */
  error: (error: unknown, origin: string) => void;
  /** A message arrived that does not decode. Logged, too, for each topic or service at most once in five seconds. */
  sampleRejected: (rejection: RejectedSample) => void;
  /** Nodes, endpoints or participants have come or gone; at most once per turn. */
  graphChanged: () => void;
}

export interface ServiceOptions {
  readonly qos?: QosInput | undefined;
}

const REJECTION_LOG_PAUSE_MS = 5_000;

/** A ROS 2 node. Made by `createNode`, or over a context of one's own. */
export class Node {
  readonly name: string;
  readonly namespace: string;
  readonly context: Context;
  readonly logger: Logger;
  readonly #remapRules: readonly RemapRule[];
  readonly #endpoints: NodeEndpoints;
  readonly #host: NodeHost;
  readonly #emitter = new EventEmitter<NodeEvents>();
  readonly #entities = new Set<{ close(): void }>();
  readonly #timers = new Set<() => void>();
  readonly #beforeClosing = new Listeners<[]>();
  readonly #stopListening: () => void;
  readonly #onClosed: () => Promise<void>;
  /** When the next rejected sample of a topic or service may be logged. */
  readonly #quietUntil = new Map<string, number>();
  #rosout: Rosout | undefined;
  #closing: Promise<void> | undefined;

  /**
   * @param onClosed - what to close after the node, such as a context that only it uses.
   * @throws NodeError - ERR_NODE_INVALID_NAME, ERR_NODE_INVALID_ARGUMENT, ERR_NODE_CLOSED.
   */
  constructor(
    context: Context,
    name: string,
    options: NodeOptions = {},
    onClosed = (): Promise<void> => Promise.resolve(),
  ) {
    checkNodeOptions(options);
    assertName('node name', name, checkNodeName(name));
    const local = parseRosArguments(options.args ?? []);
    this.#remapRules = [...local.remapRules, ...context.rosArguments.remapRules];
    const identity = remapNode(this.#remapRules, name, absoluteNamespace(options.namespace ?? ''));
    assertName('node name', identity.name, checkNodeName(identity.name));
    assertName('namespace', identity.namespace, checkNamespace(identity.namespace));
    context.adopt(this);
    this.#onClosed = onClosed;
    this.name = identity.name;
    this.namespace = identity.namespace;
    this.context = context;
    for (const [logger, level] of local.logLevels) context.logLevels.set(logger, level);
    this.logger = new Logger(this.fullyQualifiedName.slice(1).replaceAll('/', '.'), {
      levels: context.logLevels,
      sinks: [...context.logSinks, (record: LogRecord) => this.#rosout?.log(record)],
      now: () => this.now(),
    });
    const { participant, graph } = context;
    this.#endpoints = new NodeEndpoints(
      identity,
      participant,
      () => graph.onLocalChange(),
      (message) => this.logger.warn(message),
    );
    graph.addNode(this.#endpoints);
    this.#stopListening = graph.onChanged(() => this.#emit('graphChanged'));
    this.#host = this.#createHost(participant);
    if (options.rosout ?? (local.rosoutLogs && context.rosArguments.rosoutLogs)) {
      this.#rosout = new Rosout(participant, this.createPublisher(Log, '/rosout', QosProfiles.ROSOUT));
    }
    for (const warning of local.warnings) this.logger.warn(warning);
  }

  /** `/namespace/name`. */
  get fullyQualifiedName(): string {
    return fullyQualifiedNodeName(this.name, this.namespace);
  }

  get clock(): Clock {
    return this.context.clock;
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** The time of day, for stamps. */
  now(): Time {
    return this.clock.now();
  }

  /**
   * Publishes messages of a type on a topic. Names may be relative (`chatter`), private (`~/chatter`) or absolute.
   *
   * @throws NodeError - ERR_NODE_INVALID_NAME, ERR_NODE_UNKNOWN_TYPE, ERR_NODE_CLOSED.
   * @throws TypeError, RangeError - for a QoS that does not exist.
   */
  createPublisher<Message>(type: MessageType<Message>, topic: string, qos?: QosInput): Publisher<Message> {
    this.#check(type, 'message');
    return this.#own(new Publisher(this.#host, type, this.#topicName(topic), completeQos(qos)));
  }

  /** Calls back for each message of a type on a topic. Throws as `createPublisher`. */
  createSubscription<Message>(
    type: MessageType<Message>,
    topic: string,
    callback: SubscriptionCallback<Message>,
    qos?: QosInput,
  ): Subscription<Message> {
    this.#check(type, 'message', callback);
    return this.#own(new Subscription(this.#host, type, this.#topicName(topic), callback, completeQos(qos)));
  }

  /** Asks servers of a service. Throws as `createPublisher`. */
  createServiceClient<Request, Response>(
    type: ServiceType<Request, Response>,
    service: string,
    options: ServiceOptions = {},
  ): ServiceClient<Request, Response> {
    this.#check(type, 'service');
    return this.#own(new ServiceClient(this.#host, type, this.#serviceName(service), completeQos(options.qos)));
  }

  /** Answers requests to a service. Throws as `createPublisher`. */
  createServiceServer<Request, Response>(
    type: ServiceType<Request, Response>,
    service: string,
    handler: ServiceHandler<Request, Response>,
    options: ServiceOptions = {},
  ): ServiceServer<Request, Response> {
    this.#check(type, 'service', handler);
    return this.#own(
      new ServiceServer(this.#host, type, this.#serviceName(service), handler, completeQos(options.qos)),
    );
  }

  /** What a topic's name means to this node: expanded and remapped. */
  resolveTopicName(topic: string): string {
    return this.#topicName(topic);
  }

  /** What a service's name means to this node: expanded and remapped. */
  resolveServiceName(service: string): string {
    return this.#serviceName(service);
  }

  /** All nodes, this one too. */
  getNodes(): readonly NodeInfo[] {
    return this.#graph.getNodes();
  }

  getTopicNamesAndTypes(): readonly NameAndTypes[] {
    return this.#graph.getTopicNamesAndTypes();
  }

  getServiceNamesAndTypes(): readonly NameAndTypes[] {
    return this.#graph.getServiceNamesAndTypes();
  }

  getPublisherNamesAndTypesByNode(name: string, namespace: string): readonly NameAndTypes[] {
    return this.#graph.getPublisherNamesAndTypesByNode({ name, namespace });
  }

  getSubscriptionNamesAndTypesByNode(name: string, namespace: string): readonly NameAndTypes[] {
    return this.#graph.getSubscriptionNamesAndTypesByNode({ name, namespace });
  }

  getServiceNamesAndTypesByNode(name: string, namespace: string): readonly NameAndTypes[] {
    return this.#graph.getServiceNamesAndTypesByNode({ name, namespace });
  }

  getClientNamesAndTypesByNode(name: string, namespace: string): readonly NameAndTypes[] {
    return this.#graph.getClientNamesAndTypesByNode({ name, namespace });
  }

  getPublishersInfoByTopic(topic: string): readonly TopicEndpointInfo[] {
    return this.#graph.getPublishersInfoByTopic(this.#topicName(topic));
  }

  getSubscriptionsInfoByTopic(topic: string): readonly TopicEndpointInfo[] {
    return this.#graph.getSubscriptionsInfoByTopic(this.#topicName(topic));
  }

  countPublishers(topic: string): number {
    return this.#graph.countPublishers(this.#topicName(topic));
  }

  countSubscriptions(topic: string): number {
    return this.#graph.countSubscriptions(this.#topicName(topic));
  }

  countServices(service: string): number {
    return this.#graph.countServices(this.#serviceName(service));
  }

  countClients(service: string): number {
    return this.#graph.countClients(this.#serviceName(service));
  }

  /** Calls back once after `delayMs` of monotonic time, unless cancelled by what it returns, or the node closes before. */
  schedule(delayMs: number, callback: () => unknown): () => void {
    if (this.isClosed) return () => undefined;
    const cancelTimer = this.context.participant.schedule(delayMs, () => {
      this.#timers.delete(cancel);
      this.#run('timer', callback);
    });
    const cancel = (): void => {
      this.#timers.delete(cancel);
      cancelTimer();
    };
    this.#timers.add(cancel);
    return cancel;
  }

  /** Calls back in the next macrotask, unless the node closes before. */
  defer(callback: () => unknown): void {
    this.context.participant.defer(() => {
      if (!this.isClosed) this.#run('deferred callback', callback);
    });
  }

  /**
   * Calls back when the node closes, before it closes what it has made: for what is built on those and has something left to
   * say. Returns what ends it.
   */
  onClosing(listener: () => void): () => void {
    return this.#beforeClosing.add(listener);
  }

  /** Says that a callback of the user's threw, as the node does for its own: logged, and an `error` event. */
  reportError(error: unknown, origin: string): void {
    this.logger.error(`${origin}: ${describeError(error)}`);
    this.#emit('error', error, origin);
  }

  /** Calls the listener at each such event. Returns the node. */
  on<Name extends keyof NodeEvents>(event: Name, listener: NodeEvents[Name]): this {
    this.#emitter.on(event, listener as never);
    return this;
  }

  off<Name extends keyof NodeEvents>(event: Name, listener: NodeEvents[Name]): this {
    this.#emitter.off(event, listener as never);
    return this;
  }

  /**
   * Closes all that the node has made, tells the graph, and closes the context if `createNode` made it. No callback is
   * called afterwards; calls that are pending reject with ERR_NODE_CLOSED. Idempotent.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#beforeClosing.call((callback) => this.#run('closing listener', callback));
    this.#beforeClosing.clear();
    this.#rosout?.flush();
    this.#rosout = undefined;
    this.#stopListening();
    for (const cancel of [...this.#timers]) cancel();
    for (const entity of [...this.#entities]) entity.close();
    this.#endpoints.dispose();
    this.context.graph.removeNode(this.#endpoints);
    this.#emitter.removeAllListeners();
    await this.#endpoints.settled();
    // Not before: a context that closes meanwhile would take with it the clock that writers linger by.
    this.context.release(this);
    await this.#onClosed();
  }

  get #graph(): Graph {
    return this.context.graph;
  }

  #topicName(name: string): RosName {
    return resolveName(this.#remapRules, name, 'topic name', this.name, this.namespace);
  }

  #serviceName(name: string): RosName {
    return resolveName(this.#remapRules, name, 'service name', this.name, this.namespace);
  }

  #createHost(participant: Participant): NodeHost {
    return {
      participant,
      endpoints: this.#endpoints,
      logger: this.logger,
      servers: this.context.servers,
      dialects: this.context.dialects,
      run: (origin, callback) => this.#run(origin, callback),
      rejectSample: (rejection) => this.#rejectSample(rejection),
      forget: (entity) => this.#entities.delete(entity),
    };
  }

  #own<Entity extends { close(): void }>(entity: Entity): Entity {
    this.#entities.add(entity);
    return entity;
  }

  #check(type: { readonly kind?: unknown } | undefined, kind: 'message' | 'service', callback?: unknown): void {
    if (this.isClosed) throw new NodeError(NodeErrorCode.CLOSED, `The node '${this.fullyQualifiedName}' is closed`);
    if (type?.kind !== kind) throw new NodeError(NodeErrorCode.UNKNOWN_TYPE, `That is no ${kind} type`);
    if (callback !== undefined && typeof callback !== 'function') throw new TypeError('The callback is no function');
  }

  #rejectSample(rejection: RejectedSample): void {
    const { name, typeName, sender, error } = rejection;
    this.#emit('sampleRejected', rejection);
    // A peer that sends nothing but rubbish must not flood the log.
    const now = this.context.participant.now();
    if (now < (this.#quietUntil.get(name) ?? -Infinity)) return;
    this.#quietUntil.set(name, now + REJECTION_LOG_PAUSE_MS);
    this.logger.warn(
      `A message on '${name}' from ${sender.address || 'this context'} is no ${typeName}: ${String(error)}`,
    );
  }

  #run(origin: string, callback: () => unknown): void {
    runCallback(origin, callback, (error) => this.reportError(error, origin));
  }

  #emit<Name extends keyof NodeEvents>(event: Name, ...values: Parameters<NodeEvents[Name]>): void {
    for (const listener of this.#emitter.listeners(event)) {
      const call = (): unknown => (listener as (...values: unknown[]) => unknown)(...values);
      runCallback(`'${event}' listener`, call, (error) =>
        this.logger.error(`'${event}' listener: ${describeError(error)}`),
      );
    }
  }
}
