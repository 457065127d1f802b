/**
 * Every bound against hostile or broken input, in one table: docs/LIMITS.md is generated from it. No loop is driven and nothing is
 * allocated by a number from the wire that has not been held against one of these, or against the octets that are at hand.
 */

/** One bound. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  /** What happens at the limit, as a sentence. */
  readonly policy: string;
  /** Where the bound comes from. */
  readonly source: string;
}

export const LIMITS = {
  // Messages
  minDatagramBytes: {
    value: 20,
    unit: 'octets',
    policy: 'A shorter datagram is ignored and counted as not RTPS.',
    source: 'RTPS 2.5 §9.4.4: the message header',
  },
  maxDatagramBytes: {
    value: 65507,
    unit: 'octets',
    policy: 'A longer message is never built; UDP over IPv4 cannot deliver one.',
    source: 'RFC 768, RFC 791',
  },
  submessagesPerDatagram: {
    value: 1000,
    unit: 'submessages',
    policy: 'The rest of the datagram is discarded and counted as malformed.',
    source: 'RTPS 2.5 §8.3.3 sets none; the largest captured message has a few dozen',
  },
  numberSetBits: {
    value: 256,
    unit: 'bits',
    policy: 'A set that announces more, or fewer octets than its bits need, makes the submessage malformed.',
    source: 'RTPS 2.5 §9.4.2.6; CVE-2020-18734',
  },
  maxSequenceNumber: {
    value: 9007199254740991,
    unit: 'sequence number',
    policy: 'A greater one makes the submessage malformed.',
    source: '2^53 − 1: exact as a number, 285 years at a million samples a second; CVE-2023-39949',
  },
  // Parameter lists
  parameterListBytes: {
    value: 65536,
    unit: 'octets',
    policy: 'Discovery data with a longer list is ignored. A list has to end in a sentinel inside its submessage.',
    source: 'A list of one UDP datagram; discovery data is never longer',
  },
  parametersPerList: {
    value: 512,
    unit: 'parameters',
    policy: 'A list with more is malformed: its submessage is dropped, or the discovery data ignored.',
    source: 'The longest captured list has 27',
  },
  // Discovery data
  nameBytes: {
    value: 256,
    unit: 'octets',
    policy: 'Discovery data with a longer topic, type, entity or partition name is ignored.',
    source: 'ROS allows topic names of 255 (REP 144, rmw); DDS 1.4 §2.2.3.13',
  },
  userDataBytes: {
    value: 4096,
    unit: 'octets',
    policy: 'Discovery data with more USER_DATA is ignored.',
    source: 'ROS puts a type hash and an id there: some 200 octets',
  },
  filterExpressionBytes: {
    value: 4096,
    unit: 'octets',
    policy: 'A reader with a longer filter expression counts as one without a filter: it gets everything.',
    source: 'rcl_action writes some 2 600 for the six goals that 100 parameters allow',
  },
  filterParameters: {
    value: 100,
    unit: 'parameters',
    policy: 'A reader with more filter parameters counts as one without a filter.',
    source: 'DDS 1.4 §2.2.2.3.3: %n is 0 to 99',
  },
  filterParameterBytes: {
    value: 256,
    unit: 'octets',
    policy: 'A reader with a longer filter parameter counts as one without a filter.',
    source: 'Fast DDS keeps 255 (ContentFilterProperty.hpp)',
  },
  propertiesPerParticipant: {
    value: 64,
    unit: 'properties',
    policy: 'Discovery data with more is ignored; a count that the parameter cannot hold too.',
    source: 'Four in the captures; CVE-2023-39946',
  },
  propertyBytes: {
    value: 1024,
    unit: 'octets',
    policy: 'Discovery data with a longer property name or value is ignored.',
    source: 'The longest captured one has 34',
  },
  partitionsPerEndpoint: {
    value: 64,
    unit: 'names',
    policy: 'Discovery data with more is ignored; a count that the parameter cannot hold too.',
    source: 'ROS uses none',
  },
  dataRepresentationsPerEndpoint: {
    value: 8,
    unit: 'ids',
    policy: 'Discovery data with more is ignored; a count that the parameter cannot hold too.',
    source: 'DDS-XTypes 1.3 §7.6.3.1.1 defines three; CVE-2026-49861 announced 2^32 − 1',
  },
  unicastLocators: {
    value: 4,
    unit: 'locators of a kind',
    policy: 'The first ones are kept, the others ignored: each is an address that a stranger may aim us at.',
    source: 'CVE-2021-38425 and its kin: reflection',
  },
  multicastLocators: {
    value: 1,
    unit: 'locators of a kind',
    policy: 'The first one is kept, the others ignored.',
    source: 'As unicastLocators',
  },
  participants: {
    value: 1000,
    unit: 'participants',
    policy:
      'Of those that have never answered, the one not heard from for longest makes room; if all have, the newcomer is ignored.',
    source: 'CVE-2026-45092; 10 000 spoofed participants may cost 20 MB',
  },
  participantsPerAddress: {
    value: 250,
    unit: 'participants of one address',
    policy:
      'Of those that have never answered from there, the one not heard from for longest makes room; else the newcomer is ignored.',
    source: 'The ports of RTPS 2.5 §9.6.2.3 allow 120 of a domain on a host',
  },
  strangersPerAddress: {
    value: 128,
    unit: 'participants of one address that have never answered',
    policy:
      'The one not heard from for longest makes room once it has been there for a second; else the newcomer is ignored, until it announces itself again.',
    source: 'CVE-2026-45092: half-open peers; a process with 100 participants joins at once',
  },
  participantDataBytes: {
    value: 16384,
    unit: 'octets',
    policy: 'A longer announcement of a participant is ignored.',
    source: 'The longest captured one has 1 100; 1 000 participants at this size cost 16 MB',
  },
  destinationsPerParticipant: {
    value: 64,
    unit: 'ports of a participant',
    policy: 'Endpoints that announce further ones are reached at the participant’s own.',
    source: 'Fast DDS has two',
  },
  endpointsPerParticipant: {
    value: 4000,
    unit: 'endpoints',
    policy: 'Further endpoints of the participant are ignored.',
    source: 'A ROS node has some 20; a process with 100 nodes 2 000',
  },
  endpointBytesPerParticipant: {
    value: 4194304,
    unit: 'octets of what a participant’s endpoints announce',
    policy: 'Further endpoints of the participant are ignored.',
    source: 'endpointsPerParticipant at 1 kB each',
  },
  endpointBytes: {
    value: 50331648,
    unit: 'octets of what all endpoints announce',
    policy: 'Further endpoints are ignored until others go.',
    source: 'participants with 40 endpoints each, at 1.2 kB',
  },
  reflectionFactor: {
    value: 3,
    unit: 'octets sent per octet received',
    policy: 'A participant that has never answered from where it is sent to is sent no more than this.',
    source: 'CVE-2021-38425: 346 times the octets came back from rclpy. As QUIC does: RFC 9000 §8.1',
  },
  // Samples and their fragments
  sampleBytes: {
    value: 41943040,
    unit: 'octets',
    policy:
      'A larger sample is refused: when written with ERR_RTPS_PAYLOAD_TOO_LARGE, when announced by ignoring its fragments.',
    source:
      'reassemblyBytes, less what 40 960 fragments cost besides their octets: a larger one could never be put together',
  },
  minFragmentSize: {
    value: 4,
    unit: 'octets',
    policy: 'A smaller fragment size makes the submessage malformed.',
    source: 'CVE-2025-62799: sizes of 1 to 3',
  },
  maxFragmentSize: {
    value: 65500,
    unit: 'octets',
    policy: 'A greater fragment size makes the submessage malformed.',
    source: 'A fragment travels in one datagram; Fast DDS uses up to 65 324',
  },
  reassemblyBytes: {
    value: 50331648,
    unit: 'octets in all participants of a process',
    policy:
      'Octets received count, not octets announced. The oldest incomplete samples make room; a reliable writer repeats them.',
    source: 'CVE-2025-62799; slow fragments of many samples',
  },
  openReassembliesPerWriter: {
    value: 64,
    unit: 'samples',
    policy: 'The oldest incomplete sample of the writer makes room; a reliable writer repeats it.',
    source: 'A flood of first fragments',
  },
  // Reliable readers
  reorderWindowSamples: {
    value: 256,
    unit: 'samples of a writer',
    policy: 'What is further ahead is dropped and asked for again.',
    source: 'One ACKNACK asks for at most 256 samples',
  },
  reorderWindowSmallSamples: {
    value: 4096,
    unit: 'samples of a writer',
    policy: 'The window reaches this far while its samples are small: within reorderWindowBytes all the same.',
    source: 'Deep histories of small samples',
  },
  reorderWindowBytes: {
    value: 1048576,
    unit: 'octets of a writer',
    policy: 'What is ahead of the next sample and does not fit is dropped and asked for again.',
    source: 'Memory for a writer that never sends what is missing',
  },
  reorderBytes: {
    value: 67108864,
    unit: 'octets in a participant',
    policy: 'As reorderWindowBytes, over all writers.',
    source: 'As reorderWindowBytes',
  },
  sequenceJump: {
    value: 65536,
    unit: 'sequence numbers',
    policy:
      'A HEARTBEAT or GAP that reaches further beyond all that its writer ever said is believed when it is said again, after the writer was asked.',
    source: 'Fast-DDS #3931, CVE-2025-65016: one spoofed datagram, and all real samples are skipped',
  },
  ackNackIntervalMs: {
    value: 10,
    unit: 'ms',
    policy:
      'An answer that would say what the last one said waits until this long after it: an ACKNACK to a HEARTBEAT, a HEARTBEAT to an ACKNACK.',
    source: 'RTPS 2.5 §8.4.7.1 heartbeatResponseDelay; heartbeat floods',
  },
  // Histories
  writerHistorySamples: {
    value: 10000,
    unit: 'samples of a writer',
    policy: 'A KEEP_ALL writer refuses the next sample with ERR_RTPS_WRITER_FULL; KEEP_LAST forgets its oldest.',
    source: 'The default of createWriter; bursts of goals are the longest queues seen',
  },
  writerHistoryBytes: {
    value: 67108864,
    unit: 'octets of a writer',
    policy: 'As writerHistorySamples.',
    source: 'The default of createWriter: one sample of the largest size and room for more',
  },
  instancesPerReader: {
    value: 10000,
    unit: 'instances of a keyed topic that a reader knows',
    policy: 'The one heard of least recently is forgotten; its next sample makes it new.',
    source: 'As writerHistorySamples: whoever writes keys without end costs a megabyte or two',
  },
  waitingWrites: {
    value: 10000,
    unit: 'writes of a writer that wait for room',
    policy: 'Further ones are refused with ERR_RTPS_WRITER_FULL.',
    source: 'As writerHistorySamples: who awaits each write has one waiting',
  },
  builtinHistorySamples: {
    value: 8192,
    unit: 'endpoints announced by a participant',
    policy: 'Further endpoints are not announced.',
    source: 'Twice what we take from another participant',
  },
  builtinHistoryBytes: {
    value: 16777216,
    unit: 'octets of announcements',
    policy: 'As builtinHistorySamples.',
    source: 'builtinHistorySamples at 2 kB each',
  },
  closeLingerMs: {
    value: 100,
    unit: 'ms',
    policy: 'A participant that closes waits no longer for acknowledgements of what was written just before.',
    source: 'Five repairs on a path of common length; a peer that was killed acknowledges nothing',
  },
  // Sockets
  participantIndices: {
    value: 120,
    unit: 'participants of a domain on a host',
    policy: 'When none of their pairs of ports is free, opening a participant fails with ERR_RTPS_PORT_IN_USE.',
    source: 'RTPS 2.5 §9.6.2.3: with DG 250 and PG 2 the ports of index 120 are the next domain’s',
  },
  announcedAddresses: {
    value: 4,
    unit: 'addresses',
    policy: 'A host with more announces the first ones: network cards before bridges of containers.',
    source: 'Fast DDS keeps 4 unicast locators of a peer (RemoteLocatorsAllocationAttributes)',
  },
  rememberedAddresses: {
    value: 1024,
    unit: 'addresses',
    policy: 'Whether an address may be heard is remembered for so many; then all are judged anew.',
    source: 'More than the peers of a large fleet; a forger of sources costs a judgement each, and no memory',
  },
  sendSlots: {
    value: 128,
    unit: 'datagrams under way to the operating system',
    policy: 'Further ones are not taken until one has gone: see queuedDatagrams.',
    source: 'A default socket buffer of 212 992 octets holds 92 datagrams of 1.4 kB',
  },
  queuedDatagrams: {
    value: 1024,
    unit: 'datagrams that the socket did not take yet',
    policy: 'Further ones are lost and counted; before that writers stop adding to them.',
    source: 'One flush to sixteen readers; what is lost is asked for again',
  },
} as const;
