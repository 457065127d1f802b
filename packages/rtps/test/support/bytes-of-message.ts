import { fromHex } from './hex.js';

/** A message from 01.0f, prefix 0f…0f, with these submessages in hex. */
export function messageOf(...submessages: readonly string[]): Uint8Array {
  return fromHex(`52545053 0205 010f ${'0f'.repeat(12)} ${submessages.join(' ')}`);
}

/** A submessage with its length filled in. */
export function submessage(kind: string, flags: string, body: string): string {
  const length = fromHex(body).length;
  const isLittleEndian = (Number.parseInt(flags, 16) & 1) === 1;
  const hex = length.toString(16).padStart(4, '0');
  return `${kind} ${flags} ${isLittleEndian ? hex.slice(2) + hex.slice(0, 2) : hex} ${body}`;
}
