import { spdpMulticastPort } from '../ports.js';

/** Where a discovery server listens: a name or an address, and its UDP port. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** Where a server listens that was told no port. */
export const DEFAULT_SERVER_PORT = 11_811;
/** Fast DDS 3 takes a number below this for a domain, whose server has the port two above the domain's multicast port. */
const FIRST_PORT = 420;
const SERVER_PORT_OFFSET = 2;

const BRACKETED = /^(?:UDPv[46]?:)?\[([^\]]+)\](?::(\d+))?$/;
const PLAIN = /^([\w.-]+)(?::(\d+))?$/;
const BARE_IPV6 = /^[\da-fA-F:.]*:[\da-fA-F:.]*:[\da-fA-F:.]*(?:%\w+)?$/;

/**
 * Reads one entry of ROS_DISCOVERY_SERVER: `192.0.2.7:11811`, `fleet.example`, `[2001:db8::7]:11811`, `UDPv4:[192.0.2.7]:11811`.
 * Without a port it is 11811; 0.0.0.0 and :: mean this host, as with Fast DDS. Undefined: it is none, or one of TCP.
 */
export function parseServerAddress(text: string): ServerAddress | undefined {
  if (BARE_IPV6.test(text)) return address(text, undefined);
  const [, host, port] = BRACKETED.exec(text) ?? PLAIN.exec(text) ?? [];
  return host === undefined ? undefined : address(host, port);
}

/** The entries of ROS_DISCOVERY_SERVER. Empty ones only count the servers' ids, which nobody needs any more. */
export function splitServerList(text: string): readonly string[] {
  return text
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function address(host: string, port: string | undefined): ServerAddress | undefined {
  const number = port === undefined ? DEFAULT_SERVER_PORT : Number(port);
  const resolved = number < FIRST_PORT ? spdpMulticastPort(number) + SERVER_PORT_OFFSET : number;
  if (resolved > 65_535) return undefined;
  return { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port: resolved };
}
