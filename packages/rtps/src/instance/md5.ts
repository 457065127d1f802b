// RFC 1321. Not for secrets: DDS makes a key hash of long keys with it (RTPS 2.5 §9.6.4.8).

const SHIFTS: readonly (readonly number[])[] = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];

/** RFC 1321 §3.4: the whole part of 2^32 times abs(sin(i + 1)). */
const SINES: Uint32Array = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** The 16 octets of a message's digest. */
export function md5(message: Uint8Array): Uint8Array {
  const blocks = (message.byteLength + 8 + 64) >>> 6;
  const padded = new Uint8Array(blocks * 64);
  padded.set(message);
  padded[message.byteLength] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.byteLength - 8, message.byteLength << 3, true);
  view.setUint32(padded.byteLength - 4, message.byteLength >>> 29, true);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let offset = 0; offset < padded.byteLength; offset += 64) addBlock(state, view, offset);
  const digest = new Uint8Array(16);
  const out = new DataView(digest.buffer);
  state.forEach((word, index) => out.setUint32(index * 4, word, true));
  return digest;
}

function addBlock(state: Uint32Array, view: DataView, offset: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const [mixed, word] = mix(round, i, b, c, d);
    const sum = (a + mixed + (SINES[i] ?? 0) + view.getUint32(offset + word * 4, true)) | 0;
    const shift = SHIFTS[round]?.[i & 3] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
}

/** A round's function of three words, and which of the block's words it takes in step `i`. */
function mix(round: number, i: number, b: number, c: number, d: number): readonly [number, number] {
  switch (round) {
    case 0:
      return [(b & c) | (~b & d), i];
    case 1:
      return [(d & b) | (~d & c), (5 * i + 1) & 15];
    case 2:
      return [b ^ c ^ d, (3 * i + 5) & 15];
    default:
      return [c ^ (b | ~d), (7 * i) & 15];
  }
}
