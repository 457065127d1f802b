import type { ChangeContent } from '../behavior/cache-change.js';
import type { GroupKey } from '../behavior/reader-group.js';
import type { StatefulWriter } from '../behavior/stateful-writer.js';
import { RtpsError } from '../errors.js';
import { LIMITS } from '../limits.js';
import { encodeInlineQos } from '../parameters/inline-qos.js';
import type { QosPolicies } from '../qos/policies.js';
import type { Guid } from '../types/guid.js';
import { guidToOctets } from '../types/guid.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import type { OperationOptions } from './operation.js';
import type { RemoteEndpoint } from './remote-endpoint.js';
import type { WriterWaits } from './writer-waits.js';

/** A related sample identity under both of its ids. */
const INLINE_QOS_BYTES = 60;

export interface WriterOptions {
  /** DDS topic name, at most 256 octets. */
  readonly topicName: string;
  /** DDS type name. */
  readonly typeName: string;
  /** What differs from the defaults of RTPS 2.5 §8.7.2.2 (reliable, volatile, keep last 1). */
  readonly qos?: Partial<QosPolicies>;
  readonly userData?: Uint8Array;
  /** Bound of the history in samples; default `LIMITS.writerHistorySamples`. */
  readonly maxSamples?: number;
  /** Bound of the history in bytes; default `LIMITS.writerHistoryBytes`. */
  readonly maxBytes?: number;
  onMatched?(reader: RemoteEndpoint): void;
  onUnmatched?(reader: RemoteEndpoint): void;
  /** After a write that failed with ERR_RTPS_WRITER_FULL: there is room again. */
  onWritable?(): void;
}

/** A sample in other words, for some readers. */
export interface SampleVariant {
  readonly to: readonly RemoteEndpoint[];
  /** CDR with its 4-byte encapsulation header. */
  readonly payload: Uint8Array;
  readonly relatedSampleIdentity?: WriteOptions['relatedSampleIdentity'];
  readonly standardIdentityOnly?: WriteOptions['standardIdentityOnly'];
}

export interface WriteOptions {
  /** PID_RELATED_SAMPLE_IDENTITY: 16 octets, and a sequence number or −1 for unknown. */
  readonly relatedSampleIdentity?: { readonly guid: Uint8Array; readonly sequenceNumber: SequenceNumber };
  /** That identity is not repeated under its older id (0x800f): for peers that are known to need no such thing. */
  readonly standardIdentityOnly?: boolean;
  /** Only for these matched readers (and those that share their address: see architecture, relevance); the others get a GAP. */
  readonly relevantTo?: RemoteEndpoint | readonly RemoteEndpoint[];
  /**
   * What these readers (and those of their vendor that share their address) get instead, under the same sequence number and in
   * repairs too: peers that do not understand each other's form of a sample.
   */
  readonly variants?: readonly SampleVariant[];
  /** Default: now. */
  readonly sourceTimestamp?: Time;
}

/** What a writer's face needs of its participant. */
export interface WriterHost {
  now(): number;
  wallTime(): Time;
  /** Something was written: send it at the end of this turn. */
  requestFlush(): void;
  removeEndpoint(writer: Writer): void;
}

/** A user's DataWriter, reliable or best effort. Created by `Participant.createWriter`. */
export class Writer {
  readonly guid: Guid;
  readonly guidOctets: Uint8Array;
  readonly topicName: string;
  readonly typeName: string;
  readonly qos: QosPolicies;
  readonly #host: WriterHost;
  readonly #machine: StatefulWriter;
  readonly #waits: WriterWaits;
  readonly #maxBytes: number;
  readonly #maxSampleBytes: number;
  #isFinished = false;
  #isClosed = false;

  constructor(host: WriterHost, machine: StatefulWriter, waits: WriterWaits, guid: Guid, options: WriterOptions) {
    this.#host = host;
    this.#machine = machine;
    this.#waits = waits;
    this.guid = guid;
    this.guidOctets = guidToOctets(guid);
    this.topicName = options.topicName;
    this.typeName = options.typeName;
    this.qos = machine.qos;
    this.#maxBytes = options.maxBytes ?? LIMITS.writerHistoryBytes.value;
    this.#maxSampleBytes = Math.min(LIMITS.sampleBytes.value, this.#maxBytes - INLINE_QOS_BYTES);
  }

  get matchedReaders(): readonly RemoteEndpoint[] {
    return this.#machine.matchedReaders.map((proxy) => proxy.endpoint);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Of the sample written last; 0 before the first. */
  get lastSequenceNumber(): SequenceNumber {
    return this.#machine.lastSn;
  }

  /** Whether every reliable matched reader has everything that was written for it. */
  get isAcknowledged(): boolean {
    return this.#machine.isAcknowledged;
  }

  /** Whether something is still on its way to a reader that answers. */
  get isWaitingForReaders(): boolean {
    return this.#machine.isWaitingForReaders;
  }

  /**
   * Writes one sample: CDR with its 4-byte encapsulation header. The bytes are kept, not copied: do not change them.
   * Sent at the end of this turn of the loop, packed with what else goes to the same peers.
   * @returns its sequence number, from 1
   * @throws RtpsError ERR_RTPS_WRITER_FULL (the history may not forget: KEEP_ALL), ERR_RTPS_PAYLOAD_TOO_LARGE, ERR_RTPS_CLOSED
   * @throws RangeError for no octets at all
   */
  write(payload: Uint8Array, options: WriteOptions = {}): SequenceNumber {
    this.#check(payload, options);
    // Who waits comes first, though there may be room just now.
    const sn = this.#waits.isQueueing ? 0 : this.#attempt(payload, options);
    if (sn === 0)
      throw new RtpsError(
        'ERR_RTPS_WRITER_FULL',
        `the history of the writer of ${this.topicName} is full of samples that its readers have not acknowledged`,
      );
    return sn;
  }

  /**
   * As `write`, but waits for room where that would throw ERR_RTPS_WRITER_FULL; those who wait have their turn in the order
   * of their calls. Rejects with the signal's reason, or with an RtpsError: ERR_RTPS_TIMEOUT, ERR_RTPS_PAYLOAD_TOO_LARGE,
   * ERR_RTPS_CLOSED, ERR_RTPS_WRITER_FULL (`LIMITS.waitingWrites`). What it has rejected is not written.
   * @throws RangeError for no octets at all, and for a `timeoutMs` that is no number of milliseconds
   */
  writeAsync(payload: Uint8Array, options: WriteOptions & OperationOptions = {}): Promise<SequenceNumber> {
    try {
      this.#check(payload, options);
    } catch (error) {
      if (error instanceof RtpsError) return Promise.reject(error);
      throw error;
    }
    const stamped = { ...options, sourceTimestamp: options.sourceTimestamp ?? this.#host.wallTime() };
    return this.#waits.write(() => this.#attempt(payload, stamped), options);
  }

  /**
   * Resolves when every matched reliable reader has acknowledged what has been written by now; at once when there is none.
   * Rejects with the signal's reason, or with an RtpsError: ERR_RTPS_TIMEOUT, ERR_RTPS_CLOSED.
   * @throws RangeError for a `timeoutMs` that is no number of milliseconds
   */
  waitForAcknowledgments(options: OperationOptions = {}): Promise<void> {
    if (this.#isFinished) return Promise.reject(this.#closedError());
    const promise = this.#waits.acknowledged(options);
    this.#host.requestFlush();
    return promise;
  }

  /** The matched reader with these 16 octets. */
  findMatchedReader(guidOctets: Uint8Array): RemoteEndpoint | undefined {
    return this.#machine.matchedReaders.find((proxy) => isSame(proxy.endpoint.guidOctets, guidOctets))?.endpoint;
  }

  /** Takes no more: whoever writes or waits gets ERR_RTPS_CLOSED. What was written is sent, and repeated, until `close`. */
  finish(): void {
    this.#isFinished = true;
    this.#waits.close();
  }

  /** Disposes the endpoint. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.finish();
    this.#host.removeEndpoint(this);
  }

  /**
   * For a sample that is to be written later.
   * @throws RtpsError ERR_RTPS_PAYLOAD_TOO_LARGE where `write` would
   */
  checkSize(payload: Uint8Array): void {
    this.#sizeOf(payload);
  }

  /** @throws RtpsError, RangeError */
  #check(payload: Uint8Array, { variants }: WriteOptions): void {
    if (this.#isFinished) throw this.#closedError();
    let bytes = this.#sizeOf(payload);
    if (variants !== undefined) for (const variant of variants) bytes += this.#sizeOf(variant.payload);
    if (bytes > this.#maxBytes) throw this.#tooLarge(bytes, this.#maxBytes);
  }

  #sizeOf({ byteLength }: Uint8Array): number {
    if (byteLength === 0) throw new RangeError('a sample without encapsulation header');
    if (byteLength > this.#maxSampleBytes) throw this.#tooLarge(byteLength, this.#maxSampleBytes);
    return byteLength + INLINE_QOS_BYTES;
  }

  #tooLarge(bytes: number, limit: number): RtpsError {
    return new RtpsError('ERR_RTPS_PAYLOAD_TOO_LARGE', `${bytes} octets for ${this.topicName}, at most ${limit}`);
  }

  /** Returns 0 when there is no room. */
  #attempt(payload: Uint8Array, options: WriteOptions): SequenceNumber {
    const { relevantTo, variants } = options;
    const sn = this.#machine.write(this.#host.now(), payload, {
      inlineQos: inlineQosOf(options),
      variants: variants === undefined ? undefined : this.#variantsByGroup(variants),
      relevantTo: relevantTo === undefined ? undefined : this.#machine.groupsOf([relevantTo].flat()),
      sourceTimestamp: options.sourceTimestamp ?? this.#host.wallTime(),
    });
    // Refused, the readers are asked to hurry.
    this.#host.requestFlush();
    return sn;
  }

  #closedError(): RtpsError {
    return new RtpsError('ERR_RTPS_CLOSED', `the writer of ${this.topicName} is closed`);
  }

  #variantsByGroup(variants: readonly SampleVariant[]): ReadonlyMap<GroupKey, ChangeContent> {
    const contents = new Map<GroupKey, ChangeContent>();
    for (const variant of variants) {
      const content = { payload: variant.payload, inlineQos: inlineQosOf(variant) };
      for (const group of this.#machine.groupsOf(variant.to)) contents.set(group, content);
    }
    return contents;
  }
}

function inlineQosOf(options: WriteOptions | SampleVariant): Uint8Array | undefined {
  return options.relatedSampleIdentity === undefined ? undefined : encodeInlineQos(options);
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  // The entity id differs most often: from the back.
  for (let i = 15; i >= 0; i--) if (left[i] !== right[i]) return false;
  return true;
}
