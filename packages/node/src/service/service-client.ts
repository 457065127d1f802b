import type { MessageInput, ServiceType } from '@rclts/idl';
import {
  HistoryKind,
  type Reader,
  type RemoteEndpoint,
  type RemoteParticipant,
  type Sample,
  type Writer,
} from '@rclts/rtps';
import { Listeners } from '../callbacks.js';
import { NodeError, NodeErrorCode } from '../errors.js';
import { limits } from '../limits.js';
import type { NodeHost } from '../node-host.js';
import { type Operation, type OperationOptions, startOperation } from '../operation.js';
import { TopicRole, toDdsTopicName, toDdsTypeName } from '../ros/dds-names.js';
import type { RosName } from '../ros/names.js';
import { type QosInput, type QosProfile, toQosPolicies } from '../ros/qos-profiles.js';
import type { ClientIdentity } from '../ros/service-mapping/mapping.js';
import type { AvailableServer } from './available-servers.js';
import { PendingRequests } from './pending-requests.js';
import { ReplySolicitor } from './reply-solicitor.js';
import { ServerWatch } from './server-watch.js';
import {
  type NamedRequest,
  ServiceEvents,
  ServiceEventType,
  type ServiceIntrospectionState,
} from './service-introspection.js';

export interface CallOptions extends OperationOptions {
  /** Which of `client.servers` to ask; default: the one that has been there longest. */
  readonly server?: RemoteParticipant | undefined;
}

/** Asks the servers of one service. Made by `node.createServiceClient`. */
export class ServiceClient<Request, Response> {
  readonly serviceName: string;
  readonly type: ServiceType<Request, Response>;
  readonly qos: QosProfile;
  readonly #host: NodeHost;
  readonly #replyReader: Reader;
  readonly #requestWriter: Writer;
  readonly #identity: ClientIdentity;
  readonly #pending = new PendingRequests<Response>();
  readonly #waits = new Set<Operation<void>>();
  readonly #solicitor: ReplySolicitor;
  readonly #availabilityChanged = new Listeners<[]>();
  readonly #watch: ServerWatch;
  #events: ServiceEvents | undefined;
  #closed = false;
  /** Replies to requests that are not awaited any more. */
  unexpectedReplies = 0;

  constructor(host: NodeHost, type: ServiceType<Request, Response>, serviceName: RosName, qos: QosProfile) {
    this.serviceName = serviceName;
    this.type = type;
    this.qos = qos;
    this.#host = host;
    const policies = { ...toQosPolicies(qos), history: HistoryKind.KEEP_ALL };
    const id = { role: 'clientid', octets: host.participant.randomBytes(16) } as const;
    const onMatchedChanged = (): void => this.#onMatchedChanged();
    // The reader first: a server answers only to a reader that it knows, and rclpy's waits for it no longer than 100 ms.
    this.#replyReader = host.endpoints.createReader(
      {
        topicName: toDdsTopicName(serviceName, TopicRole.REPLY),
        typeName: toDdsTypeName(type.response.typeName),
        qos: policies,
      },
      type.response.typeHash,
      { onSample: (sample) => this.#onReply(sample), onMatched: onMatchedChanged, onUnmatched: onMatchedChanged },
      id,
    );
    this.#requestWriter = host.endpoints.createWriter(
      {
        topicName: toDdsTopicName(serviceName, TopicRole.REQUEST),
        typeName: toDdsTypeName(type.request.typeName),
        qos: policies,
        maxSamples: limits.serviceHistorySamples,
        maxBytes: limits.serviceHistoryBytes,
        onMatched: onMatchedChanged,
        onUnmatched: onMatchedChanged,
      },
      type.request.typeHash,
      id,
    );
    this.#identity = {
      requestWriterGuid: this.#requestWriter.guidOctets,
      replyReaderGuid: this.#replyReader.guidOctets,
      key: id.octets.subarray(8),
    };
    const { participant, dialects } = host;
    this.#watch = new ServerWatch(participant, dialects, this.#requestWriter, this.#replyReader, () =>
      this.#onServersChanged(),
    );
    this.#solicitor = new ReplySolicitor(participant, () => this.#replyReader.requestHeartbeats());
  }

  /**
   * Asks one server. The promise rejects with the signal's reason, or with a NodeError: ERR_NODE_TIMEOUT,
   * ERR_NODE_SERVER_UNAVAILABLE (nobody to ask, now), ERR_NODE_SERVER_LOST (the server went away before it answered),
   * ERR_NODE_CLOSED; or with a RtpsError, ERR_RTPS_WRITER_FULL.
   *
   * @throws TypeError, RangeError - at once, naming the field of the request that is wrong.
   */
  call(request: MessageInput<Request>, options: CallOptions = {}): Promise<Response> {
    const { codec } = this.type.request;
    const complete = codec.normalize(request);
    let requestNumber: number | undefined;
    const operation = startOperation<Response>(
      this.#host.participant,
      options,
      `call of '${this.serviceName}'`,
      () => requestNumber !== undefined && this.#forget(requestNumber),
    );
    if (operation.isSettled) return operation.promise;
    try {
      const { requestReader } = this.#chooseServer(options.server);
      requestNumber = this.#write(complete, requestReader);
      this.#pending.file(requestNumber, { operation, requestReader });
      this.#solicitor.restart();
      if (this.#events) this.#publishSent(this.#events, requestNumber, complete);
    } catch (error) {
      operation.reject(error);
    }
    return operation.promise;
  }

  /**
   * Resolves when there is a server to ask. Rejects with the signal's reason, or with a NodeError: ERR_NODE_TIMEOUT,
   * ERR_NODE_CLOSED.
   */
  waitForService(options: OperationOptions = {}): Promise<void> {
    const what = `wait for a server of '${this.serviceName}'`;
    const operation = startOperation<void>(this.#host.participant, options, what, () => this.#waits.delete(operation));
    if (operation.isSettled) return operation.promise;
    if (this.#closed) operation.reject(this.#closedError());
    else if (this.isServerAvailable) operation.resolve();
    else this.#waits.add(operation);
    return operation.promise;
  }

  get isServerAvailable(): boolean {
    return this.#watch.servers.length > 0;
  }

  /** The participants that serve, oldest first. */
  get servers(): readonly RemoteParticipant[] {
    return this.#watch.servers.map(({ participant }) => participant);
  }

  /** Called when `servers` has changed. Returns what ends it. */
  onAvailabilityChanged(listener: () => void): () => void {
    return this.#availabilityChanged.add(listener);
  }

  /**
   * Publishes each request that is sent and each response that is received on `<service>/_service_event`: `metadata`, or
   * with its `contents`. The QoS is taken when it is switched on; to change it, switch off first.
   *
   * @throws NodeError - ERR_NODE_CLOSED.
   * @throws TypeError, RangeError - for a state or QoS that does not exist.
   */
  configureIntrospection(state: ServiceIntrospectionState, qos?: QosInput): void {
    if (this.#closed) throw this.#closedError();
    this.#events = ServiceEvents.configure(this.#events, this.#host, this, state, qos);
  }

  /** Calls that are not settled. */
  get pendingCalls(): number {
    return this.#pending.size;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** What is pending rejects with ERR_NODE_CLOSED. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch.close();
    this.#availabilityChanged.clear();
    this.#host.endpoints.close(this.#requestWriter);
    this.#host.endpoints.close(this.#replyReader);
    this.#pending.rejectWhere(
      () => true,
      () => this.#closedError(),
    );
    for (const operation of [...this.#waits]) operation.reject(this.#closedError());
    this.#solicitor.stop();
    this.#events?.close();
    this.#host.forget(this);
  }

  #chooseServer(wanted: RemoteParticipant | undefined): AvailableServer {
    if (this.#closed) throw this.#closedError();
    const { servers } = this.#watch;
    const server = wanted ? servers.find(({ participant }) => participant === wanted) : servers[0];
    if (server) return server;
    throw new NodeError(NodeErrorCode.SERVER_UNAVAILABLE, `No server of '${this.serviceName}' is available`);
  }

  /** In every dialect, a request's number is that of its sample. */
  #write(request: Request, requestReader: RemoteEndpoint): number {
    const mapping = this.#host.dialects.forEndpoint(requestReader);
    const requestNumber = this.#requestWriter.lastSequenceNumber + 1;
    const { header, options } = mapping.encodeRequest(this.#identity, requestNumber, requestReader);
    const payload = this.type.request.codec.encode(request, header);
    return this.#requestWriter.write(payload, { ...options, relevantTo: requestReader });
  }

  #onReply(sample: Sample): void {
    if (this.#closed || sample.payload.length === 0) return;
    const decoded = this.#host.dialects.forSample(sample).decodeReply(sample, this.#identity);
    if (!decoded) return;
    const { requestNumber, headerLength } = decoded;
    const { payload } = sample;
    const { codec } = this.type.response;
    const pending = this.#pending.take(requestNumber);
    if (!pending) {
      this.unexpectedReplies++;
      this.#events?.publish(ServiceEventType.RESPONSE_RECEIVED, this.#nameOf(requestNumber), () =>
        codec.decode(payload, headerLength),
      );
      return;
    }
    try {
      const response = codec.decode(payload, headerLength);
      this.#events?.publish(ServiceEventType.RESPONSE_RECEIVED, this.#nameOf(requestNumber), () => response);
      pending.operation.resolve(response);
    } catch (error) {
      const { serviceName: name, type } = this;
      pending.operation.reject(error);
      this.#host.rejectSample({ name, typeName: type.response.typeName, error, sender: sample.writer.participant });
    }
  }

  /** In a function of its own: a closure in `call` would keep the request alive as long as the call. */
  #publishSent(events: ServiceEvents, requestNumber: number, request: Request): void {
    events.publish(ServiceEventType.REQUEST_SENT, this.#nameOf(requestNumber), () => request);
  }

  /** A request as rmw_request_id_t names it, at either end. */
  #nameOf(requestNumber: number): NamedRequest {
    return { clientGuid: this.#identity.replyReaderGuid, sequenceNumber: requestNumber };
  }

  /** A call is settled, whichever way. */
  #forget(requestNumber: number): void {
    this.#pending.remove(requestNumber);
    if (this.#pending.size === 0) this.#solicitor.stop();
    else this.#solicitor.restart();
  }

  #onMatchedChanged(): void {
    if (this.#closed) return;
    this.#pending.rejectWhere(
      (requestReader) => this.#watch.isLost(requestReader),
      () => new NodeError(NodeErrorCode.SERVER_LOST, `The server of '${this.serviceName}' has gone without an answer`),
    );
    this.#watch.onMatchedChanged();
  }

  #onServersChanged(): void {
    if (this.isServerAvailable) for (const operation of [...this.#waits]) operation.resolve();
    this.#availabilityChanged.call((callback) => this.#host.run(`client of ${this.serviceName}`, callback));
  }

  #closedError(): NodeError {
    return new NodeError(NodeErrorCode.CLOSED, `The client of '${this.serviceName}' is closed`);
  }
}
