import { Random } from '../../../sim/src/random.js';

const OCTETS = [0, 1, 2, 3, 4, 7, 8, 0x0f, 0x10, 0x20, 0x7f, 0x80, 0xfe, 0xff];
const WORDS = [0, 1, 2, 3, 4, 255, 256, 257, 1_000, 65_535, 65_536, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
const MOST_AT_ONCE = 6;

/** Makes mistakes in inputs: the same ones for the same random numbers. */
export class Mutator {
  readonly #random: Random;
  readonly #maxLength: number;
  readonly #dictionary: readonly Uint8Array[];

  constructor(random: Random, maxLength: number, dictionary: readonly Uint8Array[] = []) {
    this.#random = random;
    this.#maxLength = maxLength;
    this.#dictionary = dictionary;
  }

  /** A copy of `original` with one to six mistakes; pieces of `other` may get into it. */
  mutate(original: Uint8Array, other: Uint8Array): Uint8Array {
    const random = this.#random;
    let bytes = new Uint8Array(original.subarray(0, this.#maxLength));
    // Few mistakes mostly: an input with many gets nowhere.
    const mistakes = 1 + Math.min(random.integer(MOST_AT_ONCE), random.integer(MOST_AT_ONCE));
    for (let left = mistakes; left > 0; left--) {
      if (bytes.length === 0) bytes = new Uint8Array(random.bytes(1 + random.integer(8)));
      bytes = this.#once(bytes, other);
    }
    return bytes.length > this.#maxLength ? bytes.slice(0, this.#maxLength) : bytes;
  }

  #once(bytes: Uint8Array<ArrayBuffer>, other: Uint8Array): Uint8Array<ArrayBuffer> {
    const random = this.#random;
    const { length } = bytes;
    const at = random.integer(length);
    const old = bytes[at] ?? 0;
    switch (random.integer(14)) {
      case 0:
        bytes[at] = old ^ (1 << random.integer(8));
        return bytes;
      case 1:
        bytes[at] = random.uint32();
        return bytes;
      case 2:
        bytes[at] = random.pick(OCTETS);
        return bytes;
      case 3:
        bytes[at] = old + random.integer(17) - 8;
        return bytes;
      case 4:
      case 5:
        this.#changeWord(bytes, at);
        return bytes;
      case 6:
        this.#changeHalfWord(bytes, at);
        return bytes;
      case 7:
        return bytes.slice(0, at);
      case 8: {
        const end = Math.min(length, at + 1 + random.integer(32));
        return concatenate(bytes.subarray(0, at), bytes.subarray(end));
      }
      case 9: {
        const end = Math.min(length, at + 1 + random.integer(64));
        return concatenate(bytes.subarray(0, end), bytes.subarray(at));
      }
      case 10: {
        const from = random.integer(other.length + 1);
        bytes.set(other.subarray(from, from + Math.min(1 + random.integer(64), length - at)), at);
        return bytes;
      }
      case 11:
        return concatenate(bytes.subarray(0, at), other.subarray(random.integer(other.length + 1)));
      case 12:
        return this.#word(bytes, at);
      default:
        return concatenate(bytes.subarray(0, at), random.bytes(1 + random.integer(8)), bytes.subarray(at));
    }
  }

  /** Lengths and counts: extremes, a little more or less, and what is left of the input. */
  #changeWord(bytes: Uint8Array<ArrayBuffer>, near: number): void {
    const random = this.#random;
    const at = random.integer(4) > 0 ? near & ~3 : near;
    if (at + 4 > bytes.length) return;
    const view = new DataView(bytes.buffer);
    const isLittleEndian = random.integer(4) > 0;
    const kind = random.integer(4);
    const old = view.getUint32(at, isLittleEndian);
    const left = bytes.length - at - 4;
    const word =
      kind === 0
        ? random.pick(WORDS)
        : kind === 1
          ? old + random.integer(33) - 16
          : kind === 2
            ? Math.floor(left / (1 << random.integer(5))) + random.integer(3) - 1
            : random.uint32();
    view.setUint32(at, word, isLittleEndian);
  }

  #changeHalfWord(bytes: Uint8Array<ArrayBuffer>, near: number): void {
    const random = this.#random;
    const at = near & ~1;
    if (at + 2 > bytes.length) return;
    const view = new DataView(bytes.buffer);
    const isLittleEndian = random.integer(4) > 0;
    const old = view.getUint16(at, isLittleEndian);
    const left = bytes.length - at - 2;
    const choice = random.integer(3);
    const half = choice === 0 ? random.pick(WORDS) : choice === 1 ? old + random.integer(33) - 16 : left;
    view.setUint16(at, half, isLittleEndian);
  }

  /** Out of the dictionary, over what is there or in between. */
  #word(bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> {
    const random = this.#random;
    if (this.#dictionary.length === 0) return bytes;
    const word = random.pick(this.#dictionary);
    if (random.integer(2) === 0) return concatenate(bytes.subarray(0, at), word, bytes.subarray(at));
    bytes.set(word.subarray(0, bytes.length - at), at);
    return bytes;
  }
}

/** One after the other. */
export function concatenate(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
