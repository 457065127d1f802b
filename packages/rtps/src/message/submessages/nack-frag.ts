import { EntityIds, type EntityId, readEntityId, writeEntityId } from '../../types/entity-id.js';
import {
  fragmentNumberSetSize,
  type FragmentNumberSet,
  NumberSet,
  readFragmentNumberSet,
  writeFragmentNumberSet,
} from '../../types/number-set.js';
import { readSequenceNumber, type SequenceNumber, writeSequenceNumber } from '../../types/sequence-number.js';
import { i32, putU32 } from '../bytes.js';
import { SUBMESSAGE_HEADER_LENGTH, writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageFlag, SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

/** RTPS 2.5 §8.3.8.12: the members are fragments of one sample that the reader asks for. */
export interface NackFragSubmessage {
  readerId: EntityId;
  writerId: EntityId;
  writerSn: SequenceNumber;
  readonly fragmentNumberState: FragmentNumberSet;
  count: number;
}

export type NackFragFields = Readonly<NackFragSubmessage>;

/** Octets with the submessage header. */
export function nackFragSize(fragmentNumberState: FragmentNumberSet): number {
  return SUBMESSAGE_HEADER_LENGTH + 20 + fragmentNumberSetSize(fragmentNumberState);
}

export function createNackFrag(): NackFragSubmessage {
  return {
    readerId: EntityIds.UNKNOWN,
    writerId: EntityIds.UNKNOWN,
    writerSn: 1,
    fragmentNumberState: new NumberSet(),
    count: 0,
  };
}

/** `offset` to `end` is what follows the submessage header. */
export function readNackFrag(
  bytes: Uint8Array,
  offset: number,
  end: number,
  flags: number,
  into: NackFragSubmessage,
): Verdict {
  if (end - offset < 28) return Verdict.MALFORMED;
  const littleEndian = (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0;
  const writerSn = readSequenceNumber(bytes, offset + 8, littleEndian);
  if (writerSn < 1) return Verdict.MALFORMED;
  const next = readFragmentNumberSet(bytes, offset + 16, end, littleEndian, into.fragmentNumberState);
  if (next === -1 || end - next < 4) return Verdict.MALFORMED;
  into.readerId = readEntityId(bytes, offset);
  into.writerId = readEntityId(bytes, offset + 4);
  into.writerSn = writerSn;
  into.count = i32(bytes, next, littleEndian);
  return Verdict.OK;
}

/** The offset after it. */
export function writeNackFrag(bytes: Uint8Array, offset: number, fields: NackFragFields): number {
  const size = nackFragSize(fields.fragmentNumberState);
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.NACK_FRAG, 0, size);
  writeEntityId(bytes, offset, fields.readerId);
  writeEntityId(bytes, offset + 4, fields.writerId);
  writeSequenceNumber(bytes, offset + 8, fields.writerSn);
  offset = writeFragmentNumberSet(bytes, offset + 16, fields.fragmentNumberState);
  putU32(bytes, offset, fields.count);
  return offset + 4;
}
