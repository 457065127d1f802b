import { CdrReader, isRcltsError } from '@rclts/cdr';
import { guidOctetsToString } from '@rclts/rtps';
import type { TopicRole } from '../dds-names.js';

/** What an onlooker sees of a request or reply on the wire. */
export interface ServiceSample {
  /** 16 octets. */
  readonly writerGuid: Uint8Array;
  readonly sequenceNumber: number;
  /** With encapsulation. */
  readonly payload: Uint8Array;
  readonly relatedSampleIdentity: { readonly guid: Uint8Array; readonly sequenceNumber: number } | undefined;
}

export interface ServiceExchange {
  /** The same for a request and all its replies. */
  readonly key: string;
  /** Where the message begins in the payload. */
  readonly bodyOffset: number;
}

const ENCAPSULATION_BYTES = 4;
/** rmw_cyclonedds_cpp's cdds_request_header_t: uint64 guid, int64 seq. */
const HEADER_BYTES = 16;

/**
 * Which call a sample is part of, in whichever dialect it speaks: an identity in the inline QoS, else a header in the payload.
 * For traces: nobody who takes part in a call guesses like this (see `select.ts`). Undefined: it says neither.
 */
export function serviceExchangeOf(role: TopicRole, sample: ServiceSample): ServiceExchange | undefined {
  const identity = sample.relatedSampleIdentity;
  if (identity !== undefined) {
    const isUnknown = identity.guid.every((octet) => octet === 0);
    const client = guidOctetsToString(isUnknown ? sample.writerGuid : identity.guid);
    const number = role === 'request' ? sample.sequenceNumber : identity.sequenceNumber;
    return { key: `${client} ${String(number)}`, bodyOffset: ENCAPSULATION_BYTES };
  }
  try {
    const reader = CdrReader.ofPayload(sample.payload);
    const key = `${reader.uint64().toString(16)} ${String(reader.int64())}`;
    return { key, bodyOffset: ENCAPSULATION_BYTES + HEADER_BYTES };
  } catch (error) {
    if (isRcltsError(error)) return undefined;
    throw error;
  }
}
