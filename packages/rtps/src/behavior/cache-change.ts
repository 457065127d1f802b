import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import type { GroupKey } from './reader-group.js';

/** What one change is in octets. */
export interface ChangeContent {
  /** CDR with its encapsulation header; undefined for a dispose that carries only inline QoS. */
  readonly payload: Uint8Array | undefined;
  /** Encoded parameter list with its sentinel, little-endian. */
  readonly inlineQos: Uint8Array | undefined;
}

/** Another content, for every reader that `isFor` picks, whenever it matched: it is asked each time that the change is sent. */
export interface PickedContent extends ChangeContent {
  isFor(reader: RemoteEndpoint): boolean;
}

/** What tells the readers of a change apart. */
interface Recipient {
  readonly endpoint: RemoteEndpoint;
  readonly groupKey: GroupKey;
}

/** One entry of a writer's history (RTPS 2.5 §8.2.3). One shape for data, dispose and directed changes alike. */
export interface CacheChange extends ChangeContent {
  readonly sn: SequenceNumber;
  /** What these groups are sent instead, in repairs as well: one change, in the words of each. */
  readonly variants: ReadonlyMap<GroupKey, ChangeContent> | undefined;
  /** As `variants`, for readers that are not known yet as well; the first that picks a reader holds. */
  readonly picked?: readonly PickedContent[] | undefined;
  /** Instance key as text (KEY_HASH in hex); undefined for keyless topics. */
  readonly instance: string | undefined;
  readonly sourceTimestamp: Time;
  /** Groups that this change is for; undefined: everybody. The others get a GAP (DDS_FILTER, RTPS 2.5 §8.4.7.3). */
  readonly relevantTo: ReadonlySet<GroupKey> | undefined;
  /** The payload is the key alone, of an instance that is disposed or unregistered. */
  readonly isKeyPayload?: boolean | undefined;
  /** The payload has an ArrayBuffer to itself, which serves another one when this change is forgotten. */
  readonly isReclaimable?: boolean | undefined;
  /** Monotonic ms after which the change is no longer sent (LIFESPAN). */
  readonly expiresAt: number;
}

/** Bytes that a change holds in memory, for the limits of a history. */
export function changeBytes(change: CacheChange): number {
  const { variants, picked } = change;
  let bytes = contentBytes(change);
  if (variants !== undefined) for (const variant of variants.values()) bytes += contentBytes(variant);
  if (picked !== undefined) for (const variant of picked) bytes += contentBytes(variant);
  return bytes;
}

export function contentBytes({ payload, inlineQos }: ChangeContent): number {
  return (payload?.byteLength ?? 0) + (inlineQos?.byteLength ?? 0);
}

/** What a reader is sent of a change. */
export function contentFor(change: CacheChange, { endpoint, groupKey }: Recipient): ChangeContent {
  return change.variants?.get(groupKey) ?? change.picked?.find((content) => content.isFor(endpoint)) ?? change;
}
