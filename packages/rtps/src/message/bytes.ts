/**
 * Integers at an offset, by byte arithmetic: a DataView per datagram costs more than the datagram's whole walk.
 *
 * The caller has checked the bounds. This is the only file that asserts an indexed read (`!`): an octet outside the array would read
 * as `undefined` and turn into 0 in the bit operations below, never into an exception.
 */

export function u8(bytes: Uint8Array, offset: number): number {
  return bytes[offset]!;
}

export function u16(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  return littleEndian ? bytes[offset]! | (bytes[offset + 1]! << 8) : (bytes[offset]! << 8) | bytes[offset + 1]!;
}

export function i32(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  return littleEndian
    ? bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24)
    : (bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
}

export function u32(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  return i32(bytes, offset, littleEndian) >>> 0;
}

/** Word `index` of an array whose length the caller knows. */
export function wordAt(words: Uint32Array, index: number): number {
  return words[index]!;
}

export function putU16(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value;
  bytes[offset + 1] = value >>> 8;
}

/** Little-endian; takes signed and unsigned 32-bit values alike. */
export function putU32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value;
  bytes[offset + 1] = value >>> 8;
  bytes[offset + 2] = value >>> 16;
  bytes[offset + 3] = value >>> 24;
}

/** For the octet arrays of RTPS (GUIDs), which have one order whatever the submessage's endianness. */
export function putU32BigEndian(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}
