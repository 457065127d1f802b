import { type Time, TIME_LENGTH, writeTime } from '../../types/time.js';
import { u32 } from '../bytes.js';
import type { ReceiverState } from '../receiver-state.js';
import { writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageFlag, SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

export const INFO_TS_SIZE = 12;

/** RTPS 2.5 §8.3.8.11: when the changes after it were written; with the Invalidate flag, without a body: not known. */
export function readInfoTs(
  bytes: Uint8Array,
  offset: number,
  end: number,
  flags: number,
  receiver: ReceiverState,
): Verdict {
  if ((flags & SubmessageFlag.INFO_TS_INVALIDATE) !== 0) {
    receiver.clearTimestamp();
    return Verdict.OK;
  }
  if (end - offset < TIME_LENGTH) return Verdict.MALFORMED;
  const littleEndian = (flags & SubmessageFlag.LITTLE_ENDIAN) !== 0;
  receiver.setTimestamp(u32(bytes, offset, littleEndian), u32(bytes, offset + 4, littleEndian));
  return Verdict.OK;
}

/** The offset after it. */
export function writeInfoTs(bytes: Uint8Array, offset: number, time: Time): number {
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.INFO_TS, 0, INFO_TS_SIZE);
  writeTime(bytes, offset, time);
  return offset + TIME_LENGTH;
}
