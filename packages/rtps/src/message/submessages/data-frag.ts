import type { InlineQos } from '../../parameters/inline-qos.js';
import { decodeInlineQos } from '../../parameters/inline-qos.js';
import { LIMITS } from '../../limits.js';
import { EntityIds, type EntityId, readEntityId, writeEntityId } from '../../types/entity-id.js';
import { readSequenceNumber, type SequenceNumber, writeSequenceNumber } from '../../types/sequence-number.js';
import { putU16, putU32, u16, u32 } from '../bytes.js';
import { SUBMESSAGE_HEADER_LENGTH, writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageFlag, SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

/**
 * RTPS 2.5 §8.3.8.3: consecutive fragments of one sample. The object is scratch; `fragments` (a view) and `inlineQos` may be kept.
 * What the read has established: the fragments exist in a sample of `sampleSize` octets, and `fragments` holds each in full (the
 * sample's last one may be shorter than `fragmentSize`), without padding after them.
 */
export interface DataFragSubmessage {
  readerId: EntityId;
  writerId: EntityId;
  writerSn: SequenceNumber;
  /** From 1. */
  fragmentStartingNum: number;
  fragmentsInSubmessage: number;
  /** Octets. */
  fragmentSize: number;
  /** Octets of the whole sample with its encapsulation header, at most LIMITS.sampleBytes; announced, so not to be allocated. */
  sampleSize: number;
  inlineQos: InlineQos | undefined;
  isKeyPayload: boolean;
  fragments: Uint8Array;
}

export interface DataFragFields {
  readonly readerId: EntityId;
  readonly writerId: EntityId;
  readonly writerSn: SequenceNumber;
  readonly fragmentStartingNum: number;
  readonly fragmentsInSubmessage: number;
  readonly fragmentSize: number;
  readonly sampleSize: number;
  /** A whole parameter list with its sentinel, little-endian. */
  readonly inlineQos?: Uint8Array | undefined;
  readonly isKeyPayload?: boolean | undefined;
  readonly fragments: Uint8Array;
}

/** From after the octetsToInlineQos field to the inline QoS, in the layout of RTPS 2.x. */
const OCTETS_TO_INLINE_QOS = 28;
const ENCAPSULATION_LENGTH = 4;

/** Octets with the submessage header; the fragments are padded to a multiple of 4. */
export function dataFragSize(inlineQosLength: number, fragmentsLength: number): number {
  return SUBMESSAGE_HEADER_LENGTH + 32 + inlineQosLength + ((fragmentsLength + 3) & ~3);
}

/** How many fragments of `fragmentSize` octets a sample has. */
export function fragmentCount(sampleSize: number, fragmentSize: number): number {
  return Math.ceil(sampleSize / fragmentSize);
}

export function createDataFrag(): DataFragSubmessage {
  return {
    readerId: EntityIds.UNKNOWN,
    writerId: EntityIds.UNKNOWN,
    writerSn: 1,
    fragmentStartingNum: 1,
    fragmentsInSubmessage: 1,
    fragmentSize: 0,
    sampleSize: 0,
    inlineQos: undefined,
    isKeyPayload: false,
    fragments: NO_BYTES,
  };
}

/** `offset` to `end` is what follows the submessage header. */
export function readDataFrag(
  bytes: Uint8Array,
  offset: number,
  end: number,
  flags: number,
  into: DataFragSubmessage,
): Verdict {
  if (end - offset < 32) return Verdict.MALFORMED;
  const littleEndian = (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0;
  const octetsToInlineQos = u16(bytes, offset + 2, littleEndian);
  const writerSn = readSequenceNumber(bytes, offset + 12, littleEndian);
  const first = u32(bytes, offset + 20, littleEndian);
  const count = u16(bytes, offset + 24, littleEndian);
  const fragmentSize = u16(bytes, offset + 26, littleEndian);
  const sampleSize = u32(bytes, offset + 28, littleEndian);
  if (writerSn < 1 || octetsToInlineQos < OCTETS_TO_INLINE_QOS || first === 0 || count === 0) return Verdict.MALFORMED;
  if (fragmentSize < LIMITS.minFragmentSize.value || fragmentSize > LIMITS.maxFragmentSize.value) {
    return Verdict.MALFORMED;
  }
  const last = first + count - 1;
  const total = fragmentCount(sampleSize, fragmentSize);
  if (sampleSize < ENCAPSULATION_LENGTH || last > total) return Verdict.MALFORMED;
  const isNonStandard = (flags & SubmessageFlag.DATA_FRAG_NON_STANDARD_PAYLOAD) !== 0;
  if (isNonStandard || sampleSize > LIMITS.sampleBytes.value) return Verdict.NOT_UNDERSTOOD;

  let next = offset + 4 + octetsToInlineQos;
  if (next > end) return Verdict.MALFORMED;
  into.inlineQos = undefined;
  if ((flags & SubmessageFlag.DATA_FRAG_INLINE_QOS) !== 0) {
    const decoded = decodeInlineQos(bytes, next, end, littleEndian);
    if (decoded.verdict !== Verdict.OK) return decoded.verdict;
    into.inlineQos = decoded.inlineQos;
    next = decoded.next;
  }
  // The octets at hand decide, not the announced ones; what follows the last fragment is padding.
  const length = (last === total ? sampleSize : last * fragmentSize) - (first - 1) * fragmentSize;
  if (end - next < length) return Verdict.MALFORMED;
  into.fragments = bytes.subarray(next, next + length);
  into.readerId = readEntityId(bytes, offset + 4);
  into.writerId = readEntityId(bytes, offset + 8);
  into.writerSn = writerSn;
  into.fragmentStartingNum = first;
  into.fragmentsInSubmessage = count;
  into.fragmentSize = fragmentSize;
  into.sampleSize = sampleSize;
  into.isKeyPayload = (flags & SubmessageFlag.DATA_FRAG_KEY) !== 0;
  return Verdict.OK;
}

/** The offset after it. */
export function writeDataFrag(bytes: Uint8Array, offset: number, fields: DataFragFields): number {
  const { inlineQos, fragments } = fields;
  const size = dataFragSize(inlineQos?.length ?? 0, fragments.length);
  const end = offset + size;
  const flags =
    (inlineQos === undefined ? 0 : SubmessageFlag.DATA_FRAG_INLINE_QOS) |
    (fields.isKeyPayload === true ? SubmessageFlag.DATA_FRAG_KEY : 0);
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.DATA_FRAG, flags, size);
  putU16(bytes, offset, 0);
  putU16(bytes, offset + 2, OCTETS_TO_INLINE_QOS);
  writeEntityId(bytes, offset + 4, fields.readerId);
  writeEntityId(bytes, offset + 8, fields.writerId);
  writeSequenceNumber(bytes, offset + 12, fields.writerSn);
  putU32(bytes, offset + 20, fields.fragmentStartingNum);
  putU16(bytes, offset + 24, fields.fragmentsInSubmessage);
  putU16(bytes, offset + 26, fields.fragmentSize);
  putU32(bytes, offset + 28, fields.sampleSize);
  offset += 32;
  if (inlineQos !== undefined) {
    bytes.set(inlineQos, offset);
    offset += inlineQos.length;
  }
  putU32(bytes, end - 4, 0);
  bytes.set(fragments, offset);
  return end;
}

const NO_BYTES = new Uint8Array(0);
