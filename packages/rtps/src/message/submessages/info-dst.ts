import { type GuidPrefix, isPrefixAt, GUID_PREFIX_UNKNOWN, writeGuidPrefix } from '../../types/guid.js';
import type { ReceiverState } from '../receiver-state.js';
import { writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

export const INFO_DST_SIZE = 16;

/** RTPS 2.5 §8.3.8.8: whom the submessages after it are for; GUIDPREFIX_UNKNOWN is everyone. */
export function readInfoDst(
  bytes: Uint8Array,
  offset: number,
  end: number,
  receiver: ReceiverState,
  ourPrefix: GuidPrefix | undefined,
): Verdict {
  if (end - offset < 12) return Verdict.MALFORMED;
  const isUs =
    ourPrefix === undefined || isPrefixAt(bytes, offset, ourPrefix) || isPrefixAt(bytes, offset, GUID_PREFIX_UNKNOWN);
  receiver.setDestination(bytes, offset, isUs);
  return Verdict.OK;
}

/** The offset after it. */
export function writeInfoDst(bytes: Uint8Array, offset: number, prefix: GuidPrefix): number {
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.INFO_DST, 0, INFO_DST_SIZE);
  writeGuidPrefix(bytes, offset, prefix);
  return offset + 12;
}
