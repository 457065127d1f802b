import { EventQueue } from './event-queue.js';
import { checkFaults, PERFECT_NETWORK, type Faults } from './faults.js';
import { Listeners } from './listeners.js';
import { Random } from './random.js';
import { SimHost, type SimHostNetwork, type SimHostOptions } from './sim-host.js';
import { Trace } from './trace.js';
import { Wire } from './wire.js';

/** `run` gives up on a promise after this much virtual time. */
const DEFAULT_RUN_MS = 600_000;
/** Without a step of the clock in so many events, something answers itself for ever. */
const MAX_EVENTS_AT_ONCE = 100_000;

export interface SimNetworkOptions extends Partial<Faults> {
  /** The same seed, hosts and calls give the same run, to the byte. */
  readonly seed: number;
  /** How many of the last trace entries to keep in full; default 0. */
  readonly keepTrace?: number;
}

/**
 * A network and a clock for any number of participants in one process, without sockets and without waiting.
 *
 * Events happen one at a time in order of their virtual time. `runFor` and `runUntil` do that synchronously and are for
 * what has no promises in it. `advance`, `advanceUntil` and `run` let promises settle after every event, whatever their
 * depth, before the clock moves on: for code with `async` functions. In both, one seed is one history.
 */
export class SimNetwork {
  readonly seed: number;
  readonly trace: Trace;
  /** For the scenario's own choices. */
  readonly random: Random;
  readonly #queue = new EventQueue();
  readonly #hosts: SimHost[] = [];
  readonly #listeners = new Listeners(this.#hosts);
  readonly #side: SimHostNetwork;
  readonly #wire: Wire;
  #now = 0;
  #eventsAtOnce = 0;
  #running = false;

  constructor(options: SimNetworkOptions) {
    const { seed, keepTrace = 0, ...faults } = options;
    this.seed = seed;
    this.trace = new Trace(keepTrace);
    this.random = new Random(seed, 0);
    // Arrow functions keep `this`; `now` has to be read each time.
    const network = (): number => this.#now;
    this.#side = {
      get now() {
        return network();
      },
      at: (time, run) => this.#queue.add(time, run),
      send: (from, datagram, to) => this.#wire.send(from, datagram, to),
      onClosed: (host) => {
        this.#listeners.forget();
        this.trace.add(this.#now, 'close', host.name);
      },
      onAddressesChanged: () => this.#listeners.forget(),
    };
    this.#wire = new Wire(this.#side, this.trace, new Random(seed, 1), this.#listeners, {
      ...PERFECT_NETWORK,
      ...faults,
    });
  }

  /** Virtual milliseconds since the beginning. */
  get now(): number {
    return this.#now;
  }

  /** All hosts that were made, the dead ones too. */
  get hosts(): readonly SimHost[] {
    return this.#hosts;
  }

  get faults(): Faults {
    return this.#wire.faults;
  }

  /** From now on; what is under way arrives as it was going to. */
  setFaults(faults: Partial<Faults>): void {
    this.#wire.faults = checkFaults({ ...this.#wire.faults, ...faults });
  }

  /** A machine, or one more process of a machine. Participant indices are given as sockets would: the first that is free. */
  createHost(options: SimHostOptions = {}): SimHost {
    const index = this.#hosts.length;
    const address = options.address ?? `10.0.${(index + 1) >> 8}.${(index + 1) & 0xff}`;
    const taken = this.#hosts.filter(
      (host) => host.alive && host.address === address && host.domainId === (options.domainId ?? 0),
    );
    let participantIndex = 0;
    while (taken.some((host) => host.participantIndex === participantIndex)) participantIndex += 1;
    const random = new Random(this.seed, 2 + index);
    const host = new SimHost(this.#side, random, { ...options, address, index, participantIndex });
    this.#hosts.push(host);
    this.#listeners.forget();
    return host;
  }

  /** Only hosts of one group hear each other from now on; hosts that are in none are a group of their own. */
  partition(groups: readonly (readonly SimHost[])[]): void {
    this.#wire.partition(groups);
    this.note(`partition: ${groups.map((group) => group.map(({ name }) => name).join(' ')).join(' | ')}`);
  }

  heal(): void {
    this.#wire.heal();
    this.note('heal');
  }

  /** As SIGKILL: nothing more is heard of it, and it hears nothing. */
  kill(host: SimHost): void {
    this.trace.add(this.#now, 'kill', host.name);
    host.stop();
  }

  /** Whether what one sends now would reach the other, but for loss. */
  isConnected(a: SimHost, b: SimHost): boolean {
    return this.#wire.isConnected(a, b);
  }

  /** Tells who has heard whom, and when: for an oracle, which must not ask the participants. One listener. */
  observeDeliveries(listener: (from: SimHost, to: SimHost) => void): void {
    this.#wire.onDelivered = listener;
  }

  /** As a process whose event loop stands still for so long: a long computation, a debugger, SIGSTOP. */
  stall(host: SimHost, ms: number): void {
    this.note(`stands still for ${ms.toFixed(0)} ms`, host.name);
    host.stallUntil(this.#now + ms);
  }

  /** Adds a line to the trace, and to its hash. */
  note(text: string, from = ''): void {
    this.trace.add(this.#now, 'note', from, '', text);
  }

  /** Runs `callback` at a virtual time from now, such as a fault in the middle of a scenario. */
  after(delayMs: number, callback: () => void): void {
    this.#queue.add(this.#now + delayMs, callback);
  }

  /** Synchronously: everything that happens in the next `ms`. */
  runFor(ms: number): void {
    this.runUntil(() => false, ms);
  }

  /** Synchronously, until `predicate` holds after an event; false when it did not within `maxMs`. */
  runUntil(predicate: () => boolean, maxMs: number): boolean {
    const end = this.#begin() + maxMs;
    try {
      while (!predicate()) {
        if (!this.#step(end)) return predicate();
      }
      return true;
    } finally {
      this.#running = false;
    }
  }

  /** As `runFor`, with promises. */
  async advance(ms: number): Promise<void> {
    await this.advanceUntil(() => false, ms);
  }

  /** As `runUntil`, with promises. */
  async advanceUntil(predicate: () => boolean, maxMs: number): Promise<boolean> {
    const end = this.#begin() + maxMs;
    try {
      await settle();
      while (!predicate()) {
        const more = this.#step(end);
        await settle();
        if (!more) return predicate();
      }
      return true;
    } finally {
      this.#running = false;
    }
  }

  /**
   * Runs the network until what `body` returns has settled, and passes it on.
   *
   * @throws Error - when it has not settled after `maxMs` of virtual time.
   */
  async run<T>(body: () => Promise<T>, maxMs: number = DEFAULT_RUN_MS): Promise<T> {
    let settled = false;
    const promise = body().finally(() => {
      settled = true;
    });
    // Awaited below; until then a rejection is not "unhandled".
    promise.catch(() => {});
    if (!(await this.advanceUntil(() => settled, maxMs))) {
      throw new Error(`not settled after ${maxMs} ms of virtual time (seed ${this.seed})`);
    }
    return promise;
  }

  #begin(): number {
    if (this.#running) throw new Error('the network runs already');
    this.#running = true;
    return this.#now;
  }

  /** One event, if there is one until `end`; else the clock moves to `end`. */
  #step(end: number): boolean {
    const time = this.#queue.nextTime();
    if (time > end) {
      this.#now = end;
      return false;
    }
    this.#eventsAtOnce = time > this.#now ? 0 : this.#eventsAtOnce + 1;
    if (this.#eventsAtOnce > MAX_EVENTS_AT_ONCE) {
      throw new Error(`${MAX_EVENTS_AT_ONCE} events at ${this.#now} ms: the clock stands still (seed ${this.seed})`);
    }
    this.#now = Math.max(this.#now, time);
    this.#queue.take()?.run?.();
    return true;
  }
}

/** A turn of the event loop: every microtask that is due, and those that they lead to, has run when it comes back. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
