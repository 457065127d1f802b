import type { MessageType, ServiceType } from '@rclts/idl';
import { Log } from '@rclts/interfaces/rcl_interfaces/msg/Log';
import type { Time } from '@rclts/rtps';
import { Listeners } from './callbacks.js';
import type { Clock } from './clock.js';
import type { Context } from './context.js';
import { NodeError, NodeErrorCode } from './errors.js';
import type { NameAndTypes, NodeInfo, TopicEndpointInfo } from './graph/graph.js';
import { NodeEndpoints } from './graph/node-endpoints.js';
import { Logger, type LogRecord } from './logging/logger.js';
import { Rosout } from './logging/rosout.js';
import type { NodeHost } from './node-host.js';
import { NodeIdentity } from './node-identity.js';
import { type NodeEvents, NodeReports } from './node-reports.js';
import { NodeTimers } from './node-timers.js';
import { checkNodeOptions, type NodeOptions, type ServiceOptions } from './options.js';
import { completeQos, type QosInput, QosProfiles } from './ros/qos-profiles.js';
import { parseRosArguments } from './ros/ros-arguments.js';
import { ServiceClient } from './service/service-client.js';
import { type ServiceHandler, ServiceServer } from './service/service-server.js';
import { Publisher, type PublisherOptions } from './topic/publisher.js';
import { Subscription, type SubscriptionCallback } from './topic/subscription.js';

/** A ROS 2 node. Made by `createNode`, or over a context of one's own. */
export class Node {
  readonly context: Context;
  readonly logger: Logger;
  readonly #identity: NodeIdentity;
  readonly #reports: NodeReports;
  readonly #endpoints: NodeEndpoints;
  readonly #host: NodeHost;
  readonly #entities = new Set<{ close(): void }>();
  readonly #timers: NodeTimers;
  readonly #beforeClosing = new Listeners<[]>();
  readonly #stopListening: () => void;
  readonly #onClosed: () => Promise<void>;
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
    const local = parseRosArguments(options.args ?? []);
    const rules = [...local.remapRules, ...context.rosArguments.remapRules];
    const identity = new NodeIdentity(name, options.namespace ?? '', rules);
    context.adopt(this);
    this.#onClosed = onClosed;
    this.#identity = identity;
    this.context = context;
    for (const [logger, level] of local.logLevels) context.logLevels.set(logger, level);
    this.logger = new Logger(this.fullyQualifiedName.slice(1).replaceAll('/', '.'), {
      levels: context.logLevels,
      sinks: [...context.logSinks, (record: LogRecord) => this.#rosout?.log(record)],
      now: () => this.now(),
    });
    const { participant, graph, servers, dialects } = context;
    this.#reports = new NodeReports(this.logger, () => participant.now());
    this.#timers = new NodeTimers(participant, this.#reports);
    this.#endpoints = new NodeEndpoints(
      identity,
      participant,
      () => graph.onLocalChange(),
      (message) => this.logger.warn(message),
      options.typeHashMismatch === 'refuse',
    );
    graph.addNode(this.#endpoints);
    this.#stopListening = graph.onChanged(() => this.#reports.graphChanged());
    this.#host = {
      participant,
      endpoints: this.#endpoints,
      logger: this.logger,
      servers,
      dialects,
      run: (origin, callback) => this.#reports.run(origin, callback),
      rejectSample: (rejection) => this.#reports.sampleRejected(rejection),
      forget: (entity) => this.#entities.delete(entity),
    };
    if (options.rosout ?? (local.rosoutLogs && context.rosArguments.rosoutLogs))
      this.#rosout = new Rosout(participant, this.createPublisher(Log, '/rosout', QosProfiles.ROSOUT));
    for (const warning of local.warnings) this.logger.warn(warning);
  }

  get name(): string {
    return this.#identity.name;
  }

  get namespace(): string {
    return this.#identity.namespace;
  }

  /** `/namespace/name`. */
  get fullyQualifiedName(): string {
    return this.#identity.fullyQualifiedName;
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
  createPublisher<Message>(
    type: MessageType<Message>,
    topic: string,
    qos?: QosInput,
    options?: PublisherOptions,
  ): Publisher<Message> {
    this.#check(type, 'message');
    return this.#own(new Publisher(this.#host, type, this.#identity.topicName(topic), completeQos(qos), options));
  }

  /** Calls back for each message of a type on a topic. Throws as `createPublisher`. */
  createSubscription<Message>(
    type: MessageType<Message>,
    topic: string,
    callback: SubscriptionCallback<Message>,
    qos?: QosInput,
  ): Subscription<Message> {
    this.#check(type, 'message', callback);
    return this.#own(new Subscription(this.#host, type, this.#identity.topicName(topic), callback, completeQos(qos)));
  }

  /** Asks servers of a service. Throws as `createPublisher`. */
  createServiceClient<Request, Response>(
    type: ServiceType<Request, Response>,
    service: string,
    options: ServiceOptions = {},
  ): ServiceClient<Request, Response> {
    this.#check(type, 'service');
    return this.#own(
      new ServiceClient(this.#host, type, this.#identity.serviceName(service), completeQos(options.qos)),
    );
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
      new ServiceServer(this.#host, type, this.#identity.serviceName(service), handler, completeQos(options.qos)),
    );
  }

  /** What a topic's name means to this node: expanded and remapped. */
  resolveTopicName(topic: string): string {
    return this.#identity.topicName(topic);
  }

  /** What a service's name means to this node: expanded and remapped. */
  resolveServiceName(service: string): string {
    return this.#identity.serviceName(service);
  }

  /** All nodes, this one too. */
  getNodes(): readonly NodeInfo[] {
    return this.context.graph.getNodes();
  }

  getTopicNamesAndTypes(): readonly NameAndTypes[] {
    return this.context.graph.getTopicNamesAndTypes();
  }

  getServiceNamesAndTypes(): readonly NameAndTypes[] {
    return this.context.graph.getServiceNamesAndTypes();
  }

  getPublisherNamesAndTypesByNode(name: string, namespace: string): readonly NameAndTypes[] {
    return this.context.graph.getPublisherNamesAndTypesByNode({ name, namespace });
  }

  getSubscriptionNamesAndTypesByNode(name: string, namespace: string): readonly NameAndTypes[] {
    return this.context.graph.getSubscriptionNamesAndTypesByNode({ name, namespace });
  }

  getServiceNamesAndTypesByNode(name: string, namespace: string): readonly NameAndTypes[] {
    return this.context.graph.getServiceNamesAndTypesByNode({ name, namespace });
  }

  getClientNamesAndTypesByNode(name: string, namespace: string): readonly NameAndTypes[] {
    return this.context.graph.getClientNamesAndTypesByNode({ name, namespace });
  }

  getPublishersInfoByTopic(topic: string): readonly TopicEndpointInfo[] {
    return this.context.graph.getPublishersInfoByTopic(this.#identity.topicName(topic));
  }

  getSubscriptionsInfoByTopic(topic: string): readonly TopicEndpointInfo[] {
    return this.context.graph.getSubscriptionsInfoByTopic(this.#identity.topicName(topic));
  }

  countPublishers(topic: string): number {
    return this.context.graph.countPublishers(this.#identity.topicName(topic));
  }

  countSubscriptions(topic: string): number {
    return this.context.graph.countSubscriptions(this.#identity.topicName(topic));
  }

  countServices(service: string): number {
    return this.context.graph.countServices(this.#identity.serviceName(service));
  }

  countClients(service: string): number {
    return this.context.graph.countClients(this.#identity.serviceName(service));
  }

  /** Calls back once after `delayMs` of monotonic time, unless cancelled by what it returns, or the node closes before. */
  schedule(delayMs: number, callback: () => unknown): () => void {
    return this.#timers.schedule(delayMs, callback);
  }

  /** Calls back in the next macrotask, unless the node closes before. */
  defer(callback: () => unknown): void {
    this.#timers.defer(callback);
  }

  /** Calls back when the node closes, before what it has made does: who is built on that may have a last word. Returns what ends it. */
  onClosing(listener: () => void): () => void {
    return this.#beforeClosing.add(listener);
  }

  /** Says that a callback of the user's threw, as the node does for its own: logged, and an `error` event. */
  reportError(error: unknown, origin: string): void {
    this.#reports.error(error, origin);
  }

  /** Calls the listener at each such event. Returns the node. */
  on<Name extends keyof NodeEvents>(event: Name, listener: NodeEvents[Name]): this {
    this.#reports.on(event, listener);
    return this;
  }

  off<Name extends keyof NodeEvents>(event: Name, listener: NodeEvents[Name]): this {
    this.#reports.off(event, listener);
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
    this.#beforeClosing.call((callback) => this.#reports.run('closing listener', callback));
    this.#beforeClosing.clear();
    this.#rosout?.flush();
    this.#rosout = undefined;
    this.#stopListening();
    this.#timers.close();
    for (const entity of [...this.#entities]) entity.close();
    this.#endpoints.dispose();
    this.context.graph.removeNode(this.#endpoints);
    this.#reports.close();
    await this.#endpoints.settled();
    // Not before: a context that closes meanwhile would take with it the clock that writers linger by.
    this.context.release(this);
    await this.#onClosed();
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
}
