import type { KeyCodec } from '../../src/index.js';

/** A sample of { @key uint32 id; uint32 value }, in CDR. */
export function sampleOf(id: number, value: number): Uint8Array {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  bytes[1] = 1;
  view.setUint32(4, id, true);
  view.setUint32(8, value, true);
  return bytes;
}

export const valueOf = (payload: Uint8Array): number =>
  new DataView(payload.buffer, payload.byteOffset).getUint32(8, true);

export const idOf = (key: Uint8Array | undefined): number | undefined =>
  key && new DataView(key.buffer, key.byteOffset).getUint32(0);

/** The id of a sample, or of a key payload in either endianness. */
export const byId: KeyCodec = {
  maxBytes: 4,
  serialize(payload) {
    const key = new Uint8Array(4);
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    new DataView(key.buffer).setUint32(0, view.getUint32(4, payload[1] === 1));
    return key;
  },
};
