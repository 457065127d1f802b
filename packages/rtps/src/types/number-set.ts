import { putU32, u32, wordAt } from '../message/bytes.js';
import { readSequenceNumber, SEQUENCE_NUMBER_MAX, writeSequenceNumber } from './sequence-number.js';

/** The most members that a set has on the wire (RTPS 2.5 §9.4.2.6). */
export const NUMBER_SET_MAX_BITS = 256;

/**
 * SequenceNumberSet and FragmentNumberSet (RTPS 2.5 §9.4.2.6, §9.4.2.8): up to 256 consecutive numbers from `base` on, a bit for each,
 * most significant bit first. Bits at and past `numBits` are always clear.
 */
export class NumberSet {
  base = 1;
  numBits = 0;
  readonly bitmap: Uint32Array = new Uint32Array(NUMBER_SET_MAX_BITS / 32);

  /** Empties the set and moves its base. */
  clear(base: number): this {
    this.base = base;
    this.numBits = 0;
    this.bitmap.fill(0);
    return this;
  }

  get isEmpty(): boolean {
    for (let word = 0; word < this.wordCount; word++) if (wordAt(this.bitmap, word) !== 0) return false;
    return true;
  }

  /** 32-bit words that the bitmap takes on the wire. */
  get wordCount(): number {
    return (this.numBits + 31) >>> 5;
  }

  has(number: number): boolean {
    const bit = number - this.base;
    return bit >= 0 && bit < this.numBits && (wordAt(this.bitmap, bit >>> 5) & (0x8000_0000 >>> (bit & 31))) !== 0;
  }

  /** Adds a number of `base` … `base + 255`; false when it lies outside and was not added. */
  add(number: number): boolean {
    const bit = number - this.base;
    if (!(bit >= 0 && bit < NUMBER_SET_MAX_BITS)) return false;
    const word = bit >>> 5;
    this.bitmap[word] = wordAt(this.bitmap, word) | (0x8000_0000 >>> (bit & 31));
    if (bit >= this.numBits) this.numBits = bit + 1;
    return true;
  }

  /** The least member ≥ `from`, or −1: a loop without a closure. Never more than 256 steps, by words. */
  next(from: number): number {
    let bit = from > this.base ? from - this.base : 0;
    while (bit < this.numBits) {
      const rest = wordAt(this.bitmap, bit >>> 5) << (bit & 31);
      if (rest !== 0) return this.base + bit + Math.clz32(rest);
      bit = (bit | 31) + 1;
    }
    return -1;
  }

  /** Every member in ascending order. */
  forEach(visit: (number: number) => void): void {
    for (let number = this.next(this.base); number !== -1; number = this.next(number + 1)) visit(number);
  }
}

export type SequenceNumberSet = NumberSet;
export type FragmentNumberSet = NumberSet;

/** Octets on the wire. */
export function sequenceNumberSetSize(set: SequenceNumberSet): number {
  return 12 + 4 * set.wordCount;
}

export function fragmentNumberSetSize(set: FragmentNumberSet): number {
  return 8 + 4 * set.wordCount;
}

/** Reads into `set` what lies before `end`; the offset after it, or −1 when it is malformed. The base may be 0: the caller judges. */
export function readSequenceNumberSet(
  bytes: Uint8Array,
  offset: number,
  end: number,
  littleEndian: boolean,
  set: SequenceNumberSet,
): number {
  if (end - offset < 12) return -1;
  const base = readSequenceNumber(bytes, offset, littleEndian);
  if (base < 0) return -1;
  return readBitmap(bytes, offset + 8, end, littleEndian, set, base, SEQUENCE_NUMBER_MAX);
}

/** As {@link readSequenceNumberSet}, for 32-bit fragment numbers; their base is at least 1 (RTPS 2.5 §9.4.2.8). */
export function readFragmentNumberSet(
  bytes: Uint8Array,
  offset: number,
  end: number,
  littleEndian: boolean,
  set: FragmentNumberSet,
): number {
  if (end - offset < 8) return -1;
  const base = u32(bytes, offset, littleEndian);
  if (base === 0) return -1;
  return readBitmap(bytes, offset + 4, end, littleEndian, set, base, 0xffff_ffff);
}

/** The offset after it. */
export function writeSequenceNumberSet(bytes: Uint8Array, offset: number, set: SequenceNumberSet): number {
  writeSequenceNumber(bytes, offset, set.base);
  return writeBitmap(bytes, offset + 8, set);
}

/** The offset after it. */
export function writeFragmentNumberSet(bytes: Uint8Array, offset: number, set: FragmentNumberSet): number {
  putU32(bytes, offset, set.base);
  return writeBitmap(bytes, offset + 4, set);
}

function readBitmap(
  bytes: Uint8Array,
  offset: number,
  end: number,
  littleEndian: boolean,
  set: NumberSet,
  base: number,
  max: number,
): number {
  const numBits = u32(bytes, offset, littleEndian);
  // The bound first: it also keeps the arithmetic below small. The last member must still be a number.
  if (numBits > NUMBER_SET_MAX_BITS || base > max - numBits + 1) return -1;
  const words = (numBits + 31) >>> 5;
  offset += 4;
  if (end - offset < 4 * words) return -1;
  set.base = base;
  set.numBits = numBits;
  // Every word: those past the last may hold an earlier set's bits.
  for (let word = 0; word < set.bitmap.length; word++) {
    set.bitmap[word] = word < words ? u32(bytes, offset + 4 * word, littleEndian) : 0;
  }
  if ((numBits & 31) !== 0) {
    set.bitmap[words - 1] = wordAt(set.bitmap, words - 1) & (-1 << (32 - (numBits & 31)));
  }
  return offset + 4 * words;
}

function writeBitmap(bytes: Uint8Array, offset: number, set: NumberSet): number {
  putU32(bytes, offset, set.numBits);
  offset += 4;
  const words = set.wordCount;
  for (let word = 0; word < words; word++) putU32(bytes, offset + 4 * word, wordAt(set.bitmap, word));
  return offset + 4 * words;
}
