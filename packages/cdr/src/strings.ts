import { CdrError, CdrErrorCode } from './errors.js';

// Web standards that every runtime has; declared here because the core compiles without the types of any platform.
declare class TextDecoder {
  constructor(label: 'utf-8', options: { ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}

// Bytes that are not UTF-8 become U+FFFD, as in rclpy: a peer's Latin-1 frame_id must not cost the whole message.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
const fromCharCode = String.fromCharCode;
const fromCodePoint = String.fromCodePoint;

/** Up to these lengths a loop over characters beats the call into the platform's decoder or encoder (measured, Node 20). */
const SHORT_READ = 24;
const SHORT_WRITE = 48;
const CHUNK = 8192;

/** The text of the `length` octets at `offset`, which the caller has checked to exist. */
export function readUtf8(bytes: Uint8Array, offset: number, length: number): string {
  if (length > SHORT_READ) return decoder.decode(bytes.subarray(offset, offset + length));
  const characters = new Array<number>(length);
  for (let i = 0; i < length; i++) {
    const octet = bytes[offset + i]!;
    if (octet > 0x7f) return decoder.decode(bytes.subarray(offset, offset + length));
    characters[i] = octet;
  }
  return fromCharCode(...characters);
}

/**
 * Writes `text` at `offset` where it is short and plain ASCII and says whether it was; if not, nothing that was written counts.
 * As many octets as `text` has UTF-16 units must be free.
 */
export function writeAscii(bytes: Uint8Array, offset: number, text: string): boolean {
  if (text.length > SHORT_WRITE) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0 || unit > 0x7f) return false;
    bytes[offset + i] = unit;
  }
  return true;
}

/** Octets that `text` takes in UTF-8. A lone surrogate counts as U+FFFD, which is what is written for it. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) length += 1;
    else {
      length += 2;
      if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
    }
  }
  return length;
}

/**
 * Writes `text` at `offset`, where `length` octets ({@link utf8Length}) are free. A NUL inside is refused: every C and C++
 * peer would read the string only up to it.
 */
export function writeUtf8(bytes: Uint8Array, offset: number, text: string, length: number): void {
  if (text.includes('\0')) throw new CdrError(CdrErrorCode.BAD_STRING, 'a string must not contain NUL', offset);
  encoder.encodeInto(text, bytes.subarray(offset, offset + length));
}

/**
 * The text of `count` wide characters at `offset`, 4 octets each, which the caller has checked to exist. Real ROS 2 writes one
 * UTF-16 unit in each; a peer with 32-bit wide characters writes code points, so both are read.
 */
export function readWide(view: DataView, offset: number, count: number, littleEndian: boolean): string {
  let text = '';
  for (let i = 0; i < count;) {
    const units: number[] = [];
    for (const end = Math.min(i + CHUNK, count); i < end; i++) {
      const unit = view.getUint32(offset + 4 * i, littleEndian);
      if (unit > 0x10ffff) {
        throw new CdrError(CdrErrorCode.BAD_STRING, 'a wide character that does not exist', offset + 4 * i);
      }
      units.push(unit);
    }
    text += fromCodePoint(...units);
  }
  return text;
}

/** Writes each UTF-16 unit of `text` as a uint32 at `offset`, where `4 * text.length` octets are free. */
export function writeWide(view: DataView, offset: number, text: string, littleEndian: boolean): void {
  for (let i = 0; i < text.length; i++) view.setUint32(offset + 4 * i, text.charCodeAt(i), littleEndian);
}
