import { i32, putU32, putU32BigEndian, u32, u8 } from '../message/bytes.js';

/** Locator kinds (RTPS 2.5 §9.3.2.2). Vendors add others, such as Fast DDS' shared memory (16 and 19): kept, never sent to. */
export const LocatorKind = { INVALID: -1, UDPv4: 1, UDPv6: 2 } as const;
export type LocatorKind = number;

/**
 * Frozen. `address` is what dgram wants: dotted for UDPv4, eight hex groups for UDPv6, else 32 hex digits. A link-local UDPv6 address
 * has its zone behind a `%` where this host knows it; it never goes over the wire (RFC 4007 §11.2).
 */
export interface Locator {
  readonly kind: LocatorKind;
  readonly port: number;
  readonly address: string;
}

export const LOCATOR_LENGTH = 24;

const LOOPBACK_V6 = '0000:0000:0000:0000:0000:0000:0000:0001';

export function createLocator(kind: LocatorKind, address: string, port: number): Locator {
  return Object.freeze({ kind, port, address });
}

/** `address:port`. */
export function locatorKey(locator: Locator): string {
  return `${locator.address}:${locator.port}`;
}

/** As equal {@link locatorKey}s, without making them. */
export function isSamePlace(left: Locator, right: Locator): boolean {
  return left.port === right.port && left.address === right.address;
}

/** Whether both lists name the same addresses and ports in the same order. */
export function sameLocators(left: readonly Locator[], right: readonly Locator[]): boolean {
  return (
    left.length === right.length &&
    left.every((locator, i) => {
      const other = right[i];
      return other !== undefined && isSamePlace(locator, other);
    })
  );
}

/** Whether it is a UDPv4 address of 224.0.0.0/4 or a UDPv6 one of ff00::/8. */
export function isMulticast(locator: Locator): boolean {
  if (locator.kind === LocatorKind.UDPv6) return locator.address.startsWith('ff');
  const firstOctet = Number.parseInt(locator.address, 10);
  return locator.kind === LocatorKind.UDPv4 && firstOctet >= 224 && firstOctet <= 239;
}

/**
 * Whether it is an address that one host may have. Of IPv4 0.0.0.0/8 is nobody, 224.0.0.0/4 everybody, 240.0.0.0/4 with the broadcast
 * address nobody or everybody (RFC 6890); of IPv6 that is said of :: and ff00::/8, and what begins with 96 bits of 0 or is mapped
 * is IPv4 (RFC 4291 §2.5).
 */
export function isUnicast({ kind, address }: Locator): boolean {
  if (kind === LocatorKind.UDPv6) {
    if (address.startsWith('ff')) return false;
    return !/^(0000:){5}(0000|ffff):/.test(address) || address === LOOPBACK_V6;
  }
  const firstOctet = Number.parseInt(address, 10);
  return kind === LocatorKind.UDPv4 && firstOctet > 0 && firstOctet < 224;
}

/** 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === LOOPBACK_V6;
}

/** Whether it is an IPv6 address of fe80::/10, which means something on one link only. */
export function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/.test(address);
}

/** The zone of a link-local address, such as `eth0`; empty where there is none. */
export function zoneOf(address: string): string {
  const at = address.indexOf('%');
  return at < 0 ? '' : address.slice(at + 1);
}

/** As it is announced. */
export function withoutZone(address: string): string {
  const at = address.indexOf('%');
  return at < 0 ? address : address.slice(0, at);
}

/** Reads the 24 octets at `offset`; undefined when the port is no port. */
export function readLocator(bytes: Uint8Array, offset: number, littleEndian: boolean): Locator | undefined {
  const kind = i32(bytes, offset, littleEndian);
  const port = u32(bytes, offset + 4, littleEndian);
  if (kind === LocatorKind.UDPv4) {
    if (port === 0 || port > 0xffff) return undefined;
    const address = `${u8(bytes, offset + 20)}.${u8(bytes, offset + 21)}.${u8(bytes, offset + 22)}.${u8(bytes, offset + 23)}`;
    return createLocator(kind, address, port);
  }
  if (kind === LocatorKind.UDPv6 && (port === 0 || port > 0xffff)) return undefined;
  let address = '';
  for (let word = 0; word < 4; word++) {
    const hex = u32(bytes, offset + 8 + 4 * word, false)
      .toString(16)
      .padStart(8, '0');
    address += kind === LocatorKind.UDPv6 ? `${word === 0 ? '' : ':'}${hex.slice(0, 4)}:${hex.slice(4)}` : hex;
  }
  return createLocator(kind, address, port);
}

/**
 * Little-endian. For addresses in the forms that {@link Locator} documents; any other is a programming error.
 *
 * @throws TypeError - for an address that is not in its kind's form.
 */
export function writeLocator(bytes: Uint8Array, offset: number, locator: Locator): void {
  putU32(bytes, offset, locator.kind);
  putU32(bytes, offset + 4, locator.port);
  bytes.fill(0, offset + 8, offset + 24);
  if (locator.kind === LocatorKind.UDPv4) {
    const octets = locator.address.split('.').map(Number);
    if (octets.length !== 4 || octets.some((octet) => !Number.isInteger(octet) || octet < 0 || octet > 255)) {
      throw new TypeError(`not an IPv4 address: ${locator.address}`);
    }
    bytes.set(octets, offset + 20);
    return;
  }
  const hex = withoutZone(locator.address).replaceAll(':', '');
  for (let word = 0; word < 4; word++) {
    const value = Number.parseInt(hex.slice(8 * word, 8 * word + 8), 16);
    if (hex.length !== 32 || Number.isNaN(value)) throw new TypeError(`not 16 octets in hex: ${locator.address}`);
    putU32BigEndian(bytes, offset + 8 + 4 * word, value);
  }
}
