import { putU32BigEndian, u32, u8 } from '../message/bytes.js';
import { type EntityId, entityIdToString, readEntityId } from './entity-id.js';

/**
 * The first 12 octets of a GUID as three big-endian words. Within one participant prefixes are interned in its
 * {@link GuidPrefixTable} and compared with `===`; what outlives a participant compares octets ({@link sameOctets}).
 */
export interface GuidPrefix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** 24 lower-case hex digits. */
  readonly text: string;
}

/** RTPS 2.5 §8.2.4.1: made when endpoints match, never per packet. */
export interface Guid {
  readonly prefix: GuidPrefix;
  readonly entityId: EntityId;
}

export const GUID_PREFIX_LENGTH = 12;
export const GUID_LENGTH = 16;

/** GUIDPREFIX_UNKNOWN; in INFO_DST it means "whoever reads this" (RTPS 2.5 §8.3.8.8). Not interned. */
export const GUID_PREFIX_UNKNOWN: GuidPrefix = Object.freeze({ a: 0, b: 0, c: 0, text: '0'.repeat(24) });

/** A prefix of its own identity: for a participant's own prefix before any table exists, and for tests. */
export function createGuidPrefix(bytes: Uint8Array, offset = 0): GuidPrefix {
  const a = u32(bytes, offset, false);
  const b = u32(bytes, offset + 4, false);
  const c = u32(bytes, offset + 8, false);
  return Object.freeze({ a, b, c, text: hexWord(a) + hexWord(b) + hexWord(c) });
}

/** Whether the 12 octets at `offset` are this prefix, by value. */
export function isPrefixAt(bytes: Uint8Array, offset: number, prefix: GuidPrefix): boolean {
  return (
    u32(bytes, offset, false) === prefix.a &&
    u32(bytes, offset + 4, false) === prefix.b &&
    u32(bytes, offset + 8, false) === prefix.c
  );
}

export function writeGuidPrefix(bytes: Uint8Array, offset: number, prefix: GuidPrefix): void {
  putU32BigEndian(bytes, offset, prefix.a);
  putU32BigEndian(bytes, offset + 4, prefix.b);
  putU32BigEndian(bytes, offset + 8, prefix.c);
}

/** The GUID's 16 octets in a new array. */
export function guidToOctets(guid: Guid): Uint8Array {
  const octets = new Uint8Array(GUID_LENGTH);
  writeGuidPrefix(octets, 0, guid.prefix);
  putU32BigEndian(octets, GUID_PREFIX_LENGTH, guid.entityId);
  return octets;
}

/** `24 hex digits.8 hex digits`. */
export function guidToString(guid: Guid): string {
  return `${guid.prefix.text}.${entityIdToString(guid.entityId)}`;
}

/** The same text as {@link guidToString}, from 16 octets. */
export function guidOctetsToString(octets: Uint8Array, offset = 0): string {
  const entityId = entityIdToString(readEntityId(octets, offset + GUID_PREFIX_LENGTH));
  return `${createGuidPrefix(octets, offset).text}.${entityId}`;
}

export function sameOctets(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (u8(left, i) !== u8(right, i)) return false;
  return true;
}

function hexWord(word: number): string {
  return word.toString(16).padStart(8, '0');
}
