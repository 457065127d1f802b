import type { MessageInput, MessageType } from '@rclts/idl';
import {
  type RemoteEndpoint,
  type RemoteParticipant,
  RtpsErrorCode,
  type WriteOptions,
  type Writer,
} from '@rclts/rtps';
import { Listeners } from '../callbacks.js';
import { NodeError, NodeErrorCode } from '../errors.js';
import type { NodeHost } from '../node-host.js';
import type { OperationOptions } from '../operation.js';
import { TopicRole, toDdsTopicName, toDdsTypeName } from '../ros/dds-names.js';
import type { RosName } from '../ros/names.js';
import { type QosProfile, toQosPolicies } from '../ros/qos-profiles.js';

export interface PublishOptions {
  /** Only to these of `publisher.readers`, and those that share their address; nobody else notices. Default: to all. */
  readonly readers?: readonly RemoteEndpoint[] | undefined;
}

export interface PublisherOptions {
  /**
   * A `keep_last` publisher deeper than ten keeps what is older than the last ten only as far as all that it keeps has no more
   * octets than this. Default: `LIMITS.writerHistoryBytes` of `@rclts/rtps` alone bounds it.
   */
  readonly deepBytes?: number | undefined;
}

/** Sends messages of one type on one topic. Made by `node.createPublisher`. */
export class Publisher<Message> {
  readonly topicName: string;
  readonly type: MessageType<Message>;
  readonly qos: QosProfile;
  readonly #host: NodeHost;
  readonly #writer: Writer;
  readonly #matchedChanged = new Listeners<[]>();
  #closed = false;

  constructor(
    host: NodeHost,
    type: MessageType<Message>,
    topicName: RosName,
    qos: QosProfile,
    { deepBytes }: PublisherOptions = {},
  ) {
    this.topicName = topicName;
    this.type = type;
    this.qos = qos;
    this.#host = host;
    const onMatchedChanged = (): void => this.#onMatchedChanged();
    this.#writer = host.endpoints.createWriter(
      {
        topicName: toDdsTopicName(topicName, TopicRole.TOPIC),
        typeName: toDdsTypeName(type.typeName),
        qos: toQosPolicies(qos),
        deepBytes,
        onMatched: onMatchedChanged,
        onUnmatched: onMatchedChanged,
      },
      type.typeHash,
    );
  }

  /**
   * Sends a message to every subscription, or to those that the options name. Fields that are missing take their defaults.
   *
   * @throws TypeError, RangeError - naming the field that is unknown, of the wrong type or out of range.
   * @throws NodeError - ERR_NODE_CLOSED.
   * @throws RtpsError - ERR_RTPS_WRITER_FULL: `keep_all`, and as much as it may keep is not acknowledged yet (`publishAsync`
   * waits instead); ERR_RTPS_PAYLOAD_TOO_LARGE.
   */
  publish(message: MessageInput<Message>, { readers }: PublishOptions = {}): void {
    const payload = this.#encode(message);
    if (readers?.length === 0) return;
    this.#writer.write(payload, writeOptions(readers));
  }

  /**
   * As `publish`, but waits while a `keep_all` publisher keeps as much as it may: resolves when the message is on its way.
   * Those who wait have their turn in the order of their calls; `publish` throws meanwhile. The message is read at once.
   * Rejects with the signal's reason, with what `publish` throws, or with ERR_NODE_TIMEOUT; ERR_RTPS_WRITER_FULL says that
   * 10 000 wait already. What was rejected is not sent.
   */
  async publishAsync(
    message: MessageInput<Message>,
    { readers, signal, timeoutMs }: PublishOptions & OperationOptions = {},
  ): Promise<void> {
    const payload = this.#encode(message);
    if (readers?.length === 0) return;
    await this.#translate(this.#writer.writeAsync(payload, { ...writeOptions(readers), signal, timeoutMs }), timeoutMs);
  }

  /**
   * Resolves when every reliable subscription has acknowledged what has been published by now; at once when there is none.
   * Rejects with the signal's reason, or with a NodeError: ERR_NODE_TIMEOUT, ERR_NODE_CLOSED.
   */
  async waitForAllAcked(options: OperationOptions = {}): Promise<void> {
    await this.#translate(this.#writer.waitForAcknowledgments(options), options.timeoutMs);
  }

  get subscriptionCount(): number {
    return this.#writer.matchedReaders.length;
  }

  /** Who receives; one entry for each subscription. */
  get subscribers(): readonly RemoteParticipant[] {
    return this.#writer.matchedReaders.map((reader: RemoteEndpoint) => reader.participant);
  }

  /** The subscriptions' readers. */
  get readers(): readonly RemoteEndpoint[] {
    return this.#writer.matchedReaders;
  }

  /** Called when a subscription is matched or lost. Returns what ends it. */
  onMatchedChanged(listener: () => void): () => void {
    return this.#matchedChanged.add(listener);
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#matchedChanged.clear();
    this.#host.endpoints.close(this.#writer);
    this.#host.forget(this);
  }

  #encode(message: MessageInput<Message>): Uint8Array {
    if (this.#closed) throw this.#closedError();
    const { codec } = this.type;
    return codec.encode(codec.normalize(message), undefined, this.#writer.reclaim());
  }

  /** What the user hears of: a publisher, not a writer. */
  async #translate<Value>(waiting: Promise<Value>, timeoutMs: number | undefined): Promise<Value> {
    try {
      return await waiting;
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code === RtpsErrorCode.CLOSED) throw this.#closedError();
      if (code !== RtpsErrorCode.TIMEOUT) throw error;
      const text = `The publisher on '${this.topicName}' has waited for ${timeoutMs} ms`;
      throw new NodeError(NodeErrorCode.TIMEOUT, text, { cause: error });
    }
  }

  #closedError(): NodeError {
    return new NodeError(NodeErrorCode.CLOSED, `The publisher on '${this.topicName}' is closed`);
  }

  #onMatchedChanged(): void {
    this.#matchedChanged.call((callback) => this.#host.run(`publisher on ${this.topicName}`, callback));
  }
}

/** What a codec encodes is nobody else's: its buffer serves again. */
function writeOptions(readers: readonly RemoteEndpoint[] | undefined): WriteOptions {
  return readers === undefined ? { reclaimable: true } : { reclaimable: true, relevantTo: readers };
}
