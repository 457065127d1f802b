import type { InlineQos } from '../../parameters/inline-qos.js';
import { decodeInlineQos } from '../../parameters/inline-qos.js';
import { EntityIds, type EntityId, readEntityId, writeEntityId } from '../../types/entity-id.js';
import { readSequenceNumber, type SequenceNumber, writeSequenceNumber } from '../../types/sequence-number.js';
import { putU16, putU32, u16 } from '../bytes.js';
import { SUBMESSAGE_HEADER_LENGTH, writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageFlag, SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

/** RTPS 2.5 §8.3.8.2. The object is scratch; `payload` (a view of the datagram) and `inlineQos` may be kept. */
export interface DataSubmessage {
  readerId: EntityId;
  writerId: EntityId;
  writerSn: SequenceNumber;
  inlineQos: InlineQos | undefined;
  /** With its encapsulation header. Up to three octets of padding may follow the value. */
  payload: Uint8Array | undefined;
  /** The payload is the serialized key alone, of an instance disposed or unregistered. */
  isKeyPayload: boolean;
}

export interface DataFields {
  readonly readerId: EntityId;
  readonly writerId: EntityId;
  readonly writerSn: SequenceNumber;
  /** A whole parameter list with its sentinel, little-endian: what `encodeInlineQos` makes. */
  readonly inlineQos?: Uint8Array | undefined;
  readonly payload?: Uint8Array | undefined;
  readonly isKeyPayload?: boolean | undefined;
}

/** From after the octetsToInlineQos field to the inline QoS, in the layout of RTPS 2.x. */
const OCTETS_TO_INLINE_QOS = 16;
const ENCAPSULATION_LENGTH = 4;

/** Octets with the submessage header; the payload is padded to a multiple of 4. */
export function dataSize(inlineQosLength: number, payloadLength: number): number {
  return SUBMESSAGE_HEADER_LENGTH + 20 + inlineQosLength + ((payloadLength + 3) & ~3);
}

export function createData(): DataSubmessage {
  return {
    readerId: EntityIds.UNKNOWN,
    writerId: EntityIds.UNKNOWN,
    writerSn: 1,
    inlineQos: undefined,
    payload: undefined,
    isKeyPayload: false,
  };
}

/** `offset` to `end` is what follows the submessage header. */
export function readData(bytes: Uint8Array, offset: number, end: number, flags: number, into: DataSubmessage): Verdict {
  if (end - offset < 20) return Verdict.MALFORMED;
  const littleEndian = (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0;
  const writerSn = readSequenceNumber(bytes, offset + 12, littleEndian);
  const octetsToInlineQos = u16(bytes, offset + 2, littleEndian);
  const hasPayload = (flags & SubmessageFlag.DATA_PAYLOAD) !== 0;
  const hasKey = (flags & SubmessageFlag.DATA_KEY) !== 0;
  if (writerSn < 1 || octetsToInlineQos < OCTETS_TO_INLINE_QOS || (hasPayload && hasKey)) return Verdict.MALFORMED;
  if ((flags & SubmessageFlag.DATA_NON_STANDARD_PAYLOAD) !== 0) return Verdict.NOT_UNDERSTOOD;

  // A later minor version may put fields between writerSN and the inline QoS: this is how to step over them.
  let next = offset + 4 + octetsToInlineQos;
  if (next > end) return Verdict.MALFORMED;
  into.inlineQos = undefined;
  if ((flags & SubmessageFlag.DATA_INLINE_QOS) !== 0) {
    const decoded = decodeInlineQos(bytes, next, end, littleEndian);
    if (decoded.verdict !== Verdict.OK) return decoded.verdict;
    into.inlineQos = decoded.inlineQos;
    next = decoded.next;
  }
  into.payload = undefined;
  if (hasPayload || hasKey) {
    if (end - next < ENCAPSULATION_LENGTH) return Verdict.MALFORMED;
    into.payload = bytes.subarray(next, end);
  }
  into.readerId = readEntityId(bytes, offset + 4);
  into.writerId = readEntityId(bytes, offset + 8);
  into.writerSn = writerSn;
  into.isKeyPayload = hasKey;
  return Verdict.OK;
}

/** The offset after it. */
export function writeData(bytes: Uint8Array, offset: number, fields: DataFields): number {
  const { inlineQos, payload } = fields;
  const size = dataSize(inlineQos?.length ?? 0, payload?.length ?? 0);
  const end = offset + size;
  let flags = inlineQos === undefined ? 0 : SubmessageFlag.DATA_INLINE_QOS;
  if (payload !== undefined)
    flags |= fields.isKeyPayload === true ? SubmessageFlag.DATA_KEY : SubmessageFlag.DATA_PAYLOAD;
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.DATA, flags, size);
  putU16(bytes, offset, 0);
  putU16(bytes, offset + 2, OCTETS_TO_INLINE_QOS);
  writeEntityId(bytes, offset + 4, fields.readerId);
  writeEntityId(bytes, offset + 8, fields.writerId);
  writeSequenceNumber(bytes, offset + 12, fields.writerSn);
  offset += 20;
  if (inlineQos !== undefined) {
    bytes.set(inlineQos, offset);
    offset += inlineQos.length;
  }
  if (payload !== undefined) {
    if (payload.length > 0) putU32(bytes, end - 4, 0);
    bytes.set(payload, offset);
  }
  return end;
}
