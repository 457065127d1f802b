import type { RemoteEndpoint, RemoteParticipant } from '@rclts/rtps';
import { serviceIdOf } from '../ros/endpoint-user-data.js';
import type { ServiceDialects } from '../ros/service-mapping/select.js';

/** A server that can be asked. */
export interface AvailableServer {
  readonly participant: RemoteParticipant;
  /** Where requests go; if the participant has several servers of the name, the first of them. */
  readonly requestReader: RemoteEndpoint;
}

/**
 * The participants that serve, in the order in which they were matched, each by the rule of its own rmw, but counted for itself:
 * over the whole graph, one peer that is half discovered would block the name for all.
 *
 * - rmw_fastrtps: as many request readers are matched as reply writers, and at least one
 *   (rmw_fastrtps_shared_cpp/src/rmw_service_server_is_available.cpp);
 * - rmw_cyclonedds: there is a reply writer with the `serviceid` of the request reader, or any where that has none
 *   (rmw_cyclonedds_cpp/src/rmw_node.cpp, check_for_service_reader_writer).
 */
export function availableServers(
  requestReaders: readonly RemoteEndpoint[],
  replyWriters: readonly RemoteEndpoint[],
  dialects: ServiceDialects,
): readonly AvailableServer[] {
  const replies = countByParticipant(replyWriters);
  const requests = countByParticipant(requestReaders);
  const servers = new Map<RemoteParticipant, AvailableServer>();
  for (const requestReader of requestReaders) {
    const { participant } = requestReader;
    if (servers.has(participant) || !replies.has(participant)) continue;
    const isComplete =
      dialects.forEndpoint(requestReader).name === 'cyclone'
        ? canAnswer(requestReader, replyWriters, dialects)
        : requests.get(participant) === replies.get(participant);
    if (isComplete) servers.set(participant, { participant, requestReader });
  }
  return [...servers.values()];
}

/** Whether the server of that request reader has the writer that its answers come from. */
export function canAnswer(
  requestReader: RemoteEndpoint,
  replyWriters: readonly RemoteEndpoint[],
  dialects: ServiceDialects,
): boolean {
  const { participant, userData } = requestReader;
  const id = dialects.forEndpoint(requestReader).name === 'cyclone' ? serviceIdOf(userData) : undefined;
  return replyWriters.some(
    (writer) => writer.participant === participant && (id === undefined || serviceIdOf(writer.userData) === id),
  );
}

function countByParticipant(endpoints: readonly RemoteEndpoint[]): Map<RemoteParticipant, number> {
  const counts = new Map<RemoteParticipant, number>();
  for (const { participant } of endpoints) counts.set(participant, (counts.get(participant) ?? 0) + 1);
  return counts;
}
