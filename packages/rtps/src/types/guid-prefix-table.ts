import { u32 } from '../message/bytes.js';
import { createGuidPrefix, type GuidPrefix } from './guid.js';

/**
 * The prefixes that a participant has discovered: open addressing, linear probing, no string on the way in.
 *
 * The hash is seeded with the participant's own randomness, so that nobody can choose prefixes that collide, and at most half of the
 * slots are ever taken: a look-up costs two or three comparisons whatever the network sends. Only discovery interns; the number of
 * prefixes is bounded, and each is removed with its remote participant.
 */
export class GuidPrefixTable {
  readonly #slots: (GuidPrefix | undefined)[];
  readonly #mask: number;
  readonly #capacity: number;
  readonly #seed: number;
  #size = 0;

  /** `capacity`: the most prefixes held at once; `seed`: 32 random bits. */
  constructor(options: { capacity: number; seed: number }) {
    let slots = 8;
    while (slots < options.capacity * 2) slots *= 2;
    this.#slots = new Array<GuidPrefix | undefined>(slots).fill(undefined);
    this.#mask = slots - 1;
    this.#capacity = options.capacity;
    this.#seed = options.seed | 0;
  }

  get size(): number {
    return this.#size;
  }

  /** The interned prefix with the 12 octets at `offset`, or undefined. The caller has checked the bounds. */
  find(bytes: Uint8Array, offset: number): GuidPrefix | undefined {
    return this.#slots[
      this.#probe(u32(bytes, offset, false), u32(bytes, offset + 4, false), u32(bytes, offset + 8, false))
    ];
  }

  /** As {@link find}, adding what is not there; undefined when the table is full. */
  intern(bytes: Uint8Array, offset: number): GuidPrefix | undefined {
    const slot = this.#probe(u32(bytes, offset, false), u32(bytes, offset + 4, false), u32(bytes, offset + 8, false));
    const found = this.#slots[slot];
    if (found !== undefined) return found;
    if (this.#size >= this.#capacity) return undefined;
    this.#size++;
    return (this.#slots[slot] = createGuidPrefix(bytes, offset));
  }

  /** Forgets a prefix, compared by value. False when it was not there. */
  remove(prefix: GuidPrefix): boolean {
    let hole = this.#probe(prefix.a, prefix.b, prefix.c);
    if (this.#slots[hole] === undefined) return false;
    this.#slots[hole] = undefined;
    this.#size--;
    // Close the hole: later entries of the run that may sit at it move up, so that no probe stops too early.
    for (let slot = (hole + 1) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const entry = this.#slots[slot];
      if (entry === undefined) return true;
      const home = this.#home(entry.a, entry.b, entry.c);
      if (((slot - home) & this.#mask) >= ((slot - hole) & this.#mask)) {
        this.#slots[hole] = entry;
        this.#slots[slot] = undefined;
        hole = slot;
      }
    }
  }

  /** The slot that holds the prefix, or the empty one where it would go. */
  #probe(a: number, b: number, c: number): number {
    let slot = this.#home(a, b, c);
    for (;;) {
      const entry = this.#slots[slot];
      if (entry === undefined || (entry.c === c && entry.b === b && entry.a === a)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Murmur3's finaliser over each word in turn; the multiplications keep the seed in every bit. */
  #home(a: number, b: number, c: number): number {
    let hash = mix(this.#seed ^ a);
    hash = mix(hash ^ b);
    return mix(hash ^ c) & this.#mask;
  }
}

const { imul } = Math;

function mix(value: number): number {
  let hash = imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
