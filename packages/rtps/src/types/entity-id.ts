import { i32, putU32BigEndian } from '../message/bytes.js';

declare const entityIdBrand: unique symbol;

/** EntityId_t as the big-endian reading of its 4 octets: 0x000100c2 is `00 01 00 c2` on the wire (RTPS 2.5 §9.3.1.2). */
export type EntityId = number & { readonly [entityIdBrand]: true };

/** Predefined entity ids: RTPS 2.5 §9.3.1.3 table 9.2; TypeLookup: DDS-XTypes 1.3 §7.6.3.3.2. */
export const EntityIds = {
  UNKNOWN: 0 as EntityId,
  PARTICIPANT: 0x000001c1 as EntityId,
  SPDP_BUILTIN_PARTICIPANT_WRITER: 0x000100c2 as EntityId,
  SPDP_BUILTIN_PARTICIPANT_READER: 0x000100c7 as EntityId,
  SEDP_BUILTIN_PUBLICATIONS_WRITER: 0x000003c2 as EntityId,
  SEDP_BUILTIN_PUBLICATIONS_READER: 0x000003c7 as EntityId,
  SEDP_BUILTIN_SUBSCRIPTIONS_WRITER: 0x000004c2 as EntityId,
  SEDP_BUILTIN_SUBSCRIPTIONS_READER: 0x000004c7 as EntityId,
  P2P_BUILTIN_PARTICIPANT_MESSAGE_WRITER: 0x000200c2 as EntityId,
  P2P_BUILTIN_PARTICIPANT_MESSAGE_READER: 0x000200c7 as EntityId,
  TYPE_LOOKUP_REQUEST_WRITER: 0x000300c3 as EntityId,
  TYPE_LOOKUP_REQUEST_READER: 0x000300c4 as EntityId,
  TYPE_LOOKUP_REPLY_WRITER: 0x000301c3 as EntityId,
  TYPE_LOOKUP_REPLY_READER: 0x000301c4 as EntityId,
} as const;

/** entityKind without its two origin bits: RTPS 2.5 §9.3.1.2 table 9.1. */
export const EntityKind = {
  WRITER_WITH_KEY: 0x02,
  WRITER_NO_KEY: 0x03,
  READER_NO_KEY: 0x04,
  READER_WITH_KEY: 0x07,
} as const;
export type EntityKind = (typeof EntityKind)[keyof typeof EntityKind];

const KIND_MASK = 0x3f;
const BUILTIN = 0xc0;

/** A user-defined entity: `key` is its 24-bit entityKey. */
export function createEntityId(key: number, kind: EntityKind): EntityId {
  return ((((key & 0xffffff) << 8) | kind) >>> 0) as EntityId;
}

export function isWriter(entityId: EntityId): boolean {
  const kind = entityId & KIND_MASK;
  return kind === EntityKind.WRITER_NO_KEY || kind === EntityKind.WRITER_WITH_KEY;
}

export function isReader(entityId: EntityId): boolean {
  const kind = entityId & KIND_MASK;
  return kind === EntityKind.READER_NO_KEY || kind === EntityKind.READER_WITH_KEY;
}

export function isKeyed(entityId: EntityId): boolean {
  const kind = entityId & KIND_MASK;
  return kind === EntityKind.WRITER_WITH_KEY || kind === EntityKind.READER_WITH_KEY;
}

/** Both origin bits set; one alone marks a vendor's own entity (RTPS 2.5 §9.3.1.2). */
export function isBuiltin(entityId: EntityId): boolean {
  return (entityId & BUILTIN) === BUILTIN;
}

export function readEntityId(bytes: Uint8Array, offset: number): EntityId {
  return (i32(bytes, offset, false) >>> 0) as EntityId;
}

export function writeEntityId(bytes: Uint8Array, offset: number, entityId: EntityId): void {
  putU32BigEndian(bytes, offset, entityId);
}

export function entityIdToString(entityId: EntityId): string {
  return entityId.toString(16).padStart(8, '0');
}
