import type { Sample } from '../behavior/sample.js';
import type { ReaderEnvironment } from '../behavior/stateful-reader.js';
import type { StatefulWriter, WriterEnvironment } from '../behavior/stateful-writer.js';
import { encodeInlineQos, type InlineQosFields, type SampleIdentity } from '../parameters/inline-qos.js';
import { StatusInfo } from '../types/status-info.js';
import type { EntityId } from '../types/entity-id.js';
import { guidOctetsToString } from '../types/guid.js';
import type { RemoteParticipant } from '../participant/remote-endpoint.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import { BuiltinTopics } from './builtin-endpoints.js';
import { BuiltinPair } from './builtin-pair.js';
import { decodeEndpointData, decodeEndpointKey, encodeEndpointData, type EndpointData } from './endpoint-data.js';
import type { RemoteParticipantState } from './remote-participant.js';

export interface SedpEnvironment {
  /** A remote endpoint, new or announced again; `payload` tells whether anything changed. */
  onEndpoint(
    participant: RemoteParticipantState,
    kind: 'reader' | 'writer',
    data: EndpointData,
    payload: Uint8Array,
  ): void;
  /** A remote endpoint is gone; 16 octets. */
  onEndpointDisposed(participant: RemoteParticipantState, guid: Uint8Array): void;
  /** A sample that does not decode. */
  onRejected(): void;
  /** What a sample of ours is known by wherever it is relayed; undefined: nobody relays. */
  identify?(writerId: EntityId, sn: SequenceNumber): SampleIdentity;
}

/** Endpoint discovery (RTPS 2.5 §8.5.4): our endpoints to everybody, everybody's to the registry. */
export class Sedp {
  readonly #publications: BuiltinPair;
  readonly #subscriptions: BuiltinPair;
  readonly #env: SedpEnvironment;
  /** Sequence numbers of what was announced last of our endpoints. */
  readonly #announced = new Map<string, SequenceNumber>();

  constructor(writerEnvironment: WriterEnvironment, readerEnvironment: ReaderEnvironment, env: SedpEnvironment) {
    this.#env = env;
    this.#publications = new BuiltinPair(BuiltinTopics.PUBLICATIONS, writerEnvironment, readerEnvironment, (sample) =>
      this.#onSample('writer', sample),
    );
    this.#subscriptions = new BuiltinPair(BuiltinTopics.SUBSCRIPTIONS, writerEnvironment, readerEnvironment, (sample) =>
      this.#onSample('reader', sample),
    );
  }

  addParticipant(participant: RemoteParticipantState): void {
    this.#publications.addParticipant(participant);
    this.#subscriptions.addParticipant(participant);
  }

  /** Asks the participant for a sign of life. */
  probe(participant: RemoteParticipantState): void {
    this.#publications.probe(participant);
    this.#subscriptions.probe(participant);
  }

  /** Returns the announcement. */
  announce(now: number, kind: 'reader' | 'writer', data: EndpointData, sourceTimestamp: Time): Uint8Array {
    const instance = guidOctetsToString(data.guid);
    const { writer } = this.#pairOf(kind);
    const payload = encodeEndpointData(data, kind);
    const inlineQos = this.#env.identify === undefined ? undefined : this.#inlineQosOf(writer, {});
    this.#announced.set(instance, writer.write(now, payload, { instance, inlineQos, sourceTimestamp }));
    return payload;
  }

  /** Whether the participant has acknowledged to know of our endpoint; 16 octets. */
  isKnownTo(participant: RemoteParticipant, kind: 'reader' | 'writer', guid: Uint8Array): boolean {
    const sn = this.#announced.get(guidOctetsToString(guid));
    return sn !== undefined && this.#pairOf(kind).writer.isAcknowledgedBy(participant, sn);
  }

  /** Inline KEY_HASH and STATUS_INFO without payload: the form that every vendor heeds (Fast DDS heeds no other). */
  dispose(now: number, kind: 'reader' | 'writer', guid: Uint8Array, sourceTimestamp: Time): void {
    const { writer } = this.#pairOf(kind);
    const statusInfo = StatusInfo.DISPOSED | StatusInfo.UNREGISTERED;
    const inlineQos = this.#inlineQosOf(writer, { keyHash: guid, statusInfo });
    const instance = guidOctetsToString(guid);
    this.#announced.delete(instance);
    writer.write(now, undefined, { inlineQos, instance, isDispose: true, sourceTimestamp });
  }

  /** Whether every participant that still answers has all of our announcements. */
  get isAcknowledged(): boolean {
    return !this.#publications.writer.isWaitingForReaders && !this.#subscriptions.writer.isWaitingForReaders;
  }

  close(): void {
    this.#publications.close();
    this.#subscriptions.close();
  }

  /** Of the sample that is written next. */
  #inlineQosOf(writer: StatefulWriter, fields: InlineQosFields): Uint8Array {
    const relatedSampleIdentity = this.#env.identify?.(writer.entityId, writer.lastSn + 1);
    return encodeInlineQos({ ...fields, relatedSampleIdentity });
  }

  #pairOf(kind: 'reader' | 'writer'): BuiltinPair {
    return kind === 'writer' ? this.#publications : this.#subscriptions;
  }

  #onSample(kind: 'reader' | 'writer', sample: Sample): void {
    const participant = sample.writer.participant as RemoteParticipantState;
    if (sample.statusInfo !== 0) {
      const guid = sample.keyHash ?? decodeEndpointKey(sample.payload);
      if (guid === undefined) this.#env.onRejected();
      else this.#env.onEndpointDisposed(participant, guid);
      return;
    }
    const data = decodeEndpointData(sample.payload, kind);
    if (data === undefined) this.#env.onRejected();
    else this.#env.onEndpoint(participant, kind, data, sample.payload);
  }
}
