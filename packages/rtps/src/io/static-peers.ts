import { canonicalAddress, parseIpAddress } from './ip-addresses.js';

/** Where to look for participants that multicast does not reach. Without a port: under the first participant indices. */
export interface StaticPeer {
  /** An IP address in canonical form, or a name that has to be looked up. */
  readonly host: string;
  readonly port?: number;
}

/** A host name of the internet, as far as one can tell (RFC 1123 §2.1; underscores are common); 255 as in rmw. */
const HOST_NAME =
  /^(?=.{1,255}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/;
/** Four numbers with dots are meant to be an address. */
const LIKE_AN_ADDRESS = /^[\d.]+$/;

/**
 * `robot.local`, `192.0.2.7`, `2001:db8::7`, each with a port behind it where that is known: `192.0.2.7:7410`,
 * `[2001:db8::7]:7410`. Undefined for what is none of these.
 */
export function parseStaticPeer(text: string): StaticPeer | undefined {
  if (parseIpAddress(text) !== undefined) return { host: canonicalAddress(text) };
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const [, bracketed, bare = '', portText] = match;
  const host = bracketed ?? bare;
  const isAddress = parseIpAddress(host) !== undefined && (bracketed === undefined || host.includes(':'));
  const isName = bracketed === undefined && HOST_NAME.test(host) && !LIKE_AN_ADDRESS.test(host);
  if (!isAddress && !isName) return undefined;
  const canonical = isAddress ? canonicalAddress(host) : host;
  if (portText === undefined) return { host: canonical };
  const port = Number(portText);
  return port >= 1 && port <= 65_535 ? { host: canonical, port } : undefined;
}

/** Whether `text` names a host to look for, as `staticPeers` and ROS_STATIC_PEERS take them. */
export function isStaticPeer(text: string): boolean {
  return parseStaticPeer(text) !== undefined;
}
