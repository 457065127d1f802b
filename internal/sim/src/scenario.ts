import type { SimNetwork, SimNetworkOptions } from './sim-network.js';

/** Something that has to hold for every seed. */
export interface Scenario {
  readonly name: string;
  /** One sentence: what holds. */
  readonly promise: string;
  /** The network that it happens in. */
  readonly faults: Omit<SimNetworkOptions, 'seed' | 'keepTrace'>;
  /** Plays it in a fresh network; all its choices come from `network.random`. Throws what does not hold. */
  play(network: SimNetwork): void | Promise<void>;
}

/** @throws Error - with `message`, when `condition` does not hold. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
