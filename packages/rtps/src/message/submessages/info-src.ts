import { type GuidPrefix, writeGuidPrefix } from '../../types/guid.js';
import { u8 } from '../bytes.js';
import { PROTOCOL_VERSION, readVendorId } from '../header.js';
import type { ReceiverState } from '../receiver-state.js';
import { writeSubmessageHeader } from '../submessage-header.js';
import { SubmessageKind } from '../submessage-kind.js';
import { Verdict } from '../verdict.js';

export const INFO_SRC_SIZE = 24;

/**
 * RTPS 2.5 §8.3.8.10: the submessages after it come from another participant than the header's. A message of another major version is
 * nothing that we can read.
 */
export function readInfoSrc(bytes: Uint8Array, offset: number, end: number, receiver: ReceiverState): Verdict {
  if (end - offset < 20) return Verdict.MALFORMED;
  const major = u8(bytes, offset + 4);
  if (major !== PROTOCOL_VERSION.major) return Verdict.MALFORMED;
  receiver.setSource(bytes, major, u8(bytes, offset + 5), readVendorId(bytes, offset + 6), offset + 8);
  return Verdict.OK;
}

/** The offset after it. */
export function writeInfoSrc(bytes: Uint8Array, offset: number, prefix: GuidPrefix, vendorId: number): number {
  offset = writeSubmessageHeader(bytes, offset, SubmessageKind.INFO_SRC, 0, INFO_SRC_SIZE);
  bytes.fill(0, offset, offset + 4);
  bytes[offset + 4] = PROTOCOL_VERSION.major;
  bytes[offset + 5] = PROTOCOL_VERSION.minor;
  bytes[offset + 6] = vendorId >>> 8;
  bytes[offset + 7] = vendorId;
  writeGuidPrefix(bytes, offset + 8, prefix);
  return offset + 20;
}
