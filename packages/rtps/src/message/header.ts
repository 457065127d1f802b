import { type GuidPrefix, writeGuidPrefix } from '../types/guid.js';
import { u16, u8 } from './bytes.js';

/** The message header (RTPS 2.5 §9.4.4): `RTPS`, version, vendor, GUID prefix. */
export const HEADER_LENGTH = 20;
export const HEADER_VENDOR_OFFSET = 6;
export const HEADER_PREFIX_OFFSET = 8;

export interface ProtocolVersion {
  readonly major: number;
  readonly minor: number;
}

/** What we speak and announce. Every 2.x is one protocol to the peers (RTPS 2.5 §8.6). */
export const PROTOCOL_VERSION: ProtocolVersion = Object.freeze({ major: 2, minor: 5 });

/**
 * Whether a datagram starts with the header of an RTPS 2.x message. Others are not malformed but somebody else's: Connext probes with
 * the magic `RTPX`, Cyclone DDS wakes its own sockets with one octet.
 */
export function isRtpsHeader(bytes: Uint8Array): boolean {
  return (
    bytes.length >= HEADER_LENGTH &&
    u8(bytes, 0) === 0x52 &&
    u8(bytes, 1) === 0x54 &&
    u8(bytes, 2) === 0x50 &&
    u8(bytes, 3) === 0x53 &&
    u8(bytes, 4) === PROTOCOL_VERSION.major
  );
}

export function readVendorId(bytes: Uint8Array, offset: number): number {
  return u16(bytes, offset, false);
}

export function writeHeader(bytes: Uint8Array, prefix: GuidPrefix, vendorId: number): void {
  bytes[0] = 0x52;
  bytes[1] = 0x54;
  bytes[2] = 0x50;
  bytes[3] = 0x53;
  bytes[4] = PROTOCOL_VERSION.major;
  bytes[5] = PROTOCOL_VERSION.minor;
  bytes[6] = vendorId >>> 8;
  bytes[7] = vendorId;
  writeGuidPrefix(bytes, HEADER_PREFIX_OFFSET, prefix);
}
