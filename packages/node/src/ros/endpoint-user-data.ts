// USER_DATA of participants and endpoints: `key=value;key=value;` in ASCII, as rmw_dds_common writes and reads it
// (rmw::impl::parse_key_value). Fast DDS' participants append a NUL.

const MAX_BYTES = 4096;

/** What an endpoint announces: its message type's hash (REP-2016). */
export function encodeTypeHash(typeHash: string): Uint8Array {
  return encodeAscii(`typehash=${typeHash};`);
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

/** The type hash that a peer announces; undefined if it has none, or an ill-formed one. */
export function typeHashOf(userData: Uint8Array): string | undefined {
  const hash = parseUserData(userData).get('typehash');
  return hash !== undefined && /^RIHS01_[0-9a-f]{64}$/.test(hash) ? hash : undefined;
}

function encodeAscii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
