import { isStaticPeer, parseServerAddress, splitServerList } from '@rclts/rtps';
import * as z from 'zod/mini';
import { NodeError, NodeErrorCode } from '../errors.js';
import { ConnextServiceMapping } from './service-mapping/select.js';

/** What the ROS variables of a process's environment ask for. */
export interface Environment {
  readonly domainId: number;
  readonly discoveryRange: 'subnet' | 'localhost' | 'off';
  readonly staticPeers: readonly string[];
  /** ROS_DISCOVERY_SERVER, entry by entry. */
  readonly discoveryServers: readonly string[];
  readonly superClient: boolean;
  /** RCUTILS_LOGGING_USE_STDOUT: the console's lines go to stdout instead of stderr. */
  readonly logToStdout: boolean;
  /** RCUTILS_COLORIZED_OUTPUT; undefined: where there is a terminal. */
  readonly colorizedLog: boolean | undefined;
  /** RMW_CONNEXT_REQUEST_REPLY_MAPPING and RMW_CONNEXT_CYCLONE_COMPATIBILITY_MODE: what peers on RTI Connext speak. */
  readonly connextServiceMapping: ConnextServiceMapping;
  /** To be logged: what was set but is ignored, or deprecated. */
  readonly warnings: readonly string[];
}

/** The variables by name, such as `process.env`. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

// The highest domain whose ports all exist (RTPS 2.5 §9.6.2.3).
const MAX_DOMAIN_ID = 232;

const flag = (name: string): z.ZodMiniOptional<z.ZodMiniString<string>> =>
  z.optional(z.string().check(z.regex(/^[01]?$/, `${name} must be 0 or 1`)));

const peersOf = (text: string): readonly string[] =>
  text
    .split(';')
    .map((peer) => peer.trim())
    .filter((peer) => peer !== '');

const variables = z.object({
  ROS_DOMAIN_ID: z.optional(
    z.string().check(
      z.regex(/^\d*$/, 'ROS_DOMAIN_ID is not an integral number'),
      z.refine((text) => !(Number(text) > MAX_DOMAIN_ID), `ROS_DOMAIN_ID must be ${MAX_DOMAIN_ID} or less`),
    ),
  ),
  ROS_AUTOMATIC_DISCOVERY_RANGE: z.optional(z.string()),
  ROS_LOCALHOST_ONLY: flag('ROS_LOCALHOST_ONLY'),
  ROS_DISTRO: z.optional(z.string()),
  ROS_STATIC_PEERS: z.optional(
    z
      .string()
      .check(
        z.refine(
          (text) => peersOf(text).every(isStaticPeer),
          'ROS_STATIC_PEERS must be host names or IP addresses with semicolons between them',
        ),
      ),
  ),
  ROS_DISCOVERY_SERVER: z.optional(
    z
      .string()
      .check(
        z.refine(
          (text) => splitServerList(text).every((server) => parseServerAddress(server) !== undefined),
          'ROS_DISCOVERY_SERVER must be names or IP addresses, with a UDP port or without, with semicolons between them',
        ),
      ),
  ),
  ROS_SUPER_CLIENT: z.optional(z.string()),
  RCUTILS_LOGGING_USE_STDOUT: flag('RCUTILS_LOGGING_USE_STDOUT'),
  RCUTILS_COLORIZED_OUTPUT: flag('RCUTILS_COLORIZED_OUTPUT'),
  ROS_SECURITY_ENABLE: z.optional(z.string()),
  ROS_SECURITY_STRATEGY: z.optional(z.string()),
  RMW_CONNEXT_REQUEST_REPLY_MAPPING: z.optional(z.string()),
  RMW_CONNEXT_CYCLONE_COMPATIBILITY_MODE: z.optional(z.string()),
});

/**
 * Reads the environment by rcl's rules: what is not set, or empty, takes the default.
 *
 * @throws NodeError - ERR_NODE_INVALID_ARGUMENT naming each variable that is wrong; ERR_NODE_SECURITY_UNSUPPORTED where nothing
 * may be said in the clear.
 */
export function parseEnvironment(environment: EnvironmentVariables): Environment {
  const parsed = variables.safeParse(environment);
  if (!parsed.success) {
    throw new NodeError(
      NodeErrorCode.INVALID_ARGUMENT,
      parsed.error.issues.map((issue) => `${issue.message} (${String(environment[String(issue.path[0])])})`).join('; '),
    );
  }
  const warnings: string[] = [];
  const localhostOnly = isLocalhostOnly(parsed.data, warnings);
  checkSecurity(parsed.data, warnings);
  const range = parsed.data.ROS_AUTOMATIC_DISCOVERY_RANGE ?? '';
  return {
    domainId: Number(parsed.data.ROS_DOMAIN_ID ?? 0),
    discoveryRange: localhostOnly ? 'localhost' : discoveryRange(range, warnings),
    staticPeers: localhostOnly ? [] : staticPeers(parsed.data.ROS_STATIC_PEERS ?? '', range, warnings),
    discoveryServers: splitServerList(parsed.data.ROS_DISCOVERY_SERVER ?? ''),
    superClient: superClient(parsed.data.ROS_SUPER_CLIENT ?? '', warnings),
    logToStdout: parsed.data.RCUTILS_LOGGING_USE_STDOUT === '1',
    colorizedLog: parsed.data.RCUTILS_COLORIZED_OUTPUT ? parsed.data.RCUTILS_COLORIZED_OUTPUT === '1' : undefined,
    connextServiceMapping: connextServiceMapping(parsed.data),
    warnings,
  };
}

/**
 * DDS-Security is not spoken here, and never pretended: who enforces it does not start. Spelled as rcl compares the two
 * (rcl/src/rcl/security.c).
 */
function checkSecurity(data: z.infer<typeof variables>, warnings: string[]): void {
  if (data.ROS_SECURITY_ENABLE !== 'true') return;
  if (data.ROS_SECURITY_STRATEGY === 'Enforce') {
    throw new NodeError(
      NodeErrorCode.SECURITY_UNSUPPORTED,
      'ROS_SECURITY_ENABLE=true with ROS_SECURITY_STRATEGY=Enforce: rclts does not speak DDS-Security, and sends nothing in ' +
        'the clear where it is enforced',
    );
  }
  warnings.push(
    'ROS_SECURITY_ENABLE is true, but rclts does not speak DDS-Security: it goes on in the clear, and secured nodes do not ' +
      'see it. With ROS_SECURITY_STRATEGY=Enforce it would not start.',
  );
}

/** As rmw_connextdds_common/src/common/rmw_context.cpp reads the two; a mapping that it would refuse is not ours to judge. */
function connextServiceMapping(data: z.infer<typeof variables>): ConnextServiceMapping {
  if (data.RMW_CONNEXT_CYCLONE_COMPATIBILITY_MODE) return ConnextServiceMapping.CYCLONE;
  const isBasic = data.RMW_CONNEXT_REQUEST_REPLY_MAPPING?.startsWith('basic') === true;
  return isBasic ? ConnextServiceMapping.BASIC : ConnextServiceMapping.EXTENDED;
}

/** rcl of Kilted and later does not know it any more (ros2/rcl#1169); without ROS_DISTRO, whoever sets it shall get what it says. */
function isLocalhostOnly(data: z.infer<typeof variables>, warnings: string[]): boolean {
  if (data.ROS_LOCALHOST_ONLY !== '1') return false;
  const distro = data.ROS_DISTRO ?? '';
  if (distro >= 'kilted') {
    warnings.push(
      `ROS_LOCALHOST_ONLY is ignored, as ROS 2 ${distro} does. Use ROS_AUTOMATIC_DISCOVERY_RANGE=LOCALHOST instead.`,
    );
    return false;
  }
  warnings.push(
    'ROS_LOCALHOST_ONLY is deprecated but still honored if it is enabled. Use ROS_AUTOMATIC_DISCOVERY_RANGE and ' +
      "ROS_STATIC_PEERS instead. 'automatic_discovery_range' and 'static_peers' will be ignored.",
  );
  return true;
}

/** rcl leaves them out with OFF, rmw_fastrtps_cpp and rmw_cyclonedds_cpp with SYSTEM_DEFAULT, which leaves all to the middleware. */
function staticPeers(text: string, range: string, warnings: string[]): readonly string[] {
  const peers = peersOf(text);
  if (peers.length === 0 || (range !== 'OFF' && range !== 'SYSTEM_DEFAULT')) return peers;
  warnings.push(`ROS_AUTOMATIC_DISCOVERY_RANGE is ${range}: ROS_STATIC_PEERS (${text}) is ignored`);
  return [];
}

/** As Fast DDS spells it. */
function superClient(text: string, warnings: string[]): boolean {
  if (['TRUE', 'true', 'True', '1'].includes(text)) return true;
  if (!['', 'FALSE', 'false', 'False', '0'].includes(text))
    warnings.push(`Invalid value '${text}' specified for 'ROS_SUPER_CLIENT', assuming FALSE`);
  return false;
}

function discoveryRange(text: string, warnings: string[]): Environment['discoveryRange'] {
  // SYSTEM_DEFAULT is what the middleware does by itself: Fast DDS and Cyclone DDS multicast.
  if (text === '' || text === 'SUBNET' || text === 'SYSTEM_DEFAULT') return 'subnet';
  if (text === 'OFF') return 'off';
  if (text !== 'LOCALHOST') {
    warnings.push(`Invalid value '${text}' specified for 'ROS_AUTOMATIC_DISCOVERY_RANGE', assuming localhost only`);
  }
  return 'localhost';
}
