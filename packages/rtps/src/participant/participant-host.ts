import type { Locator } from '../types/locator.js';
import type { Time } from '../types/time.js';
import type { HostStatistics } from './statistics.js';

/**
 * What a participant needs of the world: a clock, randomness, datagrams and one timer. The UDP host in `io/` and the
 * virtual-time host in `internal/sim` implement it; nothing else in this package touches the outside.
 *
 * Rules that keep the core sans-IO: a host never calls its receiver from inside `open`, `send`, `setTimer` or `defer`;
 * it calls from the top of a turn only. After `close()` has been called it calls nothing any more.
 */
export interface ParticipantHost {
  /** Monotonic time in milliseconds, with fractions; its zero is arbitrary. Never goes back. */
  now(): number;
  /** The time of day. For time stamps only: it may jump. */
  wallTime(): Time;
  /** Bytes for GUID prefixes, table seeds and goal ids: cryptographically strong in `io/`, seeded in a simulation. */
  randomBytes(length: number): Uint8Array;
  /** Read it again after `onLocatorsChanged`; the object is replaced, never changed. */
  readonly locators: HostLocators;
  /** Every address of this machine, loopback included: a peer heard from one of them is on this host. */
  readonly localAddresses: readonly string[];
  /** What became of datagrams below here, errors included, if the host counts; the one object, counted up. */
  readonly statistics?: Readonly<HostStatistics>;
  /** From now on datagrams are handed to the receiver. Called once. */
  open(receiver: HostReceiver): void;
  /**
   * Sends one datagram; `datagram` may be re-used as soon as this returns. A multicast locator goes out on every
   * joined interface. False: nothing was taken, `onWritable` follows. True says nothing about arrival: what the
   * operating system refuses later is counted by the host, like any other loss. Locators of a kind that the host does
   * not speak are taken and dropped.
   */
  send(datagram: Uint8Array, to: Locator): boolean;
  /**
   * Calls back once, when `delayMs` has passed on `now()` or up to 1 ms before (Node's timers do that: deadlines within
   * 1 ms are due); 0 or less: at the next turn; Infinity: never. There is one timer: another call replaces it. Returns
   * what cancels it.
   */
  setTimer(delayMs: number, callback: () => void): () => void;
  /** Calls back when this turn is over, promises that settle in it included as far as they were queued before: a microtask. */
  endOfTurn(callback: () => void): void;
  /** Calls back in the next macrotask, in the order of the calls. */
  defer(callback: () => void): void;
  /** Sends what was taken, then closes everything. Idempotent. */
  close(): Promise<void>;
}

/** Where a participant is reached, and where it says so. */
export interface HostLocators {
  /** Announced: discovery traffic comes here. */
  readonly metatrafficUnicast: readonly Locator[];
  /** Announced: user data comes here. */
  readonly defaultUnicast: readonly Locator[];
  /** Where SPDP announcements go: the multicast group, static peers, the ports of this host. Empty: nowhere. */
  readonly announceTo: readonly Locator[];
}

/** What keeps peers from being found, and is no error: everything else works. */
export interface NetworkWarning {
  /** `multicastUnavailable`: no interface takes it; static peers work. `peerNotFound`: the name of a static peer has no address yet. */
  readonly code: 'multicastUnavailable' | 'peerNotFound';
  readonly message: string;
}

/** What a host tells its participant. */
export interface HostReceiver {
  /** The receiver owns `datagram` from here on and may keep views of it. */
  onDatagram(datagram: Uint8Array, address: string, port: number): void;
  /** `locators` or `localAddresses` have changed: announce again. */
  onLocatorsChanged(): void;
  /** After a `send` that returned false: datagrams are taken again. */
  onWritable(): void;
  /** Something about the network that the user should know; each once. */
  onNetworkWarning?(warning: NetworkWarning): void;
}
