// USER_DATA of participants and endpoints: `key=value;key=value;` in ASCII, as rmw_dds_common writes and reads it
// (rmw::impl::parse_key_value). Fast DDS' participants append a NUL.

const MAX_BYTES = 4096;

/** Which two endpoints are one client's, or one server's: 16 octets, on both of them. */
export interface EndpointId {
  readonly role: 'clientid' | 'serviceid';
  readonly octets: Uint8Array;
}

/** What an endpoint announces: its message type's hash (REP-2016), and the id by which rmw_cyclonedds pairs the ends of a service. */
export function encodeEndpointData(typeHash: string, id?: EndpointId): Uint8Array {
  return encodeAscii(`${id ? `${id.role}=${formatId(id.octets)};` : ''}typehash=${typeHash};`);
}

/** In hexadecimal without leading zeros, the first in two columns (rmw_cyclonedds_cpp/src/rmw_node.cpp, csid_to_string). */
function formatId(octets: Uint8Array): string {
  return Array.from(octets, (octet, index) => octet.toString(16).padStart(index === 0 ? 2 : 1)).join('.');
}

/** What a participant announces: the enclave, `/` without security. */
export function encodeEnclave(enclave: string): Uint8Array {
  return encodeAscii(`enclave=${enclave};`);
}

/** The pairs of a USER_DATA: `typehash`, `enclave`, rmw_cyclonedds' `serviceid` and `clientid`. What is no pair is skipped. */
export function parseUserData(userData: Uint8Array): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const length = Math.min(userData.length, MAX_BYTES);
  let text = '';
  for (let index = 0; index < length; index++) text += String.fromCharCode(userData[index] ?? 0);
  for (const pair of text.split(';')) {
    const match = /^([A-Za-z0-9_]+)=(.*)$/s.exec(pair);
    if (match) pairs.set(match[1] ?? '', match[2] ?? '');
  }
  return pairs;
}

/** rmw_cyclonedds' id of a server, the same on its request reader and reply writer. */
export function serviceIdOf(userData: Uint8Array): string | undefined {
  return parseUserData(userData).get('serviceid');
}

/** rmw_cyclonedds' id of a client, the same on its request writer and reply reader. */
export function clientIdOf(userData: Uint8Array): string | undefined {
  return parseUserData(userData).get('clientid');
}

/** The type hash that a peer announces; undefined if it has none, or an ill-formed one. */
export function typeHashOf(userData: Uint8Array): string | undefined {
  const hash = parseUserData(userData).get('typehash');
  return hash !== undefined && /^RIHS01_[0-9a-f]{64}$/.test(hash) ? hash : undefined;
}

function encodeAscii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
