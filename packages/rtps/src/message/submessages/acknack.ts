import { EntityIds, type EntityId, readEntityId, writeEntityId } from '../../types/entity-id.js';
import {
  NumberSet,
  readSequenceNumberSet,
  sequenceNumberSetSize,
  type SequenceNumberSet,
  writeSequenceNumberSet,
} from '../../types/number-set.js';
import { i32, putU32 } from '../bytes.js';
import { SUBMESSAGE_HEADER_LENGTH, writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageFlag, SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

/**
 * RTPS 2.5 §8.3.8.1: everything below the set's base is acknowledged, its members are asked for. A base of 0 without members is the
 * pre-emptive form of Fast DDS and Connext: it acknowledges nothing and asks for a HEARTBEAT.
 */
export interface AckNackSubmessage {
  readerId: EntityId;
  writerId: EntityId;
  readonly readerSnState: SequenceNumberSet;
  count: number;
  isFinal: boolean;
}

export interface AckNackFields {
  readonly readerId: EntityId;
  readonly writerId: EntityId;
  readonly readerSnState: SequenceNumberSet;
  readonly count: number;
  readonly final: boolean;
}

/** Octets with the submessage header. */
export function ackNackSize(readerSnState: SequenceNumberSet): number {
  return SUBMESSAGE_HEADER_LENGTH + 12 + sequenceNumberSetSize(readerSnState);
}

export function createAckNack(): AckNackSubmessage {
  return {
    readerId: EntityIds.UNKNOWN,
    writerId: EntityIds.UNKNOWN,
    readerSnState: new NumberSet(),
    count: 0,
    isFinal: false,
  };
}

/** `offset` to `end` is what follows the submessage header. */
export function readAckNack(
  bytes: Uint8Array,
  offset: number,
  end: number,
  flags: number,
  into: AckNackSubmessage,
): Verdict {
  if (end - offset < 24) return Verdict.MALFORMED;
  const littleEndian = (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0;
  const set = into.readerSnState;
  const next = readSequenceNumberSet(bytes, offset + 8, end, littleEndian, set);
  if (next === -1 || end - next < 4 || (set.base === 0 && set.numBits > 0)) return Verdict.MALFORMED;
  into.readerId = readEntityId(bytes, offset);
  into.writerId = readEntityId(bytes, offset + 4);
  into.count = i32(bytes, next, littleEndian);
  into.isFinal = (flags & SubmessageFlag.ACKNACK_FINAL) !== 0;
  return Verdict.OK;
}

/** The offset after it. */
export function writeAckNack(bytes: Uint8Array, offset: number, fields: AckNackFields): number {
  const flags = fields.final ? SubmessageFlag.ACKNACK_FINAL : 0;
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.ACKNACK, flags, ackNackSize(fields.readerSnState));
  writeEntityId(bytes, offset, fields.readerId);
  writeEntityId(bytes, offset + 4, fields.writerId);
  offset = writeSequenceNumberSet(bytes, offset + 8, fields.readerSnState);
  putU32(bytes, offset, fields.count);
  return offset + 4;
}
