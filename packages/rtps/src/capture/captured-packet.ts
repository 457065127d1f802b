import type { Time } from '../types/time.js';

/** A packet as it was captured. */
export interface CapturedPacket {
  readonly time: Time;
  /** One of {@link LinkType}, or another: what the packet begins with. */
  readonly linkType: number;
  /** A view that may be kept. Shorter than the packet was where the capture cut it short. */
  readonly bytes: Uint8Array;
}

/** https://www.tcpdump.org/linktypes.html: what captures of IP usually begin with. */
export const LinkType = {
  /** BSD loopback: the address family in 4 octets. */
  NULL: 0,
  ETHERNET: 1,
  /** An IPv4 or IPv6 header. */
  RAW: 101,
  /** Linux "any", 16 octets. */
  LINUX_SLL: 113,
  /** Linux "any", 20 octets. */
  LINUX_SLL2: 276,
} as const;

/** A file format in which packets come one after the other. */
export interface CaptureFormat {
  /** Reads what begins at 0. Undefined: there is not enough of it yet. */
  next(view: DataView): CaptureRecord | undefined;
}

export interface CaptureRecord {
  /** Octets until the next one. */
  readonly length: number;
  /** Undefined for what is not a packet. */
  readonly packet?: CapturedPacket | undefined;
  /** Nothing after this can be read, and why. */
  readonly problem?: string | undefined;
}

/** The longest packet of a sane file (tcpdump's own bound). */
export const MAX_PACKET_BYTES = 262_144;
