import type { SimHost } from '../sim-host.js';
import type { SimNetwork } from '../sim-network.js';

/** Whatever has a machine of its own. */
interface Listener {
  readonly host: SimHost;
}

/** Who got datagrams of whom, and when it did not for a lease: from the network, not from the participants. */
export class Hearsay {
  readonly #network: SimNetwork;
  readonly #leaseMs: number;
  readonly #heard = new Map<SimHost, Map<SimHost, { last: number; silenceEnded: number }>>();

  constructor(network: SimNetwork, leaseMs: number) {
    this.#network = network;
    // For rounding.
    this.#leaseMs = leaseMs - 1;
    network.observeDeliveries((from, to) => this.#note(from, to));
  }

  /** Whether one got nothing of the other for a lease, at any moment since then. */
  wasSilent(a: Listener, b: Listener, since: number): boolean {
    return a !== b && (this.wasDeaf(a, b, since) || this.wasDeaf(b, a, since));
  }

  wasDeaf(to: Listener, from: Listener, since: number): boolean {
    const heard = this.#heard.get(to.host)?.get(from.host);
    if (heard === undefined) return true;
    return heard.silenceEnded >= since || this.#network.now - heard.last >= this.#leaseMs;
  }

  #note(from: SimHost, to: SimHost): void {
    let all = this.#heard.get(to);
    if (all === undefined) this.#heard.set(to, (all = new Map()));
    const { now } = this.#network;
    const heard = all.get(from);
    if (heard === undefined) return void all.set(from, { last: now, silenceEnded: -Infinity });
    if (now - heard.last >= this.#leaseMs) heard.silenceEnded = now;
    heard.last = now;
  }
}
