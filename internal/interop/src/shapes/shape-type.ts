import { CdrReader, CdrWriter, RepresentationId } from '@rclts/cdr';
import type { KeyCodec } from '@rclts/rtps';

export interface Shape {
  readonly color: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

const COLOR_BYTES = 128;

/** All members align to 4, so that the two representations of a final type differ in the header alone. */
export function encodeShape({ color, x, y, size }: Shape, representation: 'XCDR1' | 'XCDR2'): Uint8Array {
  const encapsulation = representation === 'XCDR2' ? RepresentationId.CDR2_LE : RepresentationId.CDR_LE;
  const writer = new CdrWriter({ encapsulation });
  writer.string(color, COLOR_BYTES);
  for (const value of [x, y, size]) writer.int32(value);
  return writer.finish();
}

export function decodeShape(payload: Uint8Array): Shape {
  const reader = CdrReader.ofPayload(payload);
  return { color: reader.string(COLOR_BYTES), x: reader.int32(), y: reader.int32(), size: reader.int32() };
}

/** The colour, which is the first member: a key payload begins as a sample does. */
export const byColor: KeyCodec = {
  // Length, characters and their end: more than 16, so hashes are MD5s.
  maxBytes: 4 + COLOR_BYTES + 1,
  serialize(payload) {
    const writer = new CdrWriter({ littleEndian: false, encapsulation: false });
    writer.string(CdrReader.ofPayload(payload).string(COLOR_BYTES));
    return writer.finish();
  },
};

/** The colour of an instance. */
export function colorOf(key: Uint8Array | undefined): string {
  return key === undefined ? 'unknown' : new CdrReader(key, { littleEndian: false }).string(COLOR_BYTES);
}
