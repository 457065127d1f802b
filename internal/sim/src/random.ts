// Jest's sandbox looks globals up some hundred times slower than a module's constants.
const { imul, floor } = Math;

/**
 * A small seeded generator: xoshiro128** (Blackman and Vigna, https://prng.di.unimi.it/xoshiro128starstar.c), its state
 * filled from the seed by splitmix32. Not for secrets: for simulations that replay.
 */
export class Random {
  readonly #state = new Uint32Array(4);

  /** `stream` gives an independent sequence for the same seed, so that one consumer does not shift another's. */
  constructor(seed: number, stream = 0) {
    let mix = (imul(seed, 0x9e37_79b1) ^ imul(stream + 1, 0x85eb_ca6b) ^ floor(seed / 2 ** 32)) >>> 0;
    for (let word = 0; word < 4; word += 1) {
      mix = (mix + 0x9e37_79b9) >>> 0;
      let z = mix;
      z = imul(z ^ (z >>> 16), 0x21f0_aaad);
      z = imul(z ^ (z >>> 15), 0x735a_2d97);
      this.#state[word] = z ^ (z >>> 15);
    }
  }

  /** 0 … 2^32 − 1. */
  uint32(): number {
    const state = this.#state;
    const [a, b, c, d] = state as unknown as [number, number, number, number];
    const result = imul(rotateLeft(imul(b, 5), 7), 9) >>> 0;
    state[2] = c ^ a;
    state[3] = d ^ b;
    state[1] = b ^ (c ^ a);
    state[0] = a ^ (d ^ b);
    state[2] = c ^ a ^ (b << 9);
    state[3] = rotateLeft(d ^ b, 11);
    return result;
  }

  /** 0 ≤ x < 1. */
  float(): number {
    return this.uint32() / 2 ** 32;
  }

  /** 0 ≤ n < bound. */
  integer(bound: number): number {
    return floor(this.float() * bound);
  }

  /** True in `probability` of the cases. Certain and impossible ones draw nothing. */
  chance(probability: number): boolean {
    return probability >= 1 || (probability > 0 && this.float() < probability);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 1) bytes[at] = this.uint32() >>> 24;
    return bytes;
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
