import { EntityIds, type EntityId, readEntityId, writeEntityId } from '../../types/entity-id.js';
import {
  NumberSet,
  readSequenceNumberSet,
  sequenceNumberSetSize,
  type SequenceNumberSet,
  writeSequenceNumberSet,
} from '../../types/number-set.js';
import { readSequenceNumber, type SequenceNumber, writeSequenceNumber } from '../../types/sequence-number.js';
import { SUBMESSAGE_HEADER_LENGTH, writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageFlag, SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

/**
 * RTPS 2.5 §8.3.8.4: `gapStart` … `gapList.base` − 1 and the members of `gapList` are irrelevant. The range may span any distance
 * (68 octets announced 2^40 numbers in CVE-2025-64438): treat it as a range.
 */
export interface GapSubmessage {
  readerId: EntityId;
  writerId: EntityId;
  gapStart: SequenceNumber;
  readonly gapList: SequenceNumberSet;
}

export type GapFields = Readonly<GapSubmessage>;

/** Octets with the submessage header. */
export function gapSize(gapList: SequenceNumberSet): number {
  return SUBMESSAGE_HEADER_LENGTH + 16 + sequenceNumberSetSize(gapList);
}

export function createGap(): GapSubmessage {
  return { readerId: EntityIds.UNKNOWN, writerId: EntityIds.UNKNOWN, gapStart: 1, gapList: new NumberSet() };
}

/** `offset` to `end` is what follows the submessage header. */
export function readGap(bytes: Uint8Array, offset: number, end: number, flags: number, into: GapSubmessage): Verdict {
  if (end - offset < 28) return Verdict.MALFORMED;
  const littleEndian = (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0;
  const gapStart = readSequenceNumber(bytes, offset + 8, littleEndian);
  if (gapStart < 1) return Verdict.MALFORMED;
  if (readSequenceNumberSet(bytes, offset + 16, end, littleEndian, into.gapList) === -1) return Verdict.MALFORMED;
  if (into.gapList.base < gapStart) return Verdict.MALFORMED;
  into.readerId = readEntityId(bytes, offset);
  into.writerId = readEntityId(bytes, offset + 4);
  into.gapStart = gapStart;
  return Verdict.OK;
}

/** The offset after it. */
export function writeGap(bytes: Uint8Array, offset: number, fields: GapFields): number {
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.GAP, 0, gapSize(fields.gapList));
  writeEntityId(bytes, offset, fields.readerId);
  writeEntityId(bytes, offset + 4, fields.writerId);
  writeSequenceNumber(bytes, offset + 8, fields.gapStart);
  return writeSequenceNumberSet(bytes, offset + 16, fields.gapList);
}
