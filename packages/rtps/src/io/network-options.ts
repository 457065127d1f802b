import * as z from 'zod/mini';
import { AssemblyBudget } from '../behavior/assembly-budget.js';
import { MAX_DOMAIN_ID } from '../discovery/ports.js';
import { parseServerAddress } from '../discovery/servers/server-address.js';
import { LIMITS } from '../limits.js';
import { MIN_DATAGRAM_BYTES } from '../participant/option-checks.js';
import { createLocator, isUnicast, LocatorKind } from '../types/locator.js';
import { parseAddressRange, type AddressRange } from './address-ranges.js';
import type { DatagramTap } from './datagram-tap.js';
import { isInterfaceEntry } from './interface-selection.js';
import { canonicalAddress, IpFamily, parseIpAddress } from './ip-addresses.js';
import { DiscoveryRange, IpVersion } from './network-plan.js';
import { parseStaticPeer, type StaticPeer } from './static-peers.js';

/** What `openParticipant` takes besides the participant's own options: how it reaches the network. */
export interface NetworkOptions {
  /** Default `subnet`. */
  readonly discoveryRange?: DiscoveryRange | undefined;
  /**
   * Hosts on which to look for participants that multicast does not reach: names, IPv4 and IPv6 addresses, each with a port behind
   * it where that is known: `robot.local`, `192.0.2.7:7410`, `[2001:db8::7]:7410`. Without a port, under the first participant
   * indices of the domain. Names are looked up at start, again every 5 s while nothing is found, and every 60 s then. In range
   * `localhost` they are heard besides this host; in range `off` they are not looked for.
   */
  readonly staticPeers?: readonly string[] | undefined;
  /**
   * Discovery servers of Fast DDS, as ROS_DISCOVERY_SERVER has them: names, IPv4 and IPv6 addresses, with a UDP port or without:
   * `192.0.2.7:11811`, `[2001:db8::7]:11888`, `fleet.example`; 11811 without a port. With them nobody else is looked for, and nothing is
   * multicast. Default: none.
   */
  readonly discoveryServers?: readonly string[] | undefined;
  /**
   * Whether the discovery servers shall tell of everybody (ROS_SUPER_CLIENT), not only of those that have a topic in common with
   * this participant. Default false.
   */
  readonly superClient?: boolean | undefined;
  /**
   * The interfaces to announce, to join and to send multicast on: names (`eth0`, `wlan*`), addresses, or ranges of them
   * (`192.0.2.0/24`); default: all. What comes from the subnet of another interface is dropped unread and counted.
   */
  readonly interfaces?: readonly string[] | undefined;
  /** Interfaces not to use, in the same forms, such as `docker*`; comes before `interfaces`. Default: none. */
  readonly deniedInterfaces?: readonly string[] | undefined;
  /**
   * IP addresses to announce in place of the interfaces' own, at most 4: those at which peers reach this host where that is not what
   * it has itself, as behind a NAT or in a container. The ports must be the same on both sides.
   */
  readonly announcedAddresses?: readonly string[] | undefined;
  /**
   * `ipv4`, `ipv6`, `both`, or `auto`: IPv4, with IPv6 where no other interface than loopback has an IPv4 address, and for static
   * peers and announced addresses that are IPv6. Default `auto`.
   */
  readonly ipVersion?: IpVersion | undefined;
  /** False: no multicast, in or out; peers are found by `staticPeers` alone. Default true. */
  readonly multicast?: boolean | undefined;
  /**
   * IP addresses and ranges of them in CIDR notation, such as `192.0.2.0/24`: with these hosts alone, and this one, are datagrams
   * exchanged, of discovery and of data alike. What comes from others is dropped unread, what is for others is not sent; multicast
   * leaves all the same. Source addresses can be forged: this keeps strangers out, not attackers in the same network. Default: all.
   */
  readonly allowedPeers?: readonly string[] | undefined;
  /** Sees every datagram, such as `new PcapTap(path)`. Closed with the participant. */
  readonly tap?: DatagramTap | undefined;
}

/** Options of `openParticipant` after the check: known, right and with defaults. */
export interface OpenOptions {
  domainId: number;
  entityName?: string | undefined;
  userData?: Uint8Array | undefined;
  properties?: Record<string, string> | undefined;
  leaseDurationMs?: number | undefined;
  maxDatagramBytes?: number | undefined;
  assemblyBudget?: AssemblyBudget | undefined;
  discoveryRange: DiscoveryRange;
  staticPeers: StaticPeer[];
  discoveryServers: StaticPeer[];
  superClient: boolean;
  interfaces?: string[] | undefined;
  deniedInterfaces?: string[] | undefined;
  announcedAddresses?: string[] | undefined;
  ipVersion: IpVersion;
  multicast: boolean;
  allowedPeers?: AddressRange[] | undefined;
  tap?: DatagramTap | undefined;
}

const MAX_DATAGRAM_BYTES: number = LIMITS.maxDatagramBytes.value;
const MAX_NAME_LENGTH: number = LIMITS.nameBytes.value - 1;
const MAX_ANNOUNCED: number = LIMITS.announcedAddresses.value;
const MIN_LEASE_MS = 100;

/** A string that `parse` takes, as what it makes of it; `problem` is what the caller is told of any other. */
function parsed<T>(parse: (text: string) => T | undefined, problem: string): z.ZodMiniType<T, string> {
  return z.pipe(
    z.string('must be a string').check(z.refine((text) => parse(text) !== undefined, problem)),
    z.transform((text: string) => parse(text) as T),
  );
}

const staticPeer = parsed(
  parseStaticPeer,
  'must be a host name or an IP address, or one with a port such as 192.0.2.7:7410 or [2001:db8::7]:7410',
);

const discoveryServer = parsed(
  parseDiscoveryServer,
  'must be a host name or an IP address, or one with a UDP port such as 192.0.2.7:11811 or [2001:db8::7]:11811',
);

const allowedPeer = parsed(parseAddressRange, 'must be an IP address, or a range of them such as 192.0.2.0/24');

const interfaceList = z.optional(
  z.array(
    z
      .string('must be a string')
      .check(
        z.refine(isInterfaceEntry, 'must be the name of an interface, an IP address, or a range such as 192.0.2.0/24'),
      ),
    'must be an array of strings',
  ),
);

const announcedAddress = z.pipe(
  z
    .string('must be a string')
    .check(z.refine(isAnnounceable, 'must be an IP address of one host, without a port or a zone')),
  z.transform(canonicalAddress),
);

const openOptions: z.ZodMiniType<OpenOptions> = z.strictObject({
  domainId: z
    .int('must be an integer')
    .check(z.minimum(0, 'must be 0 or more'), z.maximum(MAX_DOMAIN_ID, `must be ${MAX_DOMAIN_ID} or less`)),
  entityName: z.optional(
    z.string('must be a string').check(z.maxLength(MAX_NAME_LENGTH, `must have at most ${MAX_NAME_LENGTH} characters`)),
  ),
  userData: z.optional(z.custom<Uint8Array>(isUint8Array, 'must be a Uint8Array')),
  properties: z.optional(z.record(z.string(), z.string('must be a string'), 'must be an object of strings')),
  leaseDurationMs: z.optional(
    z.number('must be a number').check(z.minimum(MIN_LEASE_MS, `must be ${MIN_LEASE_MS} or more`)),
  ),
  maxDatagramBytes: z.optional(
    z
      .int('must be an integer')
      .check(
        z.minimum(MIN_DATAGRAM_BYTES, `must be ${MIN_DATAGRAM_BYTES} or more`),
        z.maximum(MAX_DATAGRAM_BYTES, `must be ${MAX_DATAGRAM_BYTES} or less`),
      ),
  ),
  assemblyBudget: z.optional(
    z.custom<AssemblyBudget>((value) => value instanceof AssemblyBudget, 'must be an AssemblyBudget'),
  ),
  discoveryRange: z._default(
    z.enum(DiscoveryRange, `must be one of ${Object.values(DiscoveryRange).join(', ')}`),
    DiscoveryRange.SUBNET,
  ),
  staticPeers: z._default(z.array(staticPeer, 'must be an array of strings'), []),
  discoveryServers: z._default(z.array(discoveryServer, 'must be an array of strings'), []),
  superClient: z._default(z.boolean('must be a boolean'), false),
  allowedPeers: z.optional(z.array(allowedPeer, 'must be an array of strings')),
  interfaces: interfaceList,
  deniedInterfaces: interfaceList,
  announcedAddresses: z.optional(
    z
      .array(announcedAddress, 'must be an array of strings')
      .check(
        z.minLength(1, 'must have one address or more'),
        z.maxLength(MAX_ANNOUNCED, `must have at most ${MAX_ANNOUNCED} addresses`),
      ),
  ),
  ipVersion: z._default(z.enum(IpVersion, `must be one of ${Object.values(IpVersion).join(', ')}`), IpVersion.AUTO),
  multicast: z._default(z.boolean('must be a boolean'), true),
  tap: z.optional(z.custom<DatagramTap>(isTap, 'must have the methods onDatagram and close')),
});

/**
 * What a caller gave to `openParticipant`, with defaults.
 *
 * @throws TypeError - naming each option that is wrong or unknown.
 */
export function parseOpenOptions(options: unknown): OpenOptions {
  const parsed = openOptions.safeParse(options);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')}: no such option`
      : `${issue.path.join('.') || 'options'}: ${issue.message}`,
  );
  throw new TypeError(`openParticipant: ${complaints.join('; ')}`);
}

/** Of one host: not 0.0.0.0 or ::, no multicast group, no broadcast. */
function isAnnounceable(text: string): boolean {
  const parsed = parseIpAddress(text);
  if (parsed === undefined || parsed.zone !== '') return false;
  const address = canonicalAddress(text);
  const kind = parsed.family === IpFamily.V4 ? LocatorKind.UDPv4 : LocatorKind.UDPv6;
  return isUnicast(createLocator(kind, address, 1));
}

function parseDiscoveryServer(text: string): StaticPeer | undefined {
  const server = parseServerAddress(text);
  if (server === undefined) return undefined;
  const { host, port } = server;
  return parseStaticPeer(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
}

/** `instanceof` fails for arrays of another realm, such as a test runner's. */
function isUint8Array(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}

function isTap(value: unknown): boolean {
  const tap = value as Partial<DatagramTap> | null;
  return typeof tap?.onDatagram === 'function' && typeof tap.close === 'function';
}
