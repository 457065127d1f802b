// What the dialects with a header in the payload have in common. The header follows the encapsulation header, whose second octet
// tells the byte order (RTPS 2.5 §10.2: odd is little-endian).

export const ENCAPSULATION_SIZE = 4;

export function isLittleEndian(payload: Uint8Array): boolean {
  return ((payload[1] ?? 0) & 1) === 1;
}

export function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
}

/** A number of up to 53 bits in two words; −1 for one that is larger or negative, which no number of ours is. */
export function fromWords(high: number, low: number): number {
  return high >= 0 && high < 0x20_0000 ? high * 0x1_0000_0000 + low : -1;
}

export function highWord(value: number): number {
  return Math.floor(value / 0x1_0000_0000);
}

export function startsWith(octets: Uint8Array, offset: number, expected: Uint8Array): boolean {
  if (octets.length < offset + expected.length) return false;
  for (let i = 0; i < expected.length; i++) if (octets[offset + i] !== expected[i]) return false;
  return true;
}
