import { LIMITS } from '../limits.js';
import { isLinkLocal, isLoopback, withoutZone } from '../types/locator.js';
import { Admission } from './admission.js';
import type { AddressRange } from './address-ranges.js';
import { selectInterfaces } from './interface-selection.js';
import { canonicalAddress, familyOf, IpFamily, parseIpAddress } from './ip-addresses.js';
import { interfaceKey, linkZone, type NetworkInterface } from './network-interfaces.js';
import type { StaticPeer } from './static-peers.js';

/** How far discovery reaches: multicast on every link, this host only, nowhere (ROS_AUTOMATIC_DISCOVERY_RANGE). */
export const DiscoveryRange = { SUBNET: 'subnet', LOCALHOST: 'localhost', OFF: 'off' } as const;
export type DiscoveryRange = (typeof DiscoveryRange)[keyof typeof DiscoveryRange];

/** By which internet protocol peers are talked to. */
export const IpVersion = { AUTO: 'auto', IPV4: 'ipv4', IPV6: 'ipv6', BOTH: 'both' } as const;
export type IpVersion = (typeof IpVersion)[keyof typeof IpVersion];

/** What the caller wants of the network. */
export interface NetworkWishes {
  readonly discoveryRange: DiscoveryRange;
  /** Default `auto`. */
  readonly ipVersion?: IpVersion | undefined;
  /** False: unicast only. Default true. */
  readonly multicast?: boolean | undefined;
  readonly staticPeers: readonly StaticPeer[];
  /** The static peers are discovery servers: nobody else is looked for. Default false. */
  readonly discoversByServers?: boolean | undefined;
  readonly interfaces?: readonly string[] | undefined;
  readonly deniedInterfaces?: readonly string[] | undefined;
  readonly announcedAddresses?: readonly string[] | undefined;
  readonly allowedPeers?: readonly AddressRange[] | undefined;
}

/** An interface to join the multicast groups on, and to send to them from. */
export interface MulticastLink {
  /** Differs when anything has changed that makes it necessary to join anew. */
  readonly key: string;
  readonly family: IpFamily;
  /** What is sent there comes from here. */
  readonly address: string;
  /** As dgram's `addMembership` and `setMulticastInterface` want it: the address, or a zone. */
  readonly link: string;
}

export interface PeerAddress {
  readonly address: string;
  readonly port?: number | undefined;
}

/** What to do with the network that is there: all that is decided of it, decided here. */
export interface NetworkPlan {
  /** Sockets to have. None: nothing is sent or heard. */
  readonly families: readonly IpFamily[];
  readonly links: readonly MulticastLink[];
  /** Addresses to be reached at, the best first. */
  readonly announced: readonly string[];
  /** Whom to announce to besides the groups. */
  readonly peers: readonly PeerAddress[];
  /** Whether peers are looked for on this host, by unicast. */
  readonly looksOnThisHost: boolean;
  /** Every address of this machine, used or not. */
  readonly localAddresses: readonly string[];
  readonly used: readonly NetworkInterface[];
  readonly admission: Admission;
}

/** Bridges of containers and virtual machines: every such host announces the same 172.17.0.1. */
const VIRTUAL_INTERFACE = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel)/;

/**
 * Which interfaces are used, which addresses are announced and to whom, for the interfaces that there are. As rmw_fastrtps decides:
 * in range SUBNET by multicast and to the static peers; in range LOCALHOST without multicast, to this host and the static peers;
 * OFF is silent.
 *
 * @param lookUp - the addresses of a static peer's name; none while they are not known.
 */
export function planNetwork(
  wishes: NetworkWishes,
  interfaces: readonly NetworkInterface[],
  lookUp: (name: string) => readonly string[],
): NetworkPlan {
  const { discoveryRange, staticPeers, ipVersion = IpVersion.AUTO, discoversByServers = false } = wishes;
  const multicast = wishes.multicast !== false && !discoversByServers;
  const isLocalOnly = discoveryRange === DiscoveryRange.LOCALHOST;
  const isOff = discoveryRange === DiscoveryRange.OFF;
  const selection = selectInterfaces(interfaces, { allowed: wishes.interfaces, denied: wishes.deniedInterfaces });
  const found = isOff ? [] : staticPeers.flatMap((peer) => addressesOf(peer, ipVersion, lookUp));
  const families = isOff ? [] : chooseFamilies(wishes, selection.used, found);
  const used = selection.used.filter(({ address }) => families.includes(familyOf(address)));
  const peers = found.filter(({ address }) => families.includes(familyOf(address)));
  // Nobody else could reach 127.0.0.1: where others are looked for, they get the address of the card, as from Fast DDS.
  const onLoopback = isLocalOnly && peers.every(({ address }) => isLoopback(address));
  return {
    families,
    links: isLocalOnly || !multicast ? [] : linksOf(used),
    announced: onLoopback ? families.map(loopbackOf) : (wishes.announcedAddresses ?? addressesToAnnounce(used)),
    peers,
    looksOnThisHost: isLocalOnly && !discoversByServers,
    localAddresses: interfaces.map(({ address }) => address),
    used,
    admission: new Admission({
      ...selection,
      isLocalOnly,
      peers: peers.map(({ address }) => address),
      allowedPeers: wishes.allowedPeers,
    }),
  };
}

/**
 * Both, where that is asked for. `auto` is IPv4, which all of ROS speaks by default; with IPv6 where there is nothing else: on a
 * machine whose only way out it is, or for peers and announced addresses of it.
 */
function chooseFamilies(
  { ipVersion = IpVersion.AUTO, announcedAddresses = [] }: NetworkWishes,
  used: readonly NetworkInterface[],
  peers: readonly PeerAddress[],
): readonly IpFamily[] {
  if (ipVersion === IpVersion.IPV4) return [IpFamily.V4];
  if (ipVersion === IpVersion.IPV6) return [IpFamily.V6];
  const external = used.filter(({ internal }) => !internal).map(({ address }) => familyOf(address));
  const wanted = [...peers.map(({ address }) => address), ...announcedAddresses].map(familyOf);
  const needsV6 =
    ipVersion === IpVersion.BOTH ||
    (external.length > 0 && !external.includes(IpFamily.V4)) ||
    wanted.includes(IpFamily.V6);
  return needsV6 ? [IpFamily.V4, IpFamily.V6] : [IpFamily.V4];
}

/** A name that has addresses of both families is a host of IPv4, unless IPv6 is asked for. */
function addressesOf(
  { host, port }: StaticPeer,
  ipVersion: IpVersion,
  lookUp: (name: string) => readonly string[],
): readonly PeerAddress[] {
  const all = parseIpAddress(host) === undefined ? lookUp(host) : [host];
  const ofV4 = all.filter((address) => familyOf(address) === IpFamily.V4);
  const chosen = ipVersion === IpVersion.AUTO && ofV4.length > 0 ? ofV4 : all;
  return chosen.slice(0, LIMITS.announcedAddresses.value).map((address) => ({ address, port }));
}

/**
 * IPv4 is joined by address, IPv6 by link: of a link with several addresses the first serves as source. No IPv6 multicast leaves on
 * loopback (Linux has no route for it); peers on this host are heard by the link that it left by.
 */
function linksOf(used: readonly NetworkInterface[]): readonly MulticastLink[] {
  const links: MulticastLink[] = [];
  const zones = new Set<string>();
  for (const one of bestFirst(used)) {
    const { address, internal } = one;
    const family = familyOf(address);
    if (family === IpFamily.V4) {
      links.push({ key: interfaceKey(one), family, address, link: address });
    } else if (!internal && !zones.has(linkZone(one))) {
      zones.add(linkZone(one));
      links.push({ key: interfaceKey(one), family, address, link: `::%${linkZone(one)}` });
    }
  }
  return links;
}

/**
 * No loopback unless there is nothing else; link-local only where a link has no other; virtual bridges last; the two families in
 * turns; as many as LIMITS has.
 */
export function addressesToAnnounce(used: readonly NetworkInterface[]): readonly string[] {
  const external = used.filter(({ internal }) => !internal);
  const candidates = external.length > 0 ? external : used;
  const withOther = new Set(candidates.filter((one) => isGlobalV6(one.address)).map(({ name }) => name));
  const addresses = bestFirst(candidates)
    .filter(({ name, address }) => !isLinkLocal(address) || !withOther.has(name))
    .map(({ address }) => withoutZone(address));
  const of = (family: IpFamily): readonly string[] => addresses.filter((address) => familyOf(address) === family);
  const [v4, v6] = [of(IpFamily.V4), of(IpFamily.V6)];
  return addresses
    .flatMap((_, turn) => [v4[turn], v6[turn]])
    .filter((address) => address !== undefined)
    .slice(0, LIMITS.announcedAddresses.value);
}

/** Cards before virtual bridges; of a link, the address that others can use from further away first. */
function bestFirst(interfaces: readonly NetworkInterface[]): readonly NetworkInterface[] {
  const rank = ({ name, address }: NetworkInterface): number =>
    (VIRTUAL_INTERFACE.test(name) ? 2 : 0) + (isLinkLocal(address) ? 1 : 0);
  return [...interfaces].sort((a, b) => rank(a) - rank(b));
}

function isGlobalV6(address: string): boolean {
  return familyOf(address) === IpFamily.V6 && !isLinkLocal(address);
}

function loopbackOf(family: IpFamily): string {
  return family === IpFamily.V4 ? '127.0.0.1' : canonicalAddress('::1');
}
