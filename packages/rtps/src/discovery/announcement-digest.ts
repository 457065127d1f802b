/** FNV-1a (RFC 9923 §2) over 32 bits, twice from different starts. */
const PRIME = 0x0100_0193;
const FIRST_BASIS = 0x811c_9dc5;
const SECOND_BASIS = 0x9747_b28c;

/**
 * Tells whether an announcement repeats the last one without keeping it: with its parameters that nobody reads it may have 64 kB.
 * Who makes two that look the same hides a change of his own endpoint, nothing else.
 */
export function announcementDigest(octets: Uint8Array): string {
  let first = FIRST_BASIS;
  let second = SECOND_BASIS;
  for (const octet of octets) {
    first = Math.imul(first ^ octet, PRIME);
    second = Math.imul(second ^ octet, PRIME) ^ (second >>> 15);
  }
  return `${octets.length}:${first >>> 0}:${second >>> 0}`;
}
