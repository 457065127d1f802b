import { RepresentationId } from '@rclts/cdr';
import { DataRepresentation } from '../qos/policies.js';
import { md5 } from './md5.js';

/**
 * How a topic's instances are told apart. RTPS moves octets and knows no types, so whoever knows the type says which part of
 * a sample is its key.
 */
export interface KeyCodec {
  /**
   * The most octets that a key of this type can take in CDR, `Infinity` for strings without a bound. Up to 16, a key is its
   * own hash; else every key's hash is its MD5, however short it is (RTPS 2.5 §9.6.4.8).
   */
  readonly maxBytes: number;
  /**
   * The key members of a sample in big-endian CDR, in the order of the type and without an encapsulation header. `payload` has its
   * header; it is a whole sample, or (`isKeyPayload`) the key members alone. What it throws makes a received sample a rejected one.
   */
  serialize(payload: Uint8Array, isKeyPayload: boolean): Uint8Array;
}

export const KEY_HASH_BYTES = 16;

/** The 16 octets by which RTPS names an instance: the big-endian key with zeros behind it, or its MD5 (RTPS 2.5 §9.6.4.8). */
export function keyHashOf(key: Uint8Array, maxBytes: number): Uint8Array {
  if (maxBytes > KEY_HASH_BYTES) return md5(key);
  const hash = new Uint8Array(KEY_HASH_BYTES);
  hash.set(key.subarray(0, KEY_HASH_BYTES));
  return hash;
}

/** What a disposal carries: the key as a payload of its own (RTPS 2.5 §9.4.5.3, flag K), for peers that do without hashes. */
export function keyPayloadOf(key: Uint8Array, representation: number | undefined): Uint8Array {
  const payload = new Uint8Array(4 + key.byteLength);
  payload[1] = representation === DataRepresentation.XCDR2 ? RepresentationId.CDR2_BE : RepresentationId.CDR_BE;
  payload.set(key, 4);
  return payload;
}

/** Which instance a sample belongs to. */
export interface SampleKey {
  readonly key: Uint8Array;
  readonly keyHash: Uint8Array;
  /** The hash as text, for tables. */
  readonly instance: string;
}

export function sampleKeyOf(codec: KeyCodec, sample: Uint8Array): SampleKey {
  const key = codec.serialize(sample, false);
  const keyHash = keyHashOf(key, codec.maxBytes);
  return { key, keyHash, instance: keyHashText(keyHash) };
}

/** A hash as text, for tables. */
export function keyHashText(hash: Uint8Array): string {
  let text = '';
  for (const octet of hash) text += octet.toString(16).padStart(2, '0');
  return text;
}
