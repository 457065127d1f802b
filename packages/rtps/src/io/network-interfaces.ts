import { networkInterfaces, platform } from 'node:os';
import { isLinkLocal, withoutZone, zoneOf } from '../types/locator.js';
import { isInRanges, subnetOf } from './address-ranges.js';
import { canonicalAddress, familyOf, IpFamily, parseIpAddress } from './ip-addresses.js';

/** One address of one interface. An interface with two addresses is two of these. */
export interface NetworkInterface {
  readonly name: string;
  /** In canonical form; of a link-local IPv6 address with its zone, such as `fe80:0000:…:0001%eth0`. */
  readonly address: string;
  readonly netmask: string;
  /** Loopback. */
  readonly internal: boolean;
  /** The hardware's address, by which a card that was pulled out and another one in its place differ; empty: not known. */
  readonly mac?: string;
  /** How the operating system names the link in IPv6 addresses; default: the name. */
  readonly zone?: string;
}

/** The addresses of interfaces that are up now, in a stable order. About 60 µs a call. */
export function listNetworkInterfaces(): readonly NetworkInterface[] {
  const found: NetworkInterface[] = [];
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    // Windows numbers its links, all others name them.
    const scope = addresses?.find(({ family, scopeid }) => family === 'IPv6' && (scopeid ?? 0) > 0)?.scopeid;
    const zone = platform() === 'win32' && scope !== undefined ? String(scope) : name;
    for (const { address: spelled, netmask, internal, mac } of addresses ?? []) {
      const bare = withoutZone(canonicalAddress(spelled));
      found.push({ name, address: isLinkLocal(bare) ? `${bare}%${zone}` : bare, netmask, internal, mac, zone });
    }
  }
  return found.sort((a, b) => compare(a.name, b.name) || compare(a.address, b.address));
}

export function sameInterfaces(a: readonly NetworkInterface[], b: readonly NetworkInterface[]): boolean {
  const keys = (interfaces: readonly NetworkInterface[]): string => interfaces.map(interfaceKey).join(' ');
  return keys(a) === keys(b);
}

/** Differs where anything does that sockets depend on. */
export function interfaceKey({ name, address, netmask, mac = '' }: NetworkInterface): string {
  return [name, address, netmask, mac].join('/');
}

export function linkZone({ name, zone }: NetworkInterface): string {
  return zone ?? name;
}

/** Which of our addresses a datagram to (or from) `remote` most likely uses: a guess, for captures only. */
export function localAddressTowards(interfaces: readonly NetworkInterface[], remote: string): string {
  const to = parseIpAddress(remote);
  const family = familyOf(remote);
  const candidates = interfaces.filter(({ address }) => familyOf(address) === family);
  const same = candidates.find(({ address, netmask }) => {
    const subnet = subnetOf(address, netmask);
    return to !== undefined && zoneOf(address) === to.zone && subnet !== undefined && isInRanges([subnet], to);
  });
  const fallback = candidates.find(({ internal }) => !internal) ?? candidates[0];
  return (same ?? fallback)?.address ?? (family === IpFamily.V4 ? '0.0.0.0' : canonicalAddress('::'));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
