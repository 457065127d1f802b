import type { SimNetwork } from '../../sim-network.js';
import { Hearsay } from '../hearsay.js';
import type { Machine } from './machine.js';

/**
 * Who could hear whom, and who did: the network's truth, from its deliveries and the script's own cuts, without a word from
 * the participants. A machine may believe another lost only if this says that there was cause.
 */
export class Links {
  readonly #network: SimNetwork;
  readonly #hearsay: Hearsay;
  readonly #changes = new Map<string, { connected: boolean; at: number }>();

  constructor(network: SimNetwork, leaseMs: number) {
    this.#network = network;
    this.#hearsay = new Hearsay(network, leaseMs);
  }

  /** After every cut, healing, start and end of a machine. */
  update(machines: readonly Machine[]): void {
    for (const a of machines) for (const b of machines) if (a.key < b.key) this.#updatePair(a, b);
  }

  isConnected(a: Machine, b: Machine): boolean {
    return a.endedAt === undefined && b.endedAt === undefined && this.#network.isConnected(a.host, b.host);
  }

  /** Since when the two are connected, or not. */
  stableSince(a: Machine, b: Machine): number {
    return a === b ? 0 : (this.#changes.get(pairOf(a, b))?.at ?? 0);
  }

  /** Whether one heard nothing of the other for a lease, at any moment since then. */
  wasSilent(a: Machine, b: Machine, since: number): boolean {
    return a.host !== b.host && this.#hearsay.wasSilent(a, b, since);
  }

  #updatePair(a: Machine, b: Machine): void {
    const connected = this.isConnected(a, b);
    const pair = pairOf(a, b);
    if (this.#changes.get(pair)?.connected !== connected) {
      this.#changes.set(pair, { connected, at: this.#network.now });
    }
  }
}

function pairOf(a: Machine, b: Machine): string {
  return a.key < b.key ? `${a.key} ${b.key}` : `${b.key} ${a.key}`;
}
