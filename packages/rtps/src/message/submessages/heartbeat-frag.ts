import { EntityIds, type EntityId, readEntityId, writeEntityId } from '../../types/entity-id.js';
import { readSequenceNumber, type SequenceNumber, writeSequenceNumber } from '../../types/sequence-number.js';
import { i32, putU32, u32 } from '../bytes.js';
import { writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageFlag, SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

/** RTPS 2.5 §8.3.8.7: fragments 1 to `lastFragmentNum` of one sample can be had. */
export interface HeartbeatFragSubmessage {
  readerId: EntityId;
  writerId: EntityId;
  writerSn: SequenceNumber;
  lastFragmentNum: number;
  count: number;
}

export type HeartbeatFragFields = Readonly<HeartbeatFragSubmessage>;

export const HEARTBEAT_FRAG_SIZE = 28;

export function createHeartbeatFrag(): HeartbeatFragSubmessage {
  return { readerId: EntityIds.UNKNOWN, writerId: EntityIds.UNKNOWN, writerSn: 1, lastFragmentNum: 1, count: 0 };
}

/** `offset` to `end` is what follows the submessage header. */
export function readHeartbeatFrag(
  bytes: Uint8Array,
  offset: number,
  end: number,
  flags: number,
  into: HeartbeatFragSubmessage,
): Verdict {
  if (end - offset < 24) return Verdict.MALFORMED;
  const littleEndian = (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0;
  const writerSn = readSequenceNumber(bytes, offset + 8, littleEndian);
  const lastFragmentNum = u32(bytes, offset + 16, littleEndian);
  if (writerSn < 1 || lastFragmentNum === 0) return Verdict.MALFORMED;
  into.readerId = readEntityId(bytes, offset);
  into.writerId = readEntityId(bytes, offset + 4);
  into.writerSn = writerSn;
  into.lastFragmentNum = lastFragmentNum;
  into.count = i32(bytes, offset + 20, littleEndian);
  return Verdict.OK;
}

/** The offset after it. */
export function writeHeartbeatFrag(bytes: Uint8Array, offset: number, fields: HeartbeatFragFields): number {
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.HEARTBEAT_FRAG, 0, HEARTBEAT_FRAG_SIZE);
  writeEntityId(bytes, offset, fields.readerId);
  writeEntityId(bytes, offset + 4, fields.writerId);
  writeSequenceNumber(bytes, offset + 8, fields.writerSn);
  putU32(bytes, offset + 16, fields.lastFragmentNum);
  putU32(bytes, offset + 20, fields.count);
  return offset + 24;
}
