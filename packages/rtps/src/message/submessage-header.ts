import { putU16 } from './bytes.js';
import { SubmessageFlag, type SubmessageKind } from './submessage-kind.js';

/** id, flags, octetsToNextHeader (RTPS 2.5 §9.4.5.1). */
export const SUBMESSAGE_HEADER_LENGTH = 4;

/** Writes the header of a little-endian submessage of `length` octets in all; the offset after it. */
export function writeSubmessageHeader(
  bytes: Uint8Array,
  offset: number,
  kind: SubmessageKind,
  flags: number,
  length: number,
): number {
  bytes[offset] = kind;
  bytes[offset + 1] = flags | SubmessageFlag.LITTLE_ENDIAN;
  putU16(bytes, offset + 2, length - SUBMESSAGE_HEADER_LENGTH);
  return offset + SUBMESSAGE_HEADER_LENGTH;
}
