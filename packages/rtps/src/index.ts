/**
 * RTPS 2.5 in pure TypeScript: a sans-IO core with discovery, reliable and best-effort endpoints, and one UDP edge.
 *
 * @example
 * ```ts
 * import { openParticipant } from '@rclts/rtps';
 *
 * const participant = await openParticipant({ domainId: 0 });
 * const reader = participant.createReader(
 *   { topicName: 'Numbers', typeName: 'Number' },
 *   { onSample: ({ payload, writer }) => console.log(writer.guidText, payload) },
 * );
 * const writer = participant.createWriter({ topicName: 'Numbers', typeName: 'Number' });
 * writer.write(Uint8Array.of(0, 1, 0, 0, 42, 0, 0, 0)); // CDR, little-endian: the uint32 42
 * ```
 *
 * @packageDocumentation
 */
export { AssemblyBudget } from './behavior/assembly-budget.js';
export type { Sample } from './behavior/sample.js';
export { CaptureReader } from './capture/capture-reader.js';
export type { CapturedPacket } from './capture/captured-packet.js';
export { UdpDatagrams, type CapturedDatagram } from './capture/udp-datagrams.js';
export { decodeEndpointData, type EndpointData } from './discovery/endpoint-data.js';
export { decodeParticipantData, type ParticipantData } from './discovery/participant-data.js';
export {
  metatrafficUnicastPort,
  SPDP_MULTICAST_ADDRESS,
  spdpMulticastPort,
  userUnicastPort,
} from './discovery/ports.js';
export { DiscoveryRole, isDiscoveryServer } from './discovery/servers/discovery-role.js';
export { parseServerAddress, splitServerList, type ServerAddress } from './discovery/servers/server-address.js';
export { RtpsError, RtpsErrorCode } from './errors.js';
export type { DatagramAddress, DatagramTap } from './io/datagram-tap.js';
export type { NetworkOptions } from './io/network-options.js';
export { DiscoveryRange, IpVersion } from './io/network-plan.js';
export { openParticipant } from './io/open-participant.js';
export { PcapTap } from './io/pcap-tap.js';
export { isStaticPeer } from './io/static-peers.js';
export { type Instance, InstanceState } from './instance/instance-table.js';
export type { KeyCodec } from './instance/key.js';
export { LIMITS, type Limit } from './limits.js';
export {
  dissectMessage,
  type DissectedMessage,
  type DissectedSet,
  type DissectedSubmessage,
  type SubmessageContext,
} from './message/message-dissection.js';
export type { LossReason } from './participant/events.js';
export type { HostLocators, HostReceiver, NetworkWarning, ParticipantHost } from './participant/participant-host.js';
export { Operation, type OperationHost, type OperationOptions } from './participant/operation.js';
export { Participant } from './participant/participant.js';
export type { ParticipantEvents } from './participant/event-delivery.js';
export type { ParticipantOptions } from './participant/participant-options.js';
export { Reader, type ReaderListener, type ReaderOptions } from './participant/reader.js';
export type { ContentFilter } from './parameters/content-filter.js';
export type { MatchTest, RemoteEndpoint, RemoteParticipant } from './participant/remote-endpoint.js';
export type { HostStatistics, Statistics } from './participant/statistics.js';
export { Writer } from './participant/writer.js';
export type { SampleVariant, WriteOptions, WriterOptions } from './participant/writer-options.js';
export { defaultReaderQos, defaultWriterQos, withQos } from './qos/defaults.js';
export { incompatiblePolicies, isReportable, policyName } from './qos/matching.js';
export {
  DataRepresentation,
  DurabilityKind,
  HistoryKind,
  LivelinessKind,
  PolicyId,
  ReliabilityKind,
  type QosPolicies,
} from './qos/policies.js';
export { EntityIds, entityIdToString, isReader, readEntityId, type EntityId } from './types/entity-id.js';
export {
  guidOctetsToString,
  guidToOctets,
  guidToString,
  sameOctets,
  type Guid,
  type GuidPrefix,
} from './types/guid.js';
export { createLocator, isMulticast, LocatorKind, type Locator } from './types/locator.js';
export type { SequenceNumber } from './types/sequence-number.js';
export { DURATION_INFINITE, durationToMs, isInfinite, msToDuration, type Duration, type Time } from './types/time.js';
export { VendorId } from './types/vendor-id.js';
export { repairsLate } from './vendor/quirks.js';
export { vendorName } from './vendor/vendor-names.js';
