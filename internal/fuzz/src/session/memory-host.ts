import {
  createLocator,
  LocatorKind,
  SPDP_MULTICAST_ADDRESS,
  type HostLocators,
  type HostReceiver,
  type Locator,
  type ParticipantHost,
  type Time,
} from '@rclts/rtps';
import { Random } from '../../../sim/src/random.js';

/** A host without a world: the program moves its clock, and decides what becomes of what it sends. */
export class MemoryHost implements ParticipantHost {
  readonly address: string;
  readonly locators: HostLocators;
  readonly localAddresses: readonly string[];
  readonly #random: Random;
  readonly #clock: { now: number };
  readonly #onSent: (datagram: Uint8Array, to: Locator) => void;
  receiver: HostReceiver | undefined;
  #timer: { readonly at: number; readonly callback: () => void } | undefined;
  #soon: (() => void)[] = [];

  constructor(
    address: string,
    seed: number,
    clock: { now: number },
    onSent: (datagram: Uint8Array, to: Locator) => void,
  ) {
    this.address = address;
    this.localAddresses = [address];
    this.#random = new Random(seed);
    this.#clock = clock;
    this.#onSent = onSent;
    this.locators = {
      metatrafficUnicast: [createLocator(LocatorKind.UDPv4, address, 7_410)],
      defaultUnicast: [createLocator(LocatorKind.UDPv4, address, 7_411)],
      announceTo: [createLocator(LocatorKind.UDPv4, SPDP_MULTICAST_ADDRESS, 7_400)],
    };
  }

  now(): number {
    return this.#clock.now;
  }

  wallTime(): Time {
    return { sec: 1_000, nanosec: 0 };
  }

  randomBytes(length: number): Uint8Array {
    return this.#random.bytes(length);
  }

  open(receiver: HostReceiver): void {
    this.receiver = receiver;
  }

  send(datagram: Uint8Array, to: Locator): boolean {
    this.#onSent(datagram, to);
    return true;
  }

  setTimer(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#clock.now + delayMs, callback };
    this.#timer = timer;
    return () => {
      if (this.#timer === timer) this.#timer = undefined;
    };
  }

  endOfTurn(callback: () => void): void {
    this.#soon.push(callback);
  }

  defer(callback: () => void): void {
    this.#soon.push(callback);
  }

  close(): Promise<void> {
    this.receiver = undefined;
    this.#timer = undefined;
    this.#soon = [];
    return Promise.resolve();
  }

  /** Everything that is due at the clock's time. */
  run(): void {
    while (this.#soon.length > 0) {
      const soon = this.#soon;
      this.#soon = [];
      for (const callback of soon) callback();
    }
    const timer = this.#timer;
    if (timer === undefined || timer.at > this.#clock.now) return;
    this.#timer = undefined;
    timer.callback();
  }
}
