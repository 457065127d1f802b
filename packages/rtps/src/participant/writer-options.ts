import type { KeyCodec } from '../instance/key.js';
import type { QosPolicies } from '../qos/policies.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import type { MatchTest, RemoteEndpoint } from './remote-endpoint.js';

export interface WriterOptions {
  /** DDS topic name, at most 256 octets. */
  readonly topicName: string;
  /** DDS type name. */
  readonly typeName: string;
  /** What differs from the defaults of RTPS 2.5 §8.7.2.2 (reliable, volatile, keep last 1). */
  readonly qos?: Partial<QosPolicies>;
  readonly userData?: Uint8Array;
  /** Makes it a keyed topic: each key is an instance with a history of its own. Readers have to be keyed, too. */
  readonly key?: KeyCodec;
  /** Leaves out readers that would match; see {@link MatchTest}. Default: none. */
  readonly accepts?: MatchTest | undefined;
  /** Bound of the history in samples; default `LIMITS.writerHistorySamples`. */
  readonly maxSamples?: number;
  /** Bound of the history in bytes; default `LIMITS.writerHistoryBytes`. */
  readonly maxBytes?: number;
  /**
   * A KEEP_LAST history keeps more than its last ten only as far as all of them have no more octets than this. Default: `maxBytes`
   * alone bounds it.
   */
  readonly deepBytes?: number | undefined;
  onMatched?(reader: RemoteEndpoint): void;
  onUnmatched?(reader: RemoteEndpoint): void;
  /** After a write that failed with ERR_RTPS_WRITER_FULL: there is room again. */
  onWritable?(): void;
}

/** A sample in other words, for some readers. */
export interface SampleVariant {
  /**
   * These readers, or all that a test picks: those that match later, too. The test is asked whenever the sample is sent, also
   * again, from inside the protocol: it looks and decides, changes nothing and throws nothing.
   */
  readonly to: readonly RemoteEndpoint[] | ((reader: RemoteEndpoint) => boolean);
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
  /**
   * The payload has an ArrayBuffer of its own, which `writer.reclaim()` may give away when the sample is forgotten: whoever has
   * another view of it will see another sample there.
   */
  readonly reclaimable?: boolean;
}
