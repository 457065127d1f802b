import {
  createLocator,
  LocatorKind,
  type HostLocators,
  type HostReceiver,
  type Locator,
  type ParticipantHost,
  type Time,
} from '@rclts/rtps';

/**
 * Two participants and nothing between them: what one sends, the other is handed in the same turn. No sockets, no real
 * time: what remains is the cost of the core.
 */
export class MemoryWire {
  readonly hosts: readonly [MemoryHost, MemoryHost] = [new MemoryHost(this, 1), new MemoryHost(this, 2)];
  readonly #tasks: (() => void)[] = [];
  now: number = 0;
  datagrams: number = 0;

  push(task: () => void): void {
    this.#tasks.push(task);
  }

  carry(from: MemoryHost, datagram: Uint8Array): void {
    const to = from === this.hosts[0] ? this.hosts[1] : this.hosts[0];
    this.datagrams += 1;
    const copy = datagram.slice();
    this.push(() => to.receive(copy, from.address));
  }

  /** Runs what is to be done at this time, all that follows from it included. */
  settle(): void {
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) task();
  }

  /** Lets time pass, and timers ring. */
  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      this.settle();
      const next = this.hosts.reduce((first, host) => (host.deadline < first.deadline ? host : first));
      if (next.deadline > end) break;
      this.now = Math.max(this.now, next.deadline);
      next.ring();
    }
    this.now = end;
  }
}

export class MemoryHost implements ParticipantHost {
  readonly address: string;
  readonly locators: HostLocators;
  readonly localAddresses: readonly string[];
  deadline: number = Infinity;
  readonly #wire: MemoryWire;
  readonly #index: number;
  #receiver: HostReceiver | undefined;
  #callback: (() => void) | undefined;

  constructor(wire: MemoryWire, index: number) {
    this.#wire = wire;
    this.#index = index;
    this.address = `10.0.0.${index}`;
    const at = (address: string, port: number): Locator => createLocator(LocatorKind.UDPv4, address, port);
    this.locators = {
      metatrafficUnicast: [at(this.address, 7410)],
      defaultUnicast: [at(this.address, 7411)],
      announceTo: [at(`10.0.0.${3 - index}`, 7410)],
    };
    this.localAddresses = [this.address];
  }

  now(): number {
    return this.#wire.now;
  }

  wallTime(): Time {
    return { sec: 1_800_000_000 + Math.trunc(this.#wire.now / 1000), nanosec: 0 };
  }

  randomBytes(length: number): Uint8Array {
    return new Uint8Array(length).fill(this.#index);
  }

  open(receiver: HostReceiver): void {
    this.#receiver = receiver;
  }

  send(datagram: Uint8Array): boolean {
    this.#wire.carry(this, datagram);
    return true;
  }

  receive(datagram: Uint8Array, address: string): void {
    this.#receiver?.onDatagram(datagram, address, 7411);
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    this.deadline = this.#wire.now + Math.max(0, delayMs);
    this.#callback = callback;
    return () => {
      if (this.#callback === callback) this.#clear();
    };
  }

  ring(): void {
    const callback = this.#callback;
    this.#clear();
    callback?.();
  }

  endOfTurn(callback: () => void): void {
    this.#wire.push(callback);
  }

  defer(callback: () => void): void {
    this.#wire.push(callback);
  }

  close(): Promise<void> {
    this.#clear();
    this.#receiver = undefined;
    return Promise.resolve();
  }

  #clear(): void {
    this.deadline = Infinity;
    this.#callback = undefined;
  }
}
