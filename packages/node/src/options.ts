import type { DatagramTap } from '@rclts/rtps';
import * as z from 'zod/mini';
import { NodeError, NodeErrorCode } from './errors.js';
import type { LogSink } from './logging/logger.js';
import type { EnvironmentVariables } from './ros/environment.js';
import type { QosInput } from './ros/qos-profiles.js';
import { ConnextServiceMapping } from './ros/service-mapping/select.js';

/** How a context reaches the network. What is not given comes from the environment, then from ROS's defaults. */
export interface ContextOptions {
  /** Default: ROS_DOMAIN_ID, else 0. */
  readonly domainId?: number | undefined;
  /** Default: ROS_AUTOMATIC_DISCOVERY_RANGE, else `subnet`. */
  readonly discoveryRange?: 'subnet' | 'localhost' | 'off' | undefined;
  /**
   * Hosts to look for peers on where multicast does not reach: names and IP addresses, each with a port where that is known
   * (`robot.local`, `192.0.2.7:7410`, `[2001:db8::7]:7410`). Default: ROS_STATIC_PEERS.
   */
  readonly staticPeers?: readonly string[] | undefined;
  /**
   * Discovery servers of Fast DDS: names and addresses, with a UDP port or without (`192.0.2.7:11811`). With them nobody else is looked
   * for, and nothing is multicast. Default: ROS_DISCOVERY_SERVER.
   */
  readonly discoveryServers?: readonly string[] | undefined;
  /** Whether they shall tell of the whole graph, as tools need it, not only of common topics. Default: ROS_SUPER_CLIENT, else false. */
  readonly superClient?: boolean | undefined;
  /** The interfaces to use: names (`eth0`, `wlan*`), addresses or ranges of them (`192.0.2.0/24`); default: all. */
  readonly interfaces?: readonly string[] | undefined;
  /** Those not to use, in the same forms, such as `docker*`; comes before `interfaces`. Default: none. */
  readonly deniedInterfaces?: readonly string[] | undefined;
  /** IP addresses under which peers reach this host where they are not its own (NAT, containers), at most 4; announced instead. */
  readonly announcedAddresses?: readonly string[] | undefined;
  /** Default `auto`: IPv4, and IPv6 where there is nothing else, or for static peers and announced addresses that are IPv6. */
  readonly ipVersion?: 'auto' | 'ipv4' | 'ipv6' | 'both' | undefined;
  /** False: no multicast; peers are found by `staticPeers` alone. Default true. */
  readonly multicast?: boolean | undefined;
  /**
   * IP addresses and ranges such as `192.0.2.0/24`: with these hosts alone, and this one, are datagrams exchanged. Source addresses
   * can be forged: this keeps strangers out, not attackers in the same network. Default: all.
   */
  readonly allowedPeers?: readonly string[] | undefined;
  /** How long peers believe in this context after its last word; default 20 000 ms. */
  readonly leaseDurationMs?: number | undefined;
  /** UDP payload bytes of a datagram to another host; default 1 232. */
  readonly maxDatagramBytes?: number | undefined;
  /** Sees every datagram. */
  readonly tap?: DatagramTap | undefined;
  /**
   * The service dialect of peers on RTI Connext, which nothing tells but what they were started with: `extended`, `basic`
   * (and all of rmw_connextddsmicro), or `cyclone`. Default: RMW_CONNEXT_REQUEST_REPLY_MAPPING and
   * RMW_CONNEXT_CYCLONE_COMPATIBILITY_MODE, else `extended`.
   */
  readonly connextServiceMapping?: ConnextServiceMapping | undefined;
  /** A command line with its `--ros-args`; default: the process's. */
  readonly args?: readonly string[] | undefined;
  /** Default: the process's. */
  readonly environment?: EnvironmentVariables | undefined;
  /** Where log lines go besides `/rosout`; default: the console. */
  readonly logSink?: LogSink | undefined;
}

export interface NodeOptions {
  /** Default `/`. */
  readonly namespace?: string | undefined;
  /** `--ros-args` for this node alone; they go before those of its context. */
  readonly args?: readonly string[] | undefined;
  /** Whether log lines go to `/rosout`; default true. */
  readonly rosout?: boolean | undefined;
  /**
   * What becomes of peers whose types have the name of ours and another hash, as when their definitions are of another version: `warn`
   * matches them, as ROS does, and says so once; `refuse` does not. They are not told, and may wait for us. Default `warn`.
   */
  readonly typeHashMismatch?: 'warn' | 'refuse' | undefined;
}

export interface ServiceOptions {
  readonly qos?: QosInput | undefined;
}

const string = z.string('must be a string');
const strings = z.array(string, 'must be an array of strings');
// The network's own options are checked by openParticipant.
const passedOn = z.optional(z.unknown());

const contextOptions = {
  domainId: passedOn,
  discoveryRange: passedOn,
  staticPeers: passedOn,
  discoveryServers: passedOn,
  superClient: passedOn,
  interfaces: passedOn,
  deniedInterfaces: passedOn,
  announcedAddresses: passedOn,
  ipVersion: passedOn,
  multicast: passedOn,
  allowedPeers: passedOn,
  leaseDurationMs: passedOn,
  maxDatagramBytes: passedOn,
  tap: passedOn,
  connextServiceMapping: z.optional(
    z.enum(ConnextServiceMapping, `must be one of ${Object.values(ConnextServiceMapping).join(', ')}`),
  ),
  args: z.optional(strings),
  environment: z.optional(z.custom<EnvironmentVariables>(isEnvironment, 'must be an object of strings')),
  logSink: z.optional(z.custom<LogSink>((value) => typeof value === 'function', 'must be a function')),
};

const nodeOptions = {
  namespace: z.optional(string),
  args: z.optional(strings),
  rosout: z.optional(z.boolean('must be a boolean')),
  typeHashMismatch: z.optional(z.enum(['warn', 'refuse'], 'must be one of warn, refuse')),
};

const contextSchema = z.strictObject(contextOptions);
const nodeSchema = z.strictObject(nodeOptions);

/** `process.env` is one, too, whose prototype is nobody else's; what is undefined is not set. */
function isEnvironment(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((variable) => variable === undefined || typeof variable === 'string');
}

/** @throws NodeError - ERR_NODE_INVALID_ARGUMENT naming each option that is wrong or unknown. */
export function checkContextOptions(options: ContextOptions): void {
  check('Context.open', contextSchema, options);
}

/** @throws NodeError - ERR_NODE_INVALID_ARGUMENT naming each option that is wrong or unknown. */
export function checkNodeOptions(options: NodeOptions): void {
  check('createNode', nodeSchema, options);
}

function check(caller: string, schema: typeof contextSchema | typeof nodeSchema, options: unknown): void {
  const parsed = schema.safeParse(options);
  if (parsed.success) return;
  const complaints = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')}: no such option`
      : `${issue.path.join('.') || 'options'}: ${issue.message}`,
  );
  throw new NodeError(NodeErrorCode.INVALID_ARGUMENT, `${caller}: ${complaints.join('; ')}`);
}
