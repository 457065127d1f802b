import type { RemoteEndpoint, RemoteParticipant } from '@rclts/rtps';
import { mappingForEndpoint } from '../ros/service-mapping/select.js';

/** A server that can be asked. */
export interface AvailableServer {
  readonly participant: RemoteParticipant;
  /** Where requests go; if the participant has several servers of the name, the first of them. */
  readonly requestReader: RemoteEndpoint;
}

/**
 * The participants that serve, in the order in which they were matched. One serves when the client is matched with as many
 * of its request readers as of its reply writers, and at least one: rmw_fastrtps counts the same over the whole graph, where
 * one peer that is half discovered blocks the name for all. One whose dialect nobody here speaks does not count.
 */
export function availableServers(
  requestReaders: readonly RemoteEndpoint[],
  replyWriters: readonly RemoteEndpoint[],
): readonly AvailableServer[] {
  const replies = countByParticipant(replyWriters);
  const requests = countByParticipant(requestReaders);
  const servers = new Map<RemoteParticipant, AvailableServer>();
  for (const requestReader of requestReaders) {
    const { participant } = requestReader;
    if (servers.has(participant) || requests.get(participant) !== replies.get(participant)) continue;
    if (mappingForEndpoint(requestReader)) servers.set(participant, { participant, requestReader });
  }
  return [...servers.values()];
}

function countByParticipant(endpoints: readonly RemoteEndpoint[]): Map<RemoteParticipant, number> {
  const counts = new Map<RemoteParticipant, number>();
  for (const { participant } of endpoints) counts.set(participant, (counts.get(participant) ?? 0) + 1);
  return counts;
}
