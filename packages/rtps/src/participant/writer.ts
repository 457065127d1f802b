import type { ChangeContent, PickedContent } from '../behavior/cache-change.js';
import type { GroupKey } from '../behavior/reader-group.js';
import type { StatefulWriter } from '../behavior/stateful-writer.js';
import { RtpsError } from '../errors.js';
import { keyPayloadOf, sampleKeyOf, type KeyCodec } from '../instance/key.js';
import { LIMITS } from '../limits.js';
import { encodeInlineQos } from '../parameters/inline-qos.js';
import type { QosPolicies } from '../qos/policies.js';
import type { Guid } from '../types/guid.js';
import { guidToOctets } from '../types/guid.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import { StatusInfo } from '../types/status-info.js';
import type { Time } from '../types/time.js';
import type { OperationOptions } from './operation.js';
import type { RemoteEndpoint } from './remote-endpoint.js';
import type { SampleVariant, WriteOptions, WriterOptions } from './writer-options.js';
import type { WriterWaits } from './writer-waits.js';

/** A related sample identity under both of its ids. */
const INLINE_QOS_BYTES = 60;
/** A key hash and a status. */
const KEYED_QOS_BYTES = 28;

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
  readonly #inlineQosBytes: number;
  readonly #key: KeyCodec | undefined;
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
    this.#key = options.key;
    this.#inlineQosBytes = INLINE_QOS_BYTES + (options.key === undefined ? 0 : KEYED_QOS_BYTES);
    this.#maxSampleBytes = Math.min(LIMITS.sampleBytes.value, this.#maxBytes - this.#inlineQosBytes);
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
    if (sn === 0) throw this.#fullError();
    return sn;
  }

  /**
   * Says that the instance of this sample is gone (NOT_ALIVE_DISPOSED); of the sample only the key counts. A later write brings
   * the instance back. Late joiners of a TRANSIENT_LOCAL writer hear of it for a minute, and of the instance no more then.
   * @returns the sequence number
   * @throws as `write`; TypeError for a topic without key
   */
  dispose(payload: Uint8Array, options: Pick<WriteOptions, 'sourceTimestamp'> = {}): SequenceNumber {
    return this.#end(payload, StatusInfo.DISPOSED, options);
  }

  /** As `dispose`, but says only that this writer no longer speaks for the instance (NOT_ALIVE_NO_WRITERS unless others do). */
  unregister(payload: Uint8Array, options: Pick<WriteOptions, 'sourceTimestamp'> = {}): SequenceNumber {
    return this.#end(payload, StatusInfo.UNREGISTERED, options);
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

  /**
   * The whole buffer of a `reclaimable` sample that is forgotten, to make the next one in; undefined: there is none. It is the
   * caller's now.
   */
  reclaim(): Uint8Array | undefined {
    return this.#machine.reclaim();
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
    return byteLength + this.#inlineQosBytes;
  }

  #tooLarge(bytes: number, limit: number): RtpsError {
    return new RtpsError('ERR_RTPS_PAYLOAD_TOO_LARGE', `${bytes} octets for ${this.topicName}, at most ${limit}`);
  }

  /** Returns 0 when there is no room. */
  #attempt(payload: Uint8Array, options: WriteOptions): SequenceNumber {
    const { relevantTo, variants } = options;
    const key = this.#key && sampleKeyOf(this.#key, payload);
    const sn = this.#machine.write(this.#host.now(), payload, {
      inlineQos: inlineQosOf(options, key?.keyHash),
      instance: key?.instance,
      variants: variants === undefined ? undefined : this.#variantsByGroup(variants, key?.keyHash),
      picked: variants === undefined ? undefined : pickedContents(variants, key?.keyHash),
      relevantTo: relevantTo === undefined ? undefined : this.#machine.groupsOf([relevantTo].flat()),
      sourceTimestamp: options.sourceTimestamp ?? this.#host.wallTime(),
      isReclaimable: options.reclaimable,
    });
    // Refused, the readers are asked to hurry.
    this.#host.requestFlush();
    return sn;
  }

  #end(sample: Uint8Array, statusInfo: number, { sourceTimestamp }: WriteOptions): SequenceNumber {
    const codec = this.#key;
    if (codec === undefined) throw new TypeError(`${this.topicName} has no key: there are no instances to end`);
    if (this.#isFinished) throw this.#closedError();
    const { key, keyHash, instance } = sampleKeyOf(codec, sample);
    const payload = keyPayloadOf(key, this.qos.dataRepresentation[0]);
    const sn = this.#waits.isQueueing
      ? 0
      : this.#machine.write(this.#host.now(), payload, {
          inlineQos: encodeInlineQos({ keyHash, statusInfo }),
          instance,
          isDispose: true,
          isKeyPayload: true,
          sourceTimestamp: sourceTimestamp ?? this.#host.wallTime(),
        });
    this.#host.requestFlush();
    if (sn === 0) throw this.#fullError();
    return sn;
  }

  #fullError(): RtpsError {
    return new RtpsError(
      'ERR_RTPS_WRITER_FULL',
      `the history of the writer of ${this.topicName} is full of samples that its readers have not acknowledged`,
    );
  }

  #closedError(): RtpsError {
    return new RtpsError('ERR_RTPS_CLOSED', `the writer of ${this.topicName} is closed`);
  }

  #variantsByGroup(
    variants: readonly SampleVariant[],
    keyHash: Uint8Array | undefined,
  ): ReadonlyMap<GroupKey, ChangeContent> {
    const contents = new Map<GroupKey, ChangeContent>();
    for (const variant of variants) {
      if (typeof variant.to === 'function') continue;
      const content = { payload: variant.payload, inlineQos: inlineQosOf(variant, keyHash) };
      for (const group of this.#machine.groupsOf(variant.to)) contents.set(group, content);
    }
    return contents;
  }
}

function pickedContents(
  variants: readonly SampleVariant[],
  keyHash: Uint8Array | undefined,
): readonly PickedContent[] | undefined {
  const contents = variants.flatMap((variant) => {
    const { to: isFor, payload } = variant;
    return typeof isFor === 'function' ? [{ isFor, payload, inlineQos: inlineQosOf(variant, keyHash) }] : [];
  });
  return contents.length === 0 ? undefined : contents;
}

function inlineQosOf(
  { relatedSampleIdentity, standardIdentityOnly }: WriteOptions | SampleVariant,
  keyHash: Uint8Array | undefined,
): Uint8Array | undefined {
  if (relatedSampleIdentity === undefined && keyHash === undefined) return undefined;
  return encodeInlineQos({ relatedSampleIdentity, standardIdentityOnly, keyHash });
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  // The entity id differs most often: from the back.
  for (let i = 15; i >= 0; i--) if (left[i] !== right[i]) return false;
  return true;
}
