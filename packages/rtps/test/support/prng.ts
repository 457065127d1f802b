/** Xorshift: the same seed, the same inputs, on every machine. */
export class Prng {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  /** 0 to 2^32 − 1. */
  next(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (this.#state = state) >>> 0;
  }

  /** 0 to `bound` − 1. */
  below(bound: number): number {
    return this.next() % bound;
  }
}

export function randomBytes(random: Prng, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = random.next() >>> 8;
  return bytes;
}

const EXTREMES = [0, 1, 3, 4, 0x7f, 0x80, 0xff];

/** A copy with one to four mistakes: bits and octets changed, extreme words, cut short, and pieces of others spliced in. */
export function mutate(random: Prng, original: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  let bytes = original.slice();
  for (let left = 1 + random.below(4); left > 0 && bytes.length > 0; left--) {
    const at = random.below(bytes.length);
    switch (random.below(7)) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << random.below(8));
        break;
      case 1:
        bytes[at] = random.next();
        break;
      case 2:
        bytes[at] = EXTREMES[random.below(EXTREMES.length)]!;
        break;
      case 3:
        bytes.fill(EXTREMES[random.below(EXTREMES.length)]!, at, at + 4);
        break;
      case 4:
        bytes = bytes.slice(0, at);
        break;
      case 5: {
        const other = others[random.below(others.length)]!;
        const from = random.below(other.length) & ~3;
        bytes.set(other.subarray(from, from + Math.min(random.below(64), bytes.length - at)), at);
        break;
      }
      default: {
        const end = Math.min(at + random.below(64), bytes.length);
        bytes = Uint8Array.from([...bytes.subarray(0, end), ...bytes.subarray(at)]);
      }
    }
  }
  return bytes;
}
