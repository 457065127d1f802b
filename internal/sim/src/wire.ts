import { isMulticast, type Locator } from '@rclts/rtps';
import { checkFaults, type Faults } from './faults.js';
import type { Listeners } from './listeners.js';
import type { Random } from './random.js';
import type { SimHost, SimHostNetwork } from './sim-host.js';
import { fingerprintOf, type Trace, type TraceKind } from './trace.js';

/** What UDP over IPv4 carries at most. */
const MAX_DATAGRAM_BYTES = 65_507;
/** Of a loop that stood still, the sockets' turn comes this much after its timers'. */
const AFTER_TIMERS_MS = 0.01;

/** A datagram on its way. */
interface Sent {
  readonly from: SimHost;
  readonly source: string;
  readonly bytes: Uint8Array;
  /** Of the bytes, for the trace. */
  readonly fingerprint: number;
}

/** Carries datagrams from host to host: late, twice, overtaken by others or not at all, as its faults say. */
export class Wire {
  faults: Faults;
  /** Told who has heard whom. */
  onDelivered: ((from: SimHost, to: SimHost) => void) | undefined;
  readonly #clock: Pick<SimHostNetwork, 'now' | 'at'>;
  readonly #trace: Trace;
  readonly #random: Random;
  readonly #listeners: Listeners;
  readonly #pathTimes = new Map<SimHost, Map<SimHost, number>>();
  #groups: ReadonlyMap<SimHost, number> | undefined;

  /** @throws RangeError - for faults that cannot be. */
  constructor(
    clock: Pick<SimHostNetwork, 'now' | 'at'>,
    trace: Trace,
    random: Random,
    listeners: Listeners,
    faults: Faults,
  ) {
    this.#clock = clock;
    this.#trace = trace;
    this.#random = random;
    this.#listeners = listeners;
    this.faults = checkFaults(faults);
  }

  /** Only hosts of one group hear each other from now on; hosts that are in none are a group of their own. */
  partition(groups: readonly (readonly SimHost[])[]): void {
    const members = new Map<SimHost, number>();
    groups.forEach((group, index) => group.forEach((host) => members.set(host, index)));
    this.#groups = members;
  }

  heal(): void {
    this.#groups = undefined;
  }

  isConnected(a: SimHost, b: SimHost): boolean {
    return this.#groups === undefined || a === b || this.#groups.get(a) === this.#groups.get(b);
  }

  /** False: not taken; `onWritable` follows. */
  send(from: SimHost, datagram: Uint8Array, to: Locator): boolean {
    const destination = `${to.address}:${to.port}`;
    const source = from.sourceAddress;
    if (this.#random.chance(this.faults.refusal)) {
      this.#trace.add(this.#clock.now, 'refuse', from.name, destination);
      this.#clock.at(this.#clock.now + this.#random.float(), () => from.onWritable());
      return false;
    }
    // The sender may use its buffer again as soon as this returns.
    const bytes = datagram.slice();
    const fingerprint = fingerprintOf(bytes);
    this.#trace.add(this.#clock.now, 'send', from.name, destination, '', bytes, fingerprint);
    const receivers = this.#listeners.of(to).filter((host) => host.hears(from) && (host !== from || isMulticast(to)));
    if (source === undefined || bytes.length > MAX_DATAGRAM_BYTES || receivers.length === 0) {
      this.#trace.add(this.#clock.now, 'unreachable', from.name, destination);
      return true;
    }
    const sent = { from, source, bytes, fingerprint };
    for (const receiver of receivers) this.#carry(sent, receiver);
    return true;
  }

  /** To itself: at once and intact, as over loopback. */
  #carry(sent: Sent, to: SimHost): void {
    const random = this.#random;
    if (sent.from === to) return this.#deliverAt(this.#clock.now, sent, to);
    const copies = random.chance(this.faults.duplication) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      if (random.chance(this.faults.loss)) this.#note('lose', sent, to);
      else this.#deliverAt(this.#arrivalTime(sent.from, to), sent, to);
    }
  }

  #arrivalTime(from: SimHost, to: SimHost): number {
    const { delayMs, jitterMs, reordering, reorderMs } = this.faults;
    const random = this.#random;
    const arrival = this.#clock.now + delayMs + (jitterMs > 0 ? jitterMs * random.float() : 0);
    if (random.chance(reordering)) return arrival + reorderMs * random.float();
    let times = this.#pathTimes.get(from);
    if (times === undefined) this.#pathTimes.set(from, (times = new Map()));
    const inOrder = Math.max(arrival, times.get(to) ?? 0);
    times.set(to, inOrder);
    return inOrder;
  }

  #deliverAt(time: number, sent: Sent, to: SimHost): void {
    this.#clock.at(time, () => {
      if (!to.alive) return;
      if (!this.isConnected(sent.from, to)) return this.#note('lose', sent, to, 'partition ');
      this.#note('deliver', sent, to);
      this.onDelivered?.(sent.from, to);
      if (to.stalledUntil <= this.#clock.now) return this.#read(sent, to);
      // Late timers come first, as in a loop that goes on.
      this.#clock.at(to.stalledUntil + AFTER_TIMERS_MS, () => to.alive && this.#read(sent, to));
    });
  }

  /** The receiver owns what it gets and may keep it; another receiver, or the copy in the trace, must not see that. */
  #read({ from, source, bytes }: Sent, to: SimHost): void {
    to.receive(bytes.slice(), source, from.metatrafficPort);
  }

  #note(kind: TraceKind, { from, bytes, fingerprint }: Sent, to: SimHost, note = ''): void {
    this.#trace.add(this.#clock.now, kind, from.name, to.name, note, bytes, fingerprint);
  }
}
