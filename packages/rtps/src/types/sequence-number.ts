import { i32, putU32, u32 } from '../message/bytes.js';

/** A checked safe integer: 1 to 2^53 − 1 is 285 years at a million samples a second. */
export type SequenceNumber = number;

/** SEQUENCENUMBER_UNKNOWN on the wire (high −1, low 0); legal in sample identities only (RTPS 2.5 §9.3.2). */
export const SEQUENCE_NUMBER_UNKNOWN = -1;
/** What {@link readSequenceNumber} answers for any other number out of range. */
export const SEQUENCE_NUMBER_INVALID = -2;
export const SEQUENCE_NUMBER_MAX: number = Number.MAX_SAFE_INTEGER;
export const SEQUENCE_NUMBER_LENGTH = 8;

const TWO_32 = 0x1_0000_0000;
const MAX_HIGH = 0x1f_ffff;

/**
 * Reads `{ int32 high; uint32 low }`: 0 to 2^53 − 1, or {@link SEQUENCE_NUMBER_UNKNOWN}, or {@link SEQUENCE_NUMBER_INVALID}. Zero is
 * the caller's to judge: it is legal as an ACKNACK's base and as a HEARTBEAT's lastSN, nowhere else.
 */
export function readSequenceNumber(bytes: Uint8Array, offset: number, littleEndian: boolean): SequenceNumber {
  const high = i32(bytes, offset, littleEndian);
  const low = u32(bytes, offset + 4, littleEndian);
  if (high < 0) return high === -1 && low === 0 ? SEQUENCE_NUMBER_UNKNOWN : SEQUENCE_NUMBER_INVALID;
  return high > MAX_HIGH ? SEQUENCE_NUMBER_INVALID : high * TWO_32 + low;
}

/** Little-endian. {@link SEQUENCE_NUMBER_UNKNOWN} is written as such. */
export function writeSequenceNumber(bytes: Uint8Array, offset: number, sn: SequenceNumber): void {
  putU32(bytes, offset, sn < 0 ? -1 : sn / TWO_32);
  putU32(bytes, offset + 4, sn < 0 ? 0 : sn);
}
