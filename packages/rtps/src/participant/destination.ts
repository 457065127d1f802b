import type { GuidPrefix } from '../types/guid.js';
import type { Locator } from '../types/locator.js';

/**
 * Where submessages for one remote participant (or for anyone: `prefix` undefined) go. The outbox packs what has the
 * same Destination object into the same datagrams. Its locators may be chosen anew while it is in use.
 */
export interface Destination {
  /** Written as INFO_DST; undefined for announcements to whoever listens. */
  readonly prefix: GuidPrefix | undefined;
  /** Every datagram goes to each of these; usually one. */
  locators: readonly Locator[];
  /** UDP payload bytes that one datagram may have. */
  maxDatagramBytes: number;
  /** ip:port of the first locator: some implementations' readers with the same key stand and fall together (directed writes). */
  groupKey: string;
  /** What may be sent before the peer has answered; undefined: whatever we like. */
  readonly allowance: Allowance | undefined;
  /** Our own participant: datagrams are handed back to the core without a socket. */
  readonly isLoopback: boolean;
}

/** Counts what goes to somebody of whom we do not know yet that it wants it. */
export interface Allowance {
  /** Whether `bytes` more may be sent; they are then counted as sent. */
  take(bytes: number): boolean;
}
