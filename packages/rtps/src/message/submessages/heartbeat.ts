import { EntityIds, type EntityId, readEntityId, writeEntityId } from '../../types/entity-id.js';
import { readSequenceNumber, type SequenceNumber, writeSequenceNumber } from '../../types/sequence-number.js';
import { i32, putU32 } from '../bytes.js';
import { writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageFlag, SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

/** RTPS 2.5 §8.3.8.6. `firstSn` = `lastSn` + 1: the writer holds nothing. */
export interface HeartbeatSubmessage {
  readerId: EntityId;
  writerId: EntityId;
  firstSn: SequenceNumber;
  lastSn: SequenceNumber;
  count: number;
  isFinal: boolean;
  isLiveliness: boolean;
}

export interface HeartbeatFields {
  readonly readerId: EntityId;
  readonly writerId: EntityId;
  readonly firstSn: SequenceNumber;
  readonly lastSn: SequenceNumber;
  readonly count: number;
  readonly final: boolean;
  readonly liveliness?: boolean | undefined;
}

export const HEARTBEAT_SIZE = 32;

export function createHeartbeat(): HeartbeatSubmessage {
  return {
    readerId: EntityIds.UNKNOWN,
    writerId: EntityIds.UNKNOWN,
    firstSn: 1,
    lastSn: 0,
    count: 0,
    isFinal: false,
    isLiveliness: false,
  };
}

/** `offset` to `end` is what follows the submessage header. */
export function readHeartbeat(
  bytes: Uint8Array,
  offset: number,
  end: number,
  flags: number,
  into: HeartbeatSubmessage,
): Verdict {
  if (end - offset < 28) return Verdict.MALFORMED;
  const littleEndian = (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0;
  const firstSn = readSequenceNumber(bytes, offset + 8, littleEndian);
  const lastSn = readSequenceNumber(bytes, offset + 16, littleEndian);
  if (firstSn < 1 || lastSn < firstSn - 1) return Verdict.MALFORMED;
  into.readerId = readEntityId(bytes, offset);
  into.writerId = readEntityId(bytes, offset + 4);
  into.firstSn = firstSn;
  into.lastSn = lastSn;
  into.count = i32(bytes, offset + 24, littleEndian);
  into.isFinal = (flags & SubmessageFlag.HEARTBEAT_FINAL) !== 0;
  into.isLiveliness = (flags & SubmessageFlag.HEARTBEAT_LIVELINESS) !== 0;
  return Verdict.OK;
}

/** The offset after it. */
export function writeHeartbeat(bytes: Uint8Array, offset: number, fields: HeartbeatFields): number {
  const flags =
    (fields.final ? SubmessageFlag.HEARTBEAT_FINAL : 0) |
    (fields.liveliness === true ? SubmessageFlag.HEARTBEAT_LIVELINESS : 0);
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.HEARTBEAT, flags, HEARTBEAT_SIZE);
  writeEntityId(bytes, offset, fields.readerId);
  writeEntityId(bytes, offset + 4, fields.writerId);
  writeSequenceNumber(bytes, offset + 8, fields.firstSn);
  writeSequenceNumber(bytes, offset + 16, fields.lastSn);
  putU32(bytes, offset + 24, fields.count);
  return offset + 28;
}
