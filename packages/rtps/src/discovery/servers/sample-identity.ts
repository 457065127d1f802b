import type { SampleIdentity } from '../../parameters/inline-qos.js';
import { GUID_PREFIX_LENGTH } from '../../types/guid.js';
import { writeEntityId, type EntityId } from '../../types/entity-id.js';

/**
 * What a server knows a sample of discovery by, wherever it gets it from: who wrote it first, under which number. It stands in the
 * inline QoS as a related sample identity; a sample without one a server drops.
 *
 * @param guid - any GUID of the writing participant; 16 octets.
 */
export function sampleIdentity(guid: Uint8Array, writerId: EntityId, sequenceNumber: number): SampleIdentity {
  const writer = new Uint8Array(guid);
  writeEntityId(writer, GUID_PREFIX_LENGTH, writerId);
  return { guid: writer, sequenceNumber };
}
