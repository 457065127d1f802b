import { IpFamily, parseIpAddress, type AddressWords, type IpAddress } from './ip-addresses.js';

/** Addresses of one family that share the bits of `mask` with `base`. */
export interface AddressRange {
  readonly family: IpFamily;
  readonly base: AddressWords;
  readonly mask: AddressWords;
}

/** IPv4 addresses are the last 32 of 128 bits. */
const IPV4_OFFSET = 96;
const ALL: AddressWords = [-1, -1, -1, -1];

/**
 * An address, or a range of them in CIDR notation such as `192.0.2.0/24` (RFC 4632 §3.1) or `2001:db8::/32` (RFC 4291 §2.3);
 * undefined for what is neither.
 */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [addressText = '', lengthText, ...rest] = text.split('/');
  const address = parseIpAddress(addressText);
  if (address === undefined || rest.length > 0 || address.zone !== '') return undefined;
  const bits = address.family === IpFamily.V4 ? 32 : 128;
  if (lengthText === undefined) return range(address, ALL);
  if (!/^\d{1,3}$/.test(lengthText) || Number(lengthText) > bits) return undefined;
  return range(address, maskOf(Number(lengthText) + (bits === 32 ? IPV4_OFFSET : 0)));
}

/** The subnet of an interface; undefined where one of the two is no address. */
export function subnetOf(address: string, netmask: string): AddressRange | undefined {
  const [own, mask] = [parseIpAddress(address), parseIpAddress(netmask)];
  if (own === undefined || mask === undefined) return undefined;
  return range(own, own.family === IpFamily.V4 ? [-1, -1, -1, mask.words[3]] : mask.words);
}

export function isInRanges(ranges: readonly AddressRange[], address: IpAddress): boolean {
  return ranges.some(
    ({ family, base, mask }) =>
      family === address.family && base.every((word, index) => (at(address.words, index) & at(mask, index)) === word),
  );
}

function range({ family, words }: IpAddress, mask: AddressWords): AddressRange {
  const part = (index: number): number => at(words, index) & at(mask, index);
  return { family, base: [part(0), part(1), part(2), part(3)], mask };
}

function maskOf(bits: number): AddressWords {
  const word = (index: number): number => {
    const ones = Math.min(32, Math.max(0, bits - 32 * index));
    // A shift by 32 is one by 0.
    return ones === 0 ? 0 : -1 << (32 - ones);
  };
  return [word(0), word(1), word(2), word(3)];
}

function at(words: AddressWords, index: number): number {
  return words[index] ?? 0;
}
