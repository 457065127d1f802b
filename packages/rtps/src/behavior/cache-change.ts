import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';

/** A group of readers: those behind one unicast ip:port (one process, as far as the wire can tell). */
export type GroupKey = string;

/** One entry of a writer's history (RTPS 2.5 §8.2.3). One shape for data, dispose and directed changes alike. */
export interface CacheChange {
  readonly sn: SequenceNumber;
  /** CDR with its encapsulation header; undefined for a dispose that carries only inline QoS. */
  readonly payload: Uint8Array | undefined;
  /** Encoded parameter list with its sentinel, little-endian. */
  readonly inlineQos: Uint8Array | undefined;
  /** Instance key as text (KEY_HASH in hex); undefined for keyless topics. */
  readonly instance: string | undefined;
  readonly sourceTimestamp: Time;
  /** Groups that this change is for; undefined: everybody. The others get a GAP (DDS_FILTER, RTPS 2.5 §8.4.7.3). */
  readonly relevantTo: ReadonlySet<GroupKey> | undefined;
  /** Monotonic ms after which the change is no longer sent (LIFESPAN). */
  readonly expiresAt: number;
}

/** Bytes that a change holds in memory, for the limits of a history. */
export function changeBytes(change: CacheChange): number {
  return (change.payload?.byteLength ?? 0) + (change.inlineQos?.byteLength ?? 0);
}
