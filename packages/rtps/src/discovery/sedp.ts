import type { Sample } from '../behavior/sample.js';
import type { ReaderEnvironment } from '../behavior/stateful-reader.js';
import type { WriterEnvironment } from '../behavior/stateful-writer.js';
import { encodeInlineQos } from '../parameters/inline-qos.js';
import { StatusInfo } from '../types/status-info.js';
import { guidOctetsToString } from '../types/guid.js';
import type { RemoteParticipant } from '../participant/remote-endpoint.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import { BuiltinTopics } from './builtin-endpoints.js';
import { BuiltinPair } from './builtin-pair.js';
import { decodeEndpointData, decodeEndpointKey, encodeEndpointData, type EndpointData } from './endpoint-data.js';
import type { RemoteParticipantState } from './remote-participant.js';

export interface SedpEvents {
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
}

/** Endpoint discovery (RTPS 2.5 §8.5.4): our endpoints to everybody, everybody's to the registry. */
export class Sedp {
  readonly #publications: BuiltinPair;
  readonly #subscriptions: BuiltinPair;
  readonly #events: SedpEvents;
  /** Sequence numbers of what was announced last of our endpoints. */
  readonly #announced = new Map<string, SequenceNumber>();

  constructor(writerEnvironment: WriterEnvironment, readerEnvironment: ReaderEnvironment, events: SedpEvents) {
    this.#events = events;
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
    for (const { writer } of [this.#publications, this.#subscriptions])
      for (const proxy of writer.matchedReaders) if (proxy.endpoint.participant === participant) writer.probe(proxy);
  }

  /** Returns the announcement. */
  announce(now: number, kind: 'reader' | 'writer', data: EndpointData, sourceTimestamp: Time): Uint8Array {
    const instance = guidOctetsToString(data.guid);
    const payload = encodeEndpointData(data, kind);
    this.#announced.set(instance, this.#pairOf(kind).writer.write(now, payload, { instance, sourceTimestamp }));
    return payload;
  }

  /** Whether the participant has acknowledged to know of our endpoint; 16 octets. */
  isKnownTo(participant: RemoteParticipant, kind: 'reader' | 'writer', guid: Uint8Array): boolean {
    const sn = this.#announced.get(guidOctetsToString(guid));
    return sn !== undefined && this.#pairOf(kind).writer.isAcknowledgedBy(participant, sn);
  }

  /** Inline KEY_HASH and STATUS_INFO without payload: the form that every vendor heeds (Fast DDS heeds no other). */
  dispose(now: number, kind: 'reader' | 'writer', guid: Uint8Array, sourceTimestamp: Time): void {
    const inlineQos = encodeInlineQos({ keyHash: guid, statusInfo: StatusInfo.DISPOSED | StatusInfo.UNREGISTERED });
    const instance = guidOctetsToString(guid);
    this.#announced.delete(instance);
    this.#pairOf(kind).writer.write(now, undefined, { inlineQos, instance, isDispose: true, sourceTimestamp });
  }

  /** Whether every participant that still answers has all of our announcements. */
  get isAcknowledged(): boolean {
    return !this.#publications.writer.isWaitingForReaders && !this.#subscriptions.writer.isWaitingForReaders;
  }

  close(): void {
    this.#publications.close();
    this.#subscriptions.close();
  }

  #pairOf(kind: 'reader' | 'writer'): BuiltinPair {
    return kind === 'writer' ? this.#publications : this.#subscriptions;
  }

  #onSample(kind: 'reader' | 'writer', sample: Sample): void {
    const participant = sample.writer.participant as RemoteParticipantState;
    if (sample.statusInfo !== 0) {
      const guid = sample.keyHash ?? decodeEndpointKey(sample.payload);
      if (guid === undefined) this.#events.onRejected();
      else this.#events.onEndpointDisposed(participant, guid);
      return;
    }
    const data = decodeEndpointData(sample.payload, kind);
    if (data === undefined) this.#events.onRejected();
    else this.#events.onEndpoint(participant, kind, data, sample.payload);
  }
}
