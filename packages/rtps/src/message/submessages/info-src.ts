import { u8 } from '../bytes.js';
import { PROTOCOL_VERSION, readVendorId } from '../header.js';
import type { ReceiverState } from '../receiver-state.js';
import { Verdict } from '../verdict.js';

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
