import { isIPv4 } from 'node:net';
import { ipv4ToNumber } from './network-interfaces.js';

/** Addresses that share the bits of `mask` with `base`. */
export interface AddressRange {
  readonly base: number;
  readonly mask: number;
}

/** An IPv4 address, or a range of them in CIDR notation such as `192.0.2.0/24` (RFC 4632 §3.1); undefined for what is neither. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [address = '', length = '32', ...rest] = text.split('/');
  if (!isIPv4(address) || rest.length > 0 || !/^\d{1,2}$/.test(length) || Number(length) > 32) return undefined;
  // A shift by 32 is one by 0.
  const mask = Number(length) === 0 ? 0 : -1 << (32 - Number(length));
  return { base: ipv4ToNumber(address) & mask, mask };
}

export function isInRanges(ranges: readonly AddressRange[], address: string): boolean {
  const number = ipv4ToNumber(address);
  return ranges.some(({ base, mask }) => (number & mask) === base);
}
