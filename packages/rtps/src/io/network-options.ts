import { isIPv4 } from 'node:net';
import * as z from 'zod/mini';
import { AssemblyBudget } from '../behavior/assembly-budget.js';
import { MAX_DOMAIN_ID } from '../discovery/ports.js';
import { LIMITS } from '../limits.js';
import { MIN_DATAGRAM_BYTES } from '../participant/option-checks.js';
import { parseAddressRange, type AddressRange } from './address-ranges.js';
import type { DatagramTap } from './datagram-tap.js';

/** How far discovery reaches: multicast on every link, this host only, nowhere (ROS_AUTOMATIC_DISCOVERY_RANGE). */
export const DiscoveryRange = { SUBNET: 'subnet', LOCALHOST: 'localhost', OFF: 'off' } as const;
export type DiscoveryRange = (typeof DiscoveryRange)[keyof typeof DiscoveryRange];

/** Where to look for participants that multicast does not reach. Without a port: under the first participant indices. */
export interface StaticPeer {
  readonly address: string;
  readonly port?: number;
}

/** What `openParticipant` takes besides the participant's own options: how it reaches the network. */
export interface NetworkOptions {
  /** Default `subnet`. */
  readonly discoveryRange?: DiscoveryRange | undefined;
  /** IPv4 addresses, with or without a port: `192.0.2.7`, `192.0.2.7:7410`. Not looked for in range `off`. */
  readonly staticPeers?: readonly string[] | undefined;
  /** Names or IPv4 addresses of the interfaces to announce, join and send multicast on; default: all. */
  readonly interfaces?: readonly string[] | undefined;
  /**
   * IPv4 addresses and ranges of them in CIDR notation, such as `192.0.2.0/24`: with these hosts alone, and this one, are datagrams
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
  interfaces?: string[] | undefined;
  allowedPeers?: AddressRange[] | undefined;
  tap?: DatagramTap | undefined;
}

const MAX_DATAGRAM_BYTES: number = LIMITS.maxDatagramBytes.value;
const MAX_NAME_LENGTH: number = LIMITS.nameBytes.value - 1;
const MIN_LEASE_MS = 100;

const staticPeer = z.pipe(
  z
    .string('must be a string')
    .check(
      z.refine(
        (text) => parseStaticPeer(text) !== undefined,
        'must be an IPv4 address, or one with a port such as 192.0.2.7:7410',
      ),
    ),
  z.transform((text: string) => parseStaticPeer(text) as StaticPeer),
);

const allowedPeer = z.pipe(
  z
    .string('must be a string')
    .check(
      z.refine(
        (text) => parseAddressRange(text) !== undefined,
        'must be an IPv4 address, or a range of them such as 192.0.2.0/24',
      ),
    ),
  z.transform((text: string) => parseAddressRange(text) as AddressRange),
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
  allowedPeers: z.optional(z.array(allowedPeer, 'must be an array of strings')),
  interfaces: z.optional(z.array(z.string('must be a string'), 'must be an array of strings')),
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

function parseStaticPeer(text: string): StaticPeer | undefined {
  const [address = '', port, ...rest] = text.split(':');
  if (!isIPv4(address) || rest.length > 0) return undefined;
  if (port === undefined) return { address };
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
  return isPort ? { address, port: Number(port) } : undefined;
}

/** `instanceof` fails for arrays of another realm, such as a test runner's. */
function isUint8Array(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}

function isTap(value: unknown): boolean {
  const tap = value as Partial<DatagramTap> | null;
  return typeof tap?.onDatagram === 'function' && typeof tap.close === 'function';
}
