import type { SimHost } from '../../sim-host.js';
import type { SimNetwork } from '../../sim-network.js';
import type { Machine } from './machine.js';

/** One direction. */
interface Hearing {
  last: number;
  /** When a silence longer than the lease last ended. */
  silenceEnded: number;
}

/**
 * Who could hear whom, and who did: the network's truth, from its deliveries and the script's own cuts, without a word from
 * the participants. A machine may believe another lost only if this says that there was cause.
 */
export class Links {
  readonly #network: SimNetwork;
  readonly #leaseMs: number;
  readonly #hearings = new Map<SimHost, Map<SimHost, Hearing>>();
  readonly #changes = new Map<string, { connected: boolean; at: number }>();
  #machines: readonly Machine[] = [];

  constructor(network: SimNetwork, leaseMs: number) {
    this.#network = network;
    // Clocks and queues are exact here; a hair less than the lease is for rounding.
    this.#leaseMs = leaseMs - 1;
    network.observeDeliveries((from, to) => this.#heard(from, to));
  }

  /** After every cut, healing, start and end of a machine. */
  update(machines: readonly Machine[]): void {
    this.#machines = machines;
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
    return a !== b && (this.#wasDeaf(a, b, since) || this.#wasDeaf(b, a, since));
  }

  #wasDeaf(to: Machine, from: Machine, since: number): boolean {
    const hearing = this.#hearings.get(to.host)?.get(from.host);
    if (hearing === undefined) return true;
    return hearing.silenceEnded >= since || this.#network.now - hearing.last >= this.#leaseMs;
  }

  #heard(from: SimHost, to: SimHost): void {
    let hearings = this.#hearings.get(to);
    if (hearings === undefined) this.#hearings.set(to, (hearings = new Map()));
    const { now } = this.#network;
    const hearing = hearings.get(from);
    if (hearing === undefined) return void hearings.set(from, { last: now, silenceEnded: -Infinity });
    if (now - hearing.last >= this.#leaseMs) hearing.silenceEnded = now;
    hearing.last = now;
  }

  #updatePair(a: Machine, b: Machine): void {
    const connected = this.isConnected(a, b);
    const pair = pairOf(a, b);
    if (this.#changes.get(pair)?.connected !== connected) {
      this.#changes.set(pair, { connected, at: this.#network.now });
    }
  }

  get machines(): readonly Machine[] {
    return this.#machines;
  }
}

function pairOf(a: Machine, b: Machine): string {
  return a.key < b.key ? `${a.key} ${b.key}` : `${b.key} ${a.key}`;
}
