import type { Destination } from '../participant/destination.js';
import type { RemoteParticipant } from '../participant/remote-endpoint.js';
import { quirksOf } from '../vendor/quirks.js';

/** Readers that a directed change is for, or not, together: where one is told that a sample is not for it, the others hear that too. */
export type GroupKey = string;

/**
 * The readers of one participant. Of implementations whose participants share a port, those of one process: behind one unicast
 * ip:port, with the same first word of the prefix. An address alone does not do: a process that was killed stays matched for its
 * lease, while another, perhaps of another vendor, may have its port already, and is not to hear what was meant for the dead.
 */
export function groupKeyOf({ guidPrefix, vendorId }: RemoteParticipant, { groupKey }: Destination): GroupKey {
  return quirksOf(vendorId).sharesPort ? `${vendorId} ${guidPrefix.a} ${groupKey}` : guidPrefix.text;
}
