import {
  createLocator,
  LocatorKind,
  metatrafficUnicastPort,
  SPDP_MULTICAST_ADDRESS,
  spdpMulticastPort,
  userUnicastPort,
  type HostLocators,
  type HostReceiver,
  type Locator,
  type ParticipantHost,
  type Time,
} from '@rclts/rtps';
import type { SimEvent } from './event-queue.js';
import type { Random } from './random.js';

/** Each host's clock starts elsewhere, so that times of two hosts are never equal by accident. */
const CLOCK_STEP_MS = 100_003;
/** 2026-01-01T00:00:00Z. */
const EPOCH_SEC = 1_767_225_600;

export interface SimHostOptions {
  /** IPv4. Hosts with the same address are processes of one machine. Default: a new one of 10.0.0.0/8. */
  readonly address?: string;
  /** Default 0. Hosts of different domains do not hear each other's multicast. */
  readonly domainId?: number;
  /** False: it announces to no multicast group, and hears none. */
  readonly multicast?: boolean;
  /** Where it announces itself besides. */
  readonly announceTo?: readonly Locator[];
  /** Whose datagrams reach it; default: everybody's. */
  readonly hears?: (from: SimHost) => boolean;
}

/** What a host asks of the network that it is in. */
export interface SimHostNetwork {
  readonly now: number;
  at(time: number, run: () => void): SimEvent;
  send(from: SimHost, datagram: Uint8Array, to: Locator): boolean;
  onClosed(host: SimHost): void;
  onAddressesChanged(): void;
}

/** A participant's world on virtual time. It lives until its network kills it or its participant closes it. */
export class SimHost implements ParticipantHost {
  readonly name: string;
  readonly address: string;
  readonly domainId: number;
  readonly multicast: boolean;
  readonly hears: (from: SimHost) => boolean;
  /** Which pair of ports of its machine it has. */
  readonly participantIndex: number;
  readonly #network: SimHostNetwork;
  readonly #random: Random;
  readonly #clockOffset: number;
  readonly #userPort: number;
  readonly #metatrafficPort: number;
  readonly #announceTo: readonly Locator[];
  #addresses: readonly string[];
  #locators: HostLocators;
  #receiver: HostReceiver | undefined;
  #timer: SimEvent | undefined;
  #alive = true;
  #stalledUntil = -Infinity;

  constructor(
    network: SimHostNetwork,
    random: Random,
    options: SimHostOptions & { readonly address: string; readonly index: number; readonly participantIndex: number },
  ) {
    const { address, index, participantIndex, domainId = 0, multicast = true, announceTo = [] } = options;
    this.hears = options.hears ?? (() => true);
    this.name = participantIndex === 0 ? address : `${address}/${participantIndex}`;
    this.address = address;
    this.domainId = domainId;
    this.multicast = multicast;
    this.participantIndex = participantIndex;
    this.#network = network;
    this.#random = random;
    this.#clockOffset = (index + 1) * CLOCK_STEP_MS;
    this.#metatrafficPort = metatrafficUnicastPort(domainId, participantIndex);
    this.#userPort = userUnicastPort(domainId, participantIndex);
    const group = createLocator(LocatorKind.UDPv4, SPDP_MULTICAST_ADDRESS, spdpMulticastPort(domainId));
    this.#announceTo = multicast ? [group, ...announceTo] : announceTo;
    this.#addresses = [address];
    this.#locators = this.#makeLocators();
  }

  get alive(): boolean {
    return this.#alive;
  }

  get metatrafficPort(): number {
    return this.#metatrafficPort;
  }

  get locators(): HostLocators {
    return this.#locators;
  }

  get localAddresses(): readonly string[] {
    return [...this.#addresses, '127.0.0.1'];
  }

  now(): number {
    return this.#network.now + this.#clockOffset;
  }

  wallTime(): Time {
    const ms = this.#network.now;
    const sec = Math.floor(ms / 1000);
    return { sec: EPOCH_SEC + sec, nanosec: Math.floor((ms - sec * 1000) * 1e6) };
  }

  randomBytes(length: number): Uint8Array {
    return this.#random.bytes(length);
  }

  open(receiver: HostReceiver): void {
    this.#receiver = receiver;
  }

  send(datagram: Uint8Array, to: Locator): boolean {
    return !this.#alive || this.#network.send(this, datagram, to);
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    this.#cancel(this.#timer);
    this.#timer = undefined;
    if (!(delayMs < Infinity)) return () => {};
    const timer = this.#later(Math.max(0, delayMs), callback);
    this.#timer = timer;
    return () => this.#cancel(timer);
  }

  endOfTurn(callback: () => void): void {
    this.#later(0, callback);
  }

  defer(callback: () => void): void {
    this.#later(0, callback);
  }

  close(): Promise<void> {
    this.stop();
    return Promise.resolve();
  }

  /** As a process that is killed: nothing is sent any more, nothing is called any more. */
  stop(): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#receiver = undefined;
    this.#network.onClosed(this);
  }

  /** Where its datagrams come from; undefined while it has no address. */
  get sourceAddress(): string | undefined {
    return this.#addresses[0];
  }

  /** Whether a datagram to this address and port comes here. */
  listensTo({ kind, address, port }: Locator): boolean {
    if (kind !== LocatorKind.UDPv4) return false;
    if (this.#addresses.length === 0) return false;
    if (address === SPDP_MULTICAST_ADDRESS) return this.multicast && port === spdpMulticastPort(this.domainId);
    return this.#addresses.includes(address) && (port === this.#metatrafficPort || port === this.#userPort);
  }

  /** As a loop that stands still: nothing runs until then; datagrams wait in the socket, timers are late. */
  stallUntil(time: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, time);
  }

  get stalledUntil(): number {
    return this.#stalledUntil;
  }

  receive(datagram: Uint8Array, address: string, port: number): void {
    this.#receiver?.onDatagram(datagram, address, port);
  }

  onWritable(): void {
    this.#receiver?.onWritable();
  }

  /** As when interfaces come and go; none at all is possible. */
  setAddresses(addresses: readonly string[]): void {
    this.#addresses = addresses;
    this.#network.onAddressesChanged();
    this.#locators = this.#makeLocators();
    this.#later(0, () => this.#receiver?.onLocatorsChanged());
  }

  #makeLocators(): HostLocators {
    return {
      metatrafficUnicast: this.#addresses.map((one) => createLocator(LocatorKind.UDPv4, one, this.#metatrafficPort)),
      defaultUnicast: this.#addresses.map((one) => createLocator(LocatorKind.UDPv4, one, this.#userPort)),
      announceTo: this.#announceTo,
    };
  }

  #later(delayMs: number, callback: () => void): SimEvent {
    const event = this.#network.at(this.#network.now + delayMs, () => {
      if (!this.#alive) return;
      if (this.#network.now >= this.#stalledUntil) return callback();
      // The same event, so that it can be cancelled still.
      this.#network.at(this.#stalledUntil, () => event.run !== undefined && this.#alive && callback());
    });
    return event;
  }

  #cancel(event: SimEvent | undefined): void {
    if (event !== undefined) event.run = undefined;
  }
}
