import type { MessageType } from '@rclts/idl';
import type { Reader, RemoteParticipant, Sample, Time } from '@rclts/rtps';
import { Listeners } from '../callbacks.js';
import type { NodeHost } from '../node-host.js';
import { TopicRole, toDdsTopicName, toDdsTypeName } from '../ros/dds-names.js';
import type { RosName } from '../ros/names.js';
import { type QosProfile, toQosPolicies } from '../ros/qos-profiles.js';

/** What is known of a message besides its contents. */
export interface MessageInfo {
  /** When it was published, by the publisher's clock; undefined if it did not say. */
  readonly sourceTimestamp: Time | undefined;
  /** Of its publisher's messages this is the nth. Gaps are messages that were lost, or that were not for us. */
  readonly publicationSequenceNumber: number;
  /** 16 octets. */
  readonly publisherGid: Uint8Array;
  readonly publisher: RemoteParticipant;
}

/** Called for each message, in the order in which its publisher sent them. What it throws, or rejects with, is logged. */
export type SubscriptionCallback<Message> = (message: Message, info: MessageInfo) => unknown;

/** Receives messages of one type on one topic. Made by `node.createSubscription`. */
export class Subscription<Message> {
  readonly topicName: string;
  readonly type: MessageType<Message>;
  readonly qos: QosProfile;
  readonly #host: NodeHost;
  readonly #callback: SubscriptionCallback<Message>;
  readonly #reader: Reader;
  readonly #matchedChanged = new Listeners<[]>();
  #closed = false;

  constructor(
    host: NodeHost,
    type: MessageType<Message>,
    topicName: RosName,
    callback: SubscriptionCallback<Message>,
    qos: QosProfile,
  ) {
    this.topicName = topicName;
    this.type = type;
    this.qos = qos;
    this.#host = host;
    this.#callback = callback;
    const onMatchedChanged = (): void => this.#onMatchedChanged();
    this.#reader = host.endpoints.createReader(
      {
        topicName: toDdsTopicName(topicName, TopicRole.TOPIC),
        typeName: toDdsTypeName(type.typeName),
        qos: toQosPolicies(qos),
      },
      type.typeHash,
      {
        onSample: (sample) => this.#onSample(sample),
        onMatched: onMatchedChanged,
        onUnmatched: onMatchedChanged,
      },
    );
  }

  get publisherCount(): number {
    return this.#reader.matchedWriters.length;
  }

  /** Who publishes; one entry for each publisher. */
  get publishers(): readonly RemoteParticipant[] {
    return this.#reader.matchedWriters.map((writer) => writer.participant);
  }

  /** Called when a publisher is matched or lost. Returns what ends it. */
  onMatchedChanged(listener: () => void): () => void {
    return this.#matchedChanged.add(listener);
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** No callback is called any more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#matchedChanged.clear();
    this.#host.endpoints.close(this.#reader);
    this.#host.forget(this);
  }

  #onSample(sample: Sample): void {
    // A dispose or an unregister has no data, and no meaning on a topic without keys.
    if (this.#closed || sample.payload.length === 0) return;
    const { writer, sourceTimestamp, sequenceNumber } = sample;
    let message: Message;
    try {
      message = this.type.codec.decode(sample.payload);
    } catch (error) {
      const { topicName: name, type } = this;
      this.#host.rejectSample({ name, typeName: type.typeName, error, sender: writer.participant });
      return;
    }
    const info: MessageInfo = {
      sourceTimestamp,
      publicationSequenceNumber: sequenceNumber,
      publisherGid: writer.guidOctets,
      publisher: writer.participant,
    };
    this.#host.run(`subscription to ${this.topicName}`, () => this.#callback(message, info));
  }

  #onMatchedChanged(): void {
    this.#matchedChanged.call((callback) => this.#host.run(`subscription to ${this.topicName}`, callback));
  }
}
