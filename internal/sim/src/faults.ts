/** What a network does to datagrams. Probabilities are 0…1 and hold for each receiver of a datagram on its own. */
export interface Faults {
  readonly loss: number;
  /** A second copy, that is delayed and lost on its own. */
  readonly duplication: number;
  /** Held back, so that later datagrams of the same path overtake it. Without it every path keeps its order. */
  readonly reordering: number;
  readonly delayMs: number;
  /** Up to this much more, evenly. */
  readonly jitterMs: number;
  /** How long a datagram that is reordered is held back at most. */
  readonly reorderMs: number;
  /** `send` returns false, and `onWritable` follows within a millisecond. */
  readonly refusal: number;
}

export const PERFECT_NETWORK: Faults = Object.freeze({
  loss: 0,
  duplication: 0,
  reordering: 0,
  delayMs: 0.1,
  jitterMs: 0,
  reorderMs: 20,
  refusal: 0,
});

/**
 * @throws RangeError - for a probability outside of 0…1 or a delay that is not a finite number of at least 0.
 */
export function checkFaults(faults: Faults): Faults {
  for (const name of ['loss', 'duplication', 'reordering', 'refusal'] as const) {
    if (!(faults[name] >= 0 && faults[name] <= 1)) throw new RangeError(`${name} must be 0…1: ${faults[name]}`);
  }
  for (const name of ['delayMs', 'jitterMs', 'reorderMs'] as const) {
    if (!(faults[name] >= 0 && faults[name] < Infinity)) throw new RangeError(`${name}: ${faults[name]}`);
  }
  return faults;
}
