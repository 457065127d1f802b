import type { MessageInput, ServiceType } from '@rclts/idl';
import {
  HistoryKind,
  repairsLate,
  type Reader,
  type RemoteEndpoint,
  type RemoteParticipant,
  type Sample,
  type Writer,
} from '@rclts/rtps';
import { isPromiseLike, Listeners } from '../callbacks.js';
import { NodeError, NodeErrorCode } from '../errors.js';
import { limits } from '../limits.js';
import type { NodeHost } from '../node-host.js';
import { TopicRole, toDdsTopicName, toDdsTypeName } from '../ros/dds-names.js';
import type { RosName } from '../ros/names.js';
import { type QosInput, type QosProfile, toQosPolicies } from '../ros/qos-profiles.js';
import { ReplyQueue } from './reply-queue.js';
import { RequestId, type RequestInfo } from './request-id.js';
import { ServiceEvents, ServiceEventType, type ServiceIntrospectionState } from './service-introspection.js';

/** What a handler returns that answers later, with `server.sendResponse`. */
export const DEFERRED: unique symbol = Symbol('rclts.deferred');

/**
 * Answers one request: with what it returns, or resolves to, or later when it returns {@link DEFERRED}. When it throws, or
 * rejects, the error is logged and the client gets no answer: ROS has no way to tell it.
 */
export type ServiceHandler<Request, Response> = (
  request: Request,
  info: RequestInfo,
) => Answer<Response> | PromiseLike<Answer<Response>>;

/** A response, or the promise to send one later. */
export type Answer<Response> = MessageInput<Response> | typeof DEFERRED;

/** Serves one service. Made by `node.createServiceServer`. */
export class ServiceServer<Request, Response> {
  readonly serviceName: string;
  readonly type: ServiceType<Request, Response>;
  readonly qos: QosProfile;
  readonly #host: NodeHost;
  readonly #handler: ServiceHandler<Request, Response>;
  readonly #requestReader: Reader;
  readonly #replyWriter: Writer;
  readonly #replies: ReplyQueue;
  readonly #clientLost = new Listeners<[client: RemoteEndpoint]>();
  #events: ServiceEvents | undefined;
  #closed = false;

  constructor(
    host: NodeHost,
    type: ServiceType<Request, Response>,
    serviceName: RosName,
    handler: ServiceHandler<Request, Response>,
    qos: QosProfile,
  ) {
    this.serviceName = serviceName;
    this.type = type;
    this.qos = qos;
    this.#host = host;
    this.#handler = handler;
    const policies = { ...toQosPolicies(qos), history: HistoryKind.KEEP_ALL };
    const id = { role: 'serviceid', octets: host.participant.randomBytes(16) } as const;
    // The writer first: when a client sees that it is matched with the request reader, it may ask at once.
    this.#replyWriter = host.endpoints.createWriter(
      {
        topicName: toDdsTopicName(serviceName, TopicRole.REPLY),
        typeName: toDdsTypeName(type.response.typeName),
        qos: policies,
        maxSamples: limits.serviceHistorySamples,
        maxBytes: limits.serviceHistoryBytes,
        onMatched: () => this.#replies.onReaderMatched(),
        onWritable: () => this.#replies.onWritable(),
      },
      type.response.typeHash,
      id,
    );
    this.#replies = new ReplyQueue(host.participant, this.#replyWriter);
    this.#requestReader = host.endpoints.createReader(
      {
        topicName: toDdsTopicName(serviceName, TopicRole.REQUEST),
        typeName: toDdsTypeName(type.request.typeName),
        qos: policies,
      },
      type.request.typeHash,
      {
        onSample: (sample) => this.#onRequest(sample),
        onUnmatched: (writer) => this.#onUnmatched(writer),
      },
      id,
    );
    if (!host.servers.add(serviceName, this)) {
      host.logger.warn(
        `Another server of '${serviceName}' is in this context. It answers as long as it is there: ` +
          'one request is never served twice.',
      );
    }
  }

  /**
   * Answers a request whose handler returned {@link DEFERRED}. Costs nothing and delays nobody when the client is gone.
   *
   * @throws TypeError, RangeError - naming the field of the response that is wrong.
   */
  sendResponse(requestId: RequestId, response: MessageInput<Response>): void {
    const { codec } = this.type.response;
    const complete = codec.normalize(response);
    const { header, options } = requestId.mapping.encodeReply(requestId);
    const payload = codec.encode(complete, header);
    if (this.#closed) return;
    this.#replies.send(requestId, { payload, options });
    this.#events?.publish(ServiceEventType.RESPONSE_SENT, requestId, () => complete);
  }

  /**
   * Publishes each request that is received and each response that is sent on `<service>/_service_event`: `metadata`, or
   * with its `contents`. The QoS is taken when it is switched on; to change it, switch off first.
   *
   * @throws NodeError - ERR_NODE_CLOSED.
   * @throws TypeError, RangeError - for a state or QoS that does not exist.
   */
  configureIntrospection(state: ServiceIntrospectionState, qos?: QosInput): void {
    if (this.#closed) throw new NodeError(NodeErrorCode.CLOSED, `The server of '${this.serviceName}' is closed`);
    this.#events = ServiceEvents.configure(this.#events, this.#host, this, state, qos);
  }

  /**
   * Called when a client has left, by saying so or because its lease ran out, with its request writer: the one that
   * `requestId.requestWriter` of its requests names. Returns what ends it.
   */
  onClientLost(listener: (requestWriter: RemoteEndpoint) => void): () => void {
    return this.#clientLost.add(listener);
  }

  /** Whether the client's implementation, unless it is asked, offers again what got lost only after seconds. */
  repairsLate(client: RemoteParticipant): boolean {
    return repairsLate(client.vendorId);
  }

  /** A request of this client is overdue: asks it what it has sent, so that a lost one is noticed. */
  solicit(client: RemoteParticipant): void {
    this.#requestReader.requestHeartbeats(client);
  }

  /** The clients that are there: their request writers. */
  get requestWriters(): readonly RemoteEndpoint[] {
    return this.#requestReader.matchedWriters;
  }

  /** Replies that nobody was there for. */
  get droppedReplies(): number {
    return this.#replies.droppedReplies;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#clientLost.clear();
    this.#host.servers.remove(this.serviceName, this);
    this.#replies.close();
    this.#events?.close();
    this.#host.endpoints.close(this.#requestReader);
    this.#host.endpoints.close(this.#replyWriter);
    this.#host.forget(this);
  }

  /** A writer that announces itself anew, with another locator, say, is lost and found within one turn of the loop. */
  #onUnmatched(requestWriter: RemoteEndpoint): void {
    this.#replies.onClientLost(requestWriter);
    this.#host.participant.defer(() => {
      const { guidText } = requestWriter;
      if (this.#closed || this.#requestReader.matchedWriters.some((writer) => writer.guidText === guidText)) return;
      this.#clientLost.call((callback) => this.#host.run(`server of ${this.serviceName}`, callback), requestWriter);
    });
  }

  #onRequest(sample: Sample): void {
    if (this.#closed || sample.payload.length === 0 || !this.#host.servers.isFirst(this.serviceName, this)) return;
    const mapping = this.#host.dialects.forSample(sample);
    const decoded = mapping.decodeRequest(sample);
    if (!decoded) return;
    let request: Request;
    try {
      request = this.type.request.codec.decode(sample.payload, decoded.headerLength);
    } catch (error) {
      const { serviceName: name, type } = this;
      this.#host.rejectSample({ name, typeName: type.request.typeName, error, sender: sample.writer.participant });
      return;
    }
    const info: RequestInfo = {
      requestId: new RequestId(decoded.identity, mapping),
      requester: sample.writer.participant,
      sourceTimestamp: sample.sourceTimestamp,
    };
    this.#events?.publish(ServiceEventType.REQUEST_RECEIVED, info.requestId, () => request);
    this.#host.run(`server of ${this.serviceName}`, () => {
      const answer = this.#handler(request, info);
      if (isPromiseLike(answer)) return answer.then((response) => this.#answer(info.requestId, response));
      return this.#answer(info.requestId, answer);
    });
  }

  #answer(requestId: RequestId, response: Answer<Response>): void {
    if (response !== DEFERRED) this.sendResponse(requestId, response);
  }
}
