import { networkInterfaces } from 'node:os';
import { LIMITS } from '../limits.js';

/** One IPv4 address of one interface. An interface with two addresses is two of these. */
export interface NetworkInterface {
  readonly name: string;
  readonly address: string;
  readonly netmask: string;
  /** Loopback. */
  readonly internal: boolean;
}

/** Bridges of containers and virtual machines: every such host announces the same 172.17.0.1. */
const VIRTUAL_INTERFACE = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel)/;

/** The IPv4 interfaces that are up now, in a stable order. About 60 µs a call. */
export function listNetworkInterfaces(): readonly NetworkInterface[] {
  const found: NetworkInterface[] = [];
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    for (const { family, address, netmask, internal } of addresses ?? []) {
      if (family === 'IPv4') found.push({ name, address, netmask, internal });
    }
  }
  return found.sort((a, b) => compare(a.name, b.name) || compare(a.address, b.address));
}

/** Those of the interfaces that `allowed` lists by name or address; all when there is no list. */
export function selectInterfaces(
  interfaces: readonly NetworkInterface[],
  allowed: readonly string[] | undefined,
): readonly NetworkInterface[] {
  if (allowed === undefined) return interfaces;
  return interfaces.filter(({ name, address }) => allowed.includes(name) || allowed.includes(address));
}

/** Addresses to announce: no loopback unless there is nothing else, virtual bridges last, as many as LIMITS has. */
export function addressesToAnnounce(interfaces: readonly NetworkInterface[]): readonly string[] {
  const external = interfaces.filter(({ internal }) => !internal);
  const candidates = external.length > 0 ? external : interfaces;
  const physical = candidates.filter(({ name }) => !VIRTUAL_INTERFACE.test(name));
  const virtual = candidates.filter(({ name }) => VIRTUAL_INTERFACE.test(name));
  return [...physical, ...virtual].slice(0, LIMITS.announcedAddresses.value).map(({ address }) => address);
}

export function sameInterfaces(a: readonly NetworkInterface[], b: readonly NetworkInterface[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return other?.name === one.name && other.address === one.address && other.netmask === one.netmask;
    })
  );
}

/** Which of our addresses a datagram to (or from) `remote` most likely uses: a guess, for captures only. */
export function localAddressTowards(interfaces: readonly NetworkInterface[], remote: string): string {
  const to = ipv4ToNumber(remote);
  const same = interfaces.find(({ address, netmask }) => {
    const mask = ipv4ToNumber(netmask);
    return (ipv4ToNumber(address) & mask) === (to & mask);
  });
  const fallback = interfaces.find(({ internal }) => !internal) ?? interfaces[0];
  return (same ?? fallback)?.address ?? '0.0.0.0';
}

/** A dotted quad as a signed 32-bit number; 0 for what is none. */
export function ipv4ToNumber(address: string): number {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (match === null) return 0;
  return (Number(match[1]) << 24) | (Number(match[2]) << 16) | (Number(match[3]) << 8) | Number(match[4]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
