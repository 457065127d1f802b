import { vendorName } from '@rclts/rtps';
import { printable } from '../trace/event-text.js';
import type { SeenParticipant } from './snapshot.js';

/** Who it is, in the words that help most to find it. */
export function participantText({ prefix, vendorId, nodes, addresses }: SeenParticipant): string {
  const name = nodes.length > 0 ? nodes.map(printable).join(', ') : `participant ${prefix}`;
  return `${name} (${vendorName(vendorId)}, ${addresses.join(', ')})`;
}
