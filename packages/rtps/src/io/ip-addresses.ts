import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as 128 bits: four words of 32, as numbers of either sign. IPv4 is in its IPv4-mapped place (RFC 4291 §2.5.5.2). */
export interface IpAddress {
  readonly family: IpFamily;
  readonly words: AddressWords;
  /** Of a link-local IPv6 address: which link it is on (RFC 4007 §11), such as `eth0`. Empty: none was given. */
  readonly zone: string;
}

export type AddressWords = readonly [number, number, number, number];

export const IpFamily = { V4: 'IPv4', V6: 'IPv6' } as const;
export type IpFamily = (typeof IpFamily)[keyof typeof IpFamily];

const MAPPED_PREFIX = 0xffff;

/** A dotted quad, or an IPv6 address with or without a zone; undefined for what is neither. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (isIPv4(text)) return { family: IpFamily.V4, words: [0, 0, MAPPED_PREFIX, dottedToNumber(text)], zone: '' };
  if (!isIPv6(text)) return undefined;
  const [address = '', zone = ''] = text.split('%');
  const [head = '', tail] = address.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  const word = (index: number): number => ((all[2 * index] ?? 0) << 16) | (all[2 * index + 1] ?? 0);
  return { family: IpFamily.V6, words: [word(0), word(1), word(2), word(3)], zone };
}

/** As a `Locator` has it: dotted, or eight groups of four hex digits, with the zone behind them. */
export function formatIpAddress({ family, words, zone }: IpAddress): string {
  if (family === IpFamily.V4) return [24, 16, 8, 0].map((shift) => (words[3] >>> shift) & 0xff).join('.');
  const text = words
    .flatMap((word) => [word >>> 16, word & 0xffff])
    .map((group) => group.toString(16).padStart(4, '0'))
    .join(':');
  return zone === '' ? text : `${text}%${zone}`;
}

/** The one spelling of an address that addresses are compared in; what is no address stays as it is. */
export function canonicalAddress(text: string): string {
  const parsed = parseIpAddress(text);
  return parsed === undefined ? text : formatIpAddress(parsed);
}

/** Of an address in canonical form. */
export function familyOf(address: string): IpFamily {
  return address.includes(':') ? IpFamily.V6 : IpFamily.V4;
}

function groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const number = dottedToNumber(group);
    return [number >>> 16, number & 0xffff];
  });
}

function dottedToNumber(text: string): number {
  return text.split('.').reduce((number, octet) => (number << 8) | Number(octet), 0);
}
