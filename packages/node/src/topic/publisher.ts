import type { MessageInput, MessageType } from '@rclts/idl';
import type { RemoteEndpoint, RemoteParticipant, Writer } from '@rclts/rtps';
import { Listeners } from '../callbacks.js';
import { NodeError, NodeErrorCode } from '../errors.js';
import type { NodeHost } from '../node-host.js';
import { TopicRole, toDdsTopicName, toDdsTypeName } from '../ros/dds-names.js';
import type { RosName } from '../ros/names.js';
import { type QosProfile, toQosPolicies } from '../ros/qos-profiles.js';

export interface PublishOptions {
  /** Only to these of `publisher.readers`, and those that share their address; nobody else notices. Default: to all. */
  readonly readers?: readonly RemoteEndpoint[] | undefined;
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

  constructor(host: NodeHost, type: MessageType<Message>, topicName: RosName, qos: QosProfile) {
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
   * @throws RtpsError - ERR_RTPS_WRITER_FULL: `keep_all`, and as much as it may keep is not acknowledged yet.
   */
  publish(message: MessageInput<Message>, { readers }: PublishOptions = {}): void {
    if (this.#closed) throw new NodeError(NodeErrorCode.CLOSED, `The publisher on '${this.topicName}' is closed`);
    const { codec } = this.type;
    const complete = codec.normalize(message);
    if (readers?.length === 0) return;
    this.#writer.write(codec.encode(complete), readers === undefined ? {} : { relevantTo: readers });
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

  #onMatchedChanged(): void {
    this.#matchedChanged.call((callback) => this.#host.run(`publisher on ${this.topicName}`, callback));
  }
}
