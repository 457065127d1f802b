import type { Time } from '../types/time.js';

export interface DatagramAddress {
  /** A dotted quad, or an IPv6 address as a `Locator` has it. */
  readonly address: string;
  readonly port: number;
}

/**
 * Sees every datagram that a host sends or receives, at the socket: for captures and diagnosis. Sent datagrams are shown
 * once per interface they leave by. Where the operating system does not tell our own address, it is the likeliest one.
 * `datagram` is valid during the call only; the tap must neither change it nor throw.
 */
export interface DatagramTap {
  onDatagram(
    direction: 'sent' | 'received',
    datagram: Uint8Array,
    source: DatagramAddress,
    destination: DatagramAddress,
    time: Time,
  ): void;
  /** The host has closed its sockets. */
  close(): void;
}
