import type { InlineQos } from '../parameters/inline-qos.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';

/** What a reader delivers: one change of one writer. */
export interface Sample {
  /** CDR with its 4-byte encapsulation header; empty for a dispose without key. A view that may be kept. */
  readonly payload: Uint8Array;
  readonly writer: RemoteEndpoint;
  readonly sequenceNumber: SequenceNumber;
  readonly sourceTimestamp: Time | undefined;
  /** PID_RELATED_SAMPLE_IDENTITY: 16 octets and a sequence number, −1 for unknown (DDS-RPC 1.0 §7.8.2). */
  readonly relatedSampleIdentity: { readonly guid: Uint8Array; readonly sequenceNumber: SequenceNumber } | undefined;
  /** 16 octets, if the writer sent one. */
  readonly keyHash: Uint8Array | undefined;
  /** DISPOSED, UNREGISTERED (RTPS 2.5 §9.6.3.9); 0 for data. */
  readonly statusInfo: number;
  /** Whether the payload is the key only. */
  readonly isKeyPayload: boolean;
  /** Monotonic ms. */
  readonly receivedAt: number;
}

/** A small payload must not pin a large datagram: below half of its buffer it is copied. */
export function keepable(payload: Uint8Array): Uint8Array {
  return payload.byteLength * 2 >= payload.buffer.byteLength ? payload : payload.slice();
}

/** The sample of a change; `inlineQos` as it came with it. */
export function toSample(
  writer: RemoteEndpoint,
  sequenceNumber: SequenceNumber,
  payload: Uint8Array,
  inlineQos: InlineQos | undefined,
  isKeyPayload: boolean,
  sourceTimestamp: Time | undefined,
  receivedAt: number,
): Sample {
  return {
    payload,
    writer,
    sequenceNumber,
    sourceTimestamp,
    relatedSampleIdentity: inlineQos?.relatedSampleIdentity,
    keyHash: inlineQos?.keyHash,
    statusInfo: inlineQos?.statusInfo ?? 0,
    isKeyPayload,
    receivedAt,
  };
}
