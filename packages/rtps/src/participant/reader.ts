import type { Sample } from '../behavior/sample.js';
import type { StatefulReader } from '../behavior/stateful-reader.js';
import type { Instance } from '../instance/instance-table.js';
import type { KeyCodec } from '../instance/key.js';
import type { ContentFilter } from '../parameters/content-filter.js';
import type { QosPolicies } from '../qos/policies.js';
import type { Guid } from '../types/guid.js';
import { guidToOctets } from '../types/guid.js';
import type { MatchTest, RemoteEndpoint, RemoteParticipant } from './remote-endpoint.js';

export interface ReaderOptions {
  /** DDS topic name, at most 256 octets. */
  readonly topicName: string;
  /** DDS type name. */
  readonly typeName: string;
  /** What differs from the defaults of RTPS 2.5 §8.7.2.2 (best effort, volatile, keep last 1). */
  readonly qos?: Partial<QosPolicies>;
  readonly userData?: Uint8Array;
  /** Makes it a reader of a keyed topic; writers have to be keyed, too. */
  readonly key?: KeyCodec;
  /** Leaves out writers that would match; see {@link MatchTest}. Default: none. */
  readonly accepts?: MatchTest | undefined;
  /** What it wants of the topic: announced to writers, which may send the rest nevertheless. Nothing is filtered here. */
  readonly contentFilter?: ContentFilter | undefined;
}

/** Called from the participant's drain, never from inside the protocol. What throws is reported as the participant's `error` event. */
export interface ReaderListener {
  /** `instance`: that of a keyed topic, as it is now. There, samples without data come to `onInstance` alone. */
  onSample(sample: Sample, instance?: Instance): void;
  /** An instance is no longer alive: it was disposed, or its last writer has unregistered it or is gone. */
  onInstance?(instance: Instance): void;
  onMatched?(writer: RemoteEndpoint): void;
  onUnmatched?(writer: RemoteEndpoint): void;
}

/** What a reader's face needs of its participant. */
export interface ReaderHost {
  requestFlush(): void;
  setContentFilter(reader: Reader, contentFilter: ContentFilter | undefined): void;
  removeEndpoint(reader: Reader): void;
}

/** A user's DataReader. Created by `Participant.createReader`. */
export class Reader {
  readonly guid: Guid;
  readonly guidOctets: Uint8Array;
  readonly topicName: string;
  readonly typeName: string;
  readonly qos: QosPolicies;
  readonly #host: ReaderHost;
  readonly #machine: StatefulReader;
  #isClosed = false;

  constructor(host: ReaderHost, machine: StatefulReader, guid: Guid, options: ReaderOptions) {
    this.#host = host;
    this.#machine = machine;
    this.guid = guid;
    this.guidOctets = guidToOctets(guid);
    this.topicName = options.topicName;
    this.typeName = options.typeName;
    this.qos = machine.qos;
  }

  get matchedWriters(): readonly RemoteEndpoint[] {
    return this.#machine.matchedWriters.map((proxy) => proxy.endpoint);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Asks every matched writer, or those `of` one participant, what it has: for when something that must have been sent is overdue. */
  requestHeartbeats(of?: RemoteParticipant): void {
    if (this.#isClosed) return;
    this.#machine.requestHeartbeats(of);
    this.#host.requestFlush();
  }

  /** Tells the writers what this reader wants from now on; undefined: everything. See `ReaderOptions`. */
  setContentFilter(contentFilter: ContentFilter | undefined): void {
    if (!this.#isClosed) this.#host.setContentFilter(this, contentFilter);
  }

  /** Disposes the endpoint; its listener is called no more. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#host.removeEndpoint(this);
  }
}
