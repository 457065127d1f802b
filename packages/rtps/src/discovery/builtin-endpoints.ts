import { defaultWriterQos } from '../qos/defaults.js';
import { DurabilityKind, HistoryKind, ReliabilityKind, type QosPolicies } from '../qos/policies.js';
import { EntityIds, type EntityId } from '../types/entity-id.js';

/** One built-in topic: its writer, its reader, and the bits of BUILTIN_ENDPOINT_SET that say who has them (RTPS 2.5 §9.3.2.1). */
export interface BuiltinTopic {
  readonly topicName: string;
  readonly writerId: EntityId;
  readonly readerId: EntityId;
  readonly writerBit: number;
  readonly readerBit: number;
}

export const BuiltinTopics: Readonly<
  Record<'PARTICIPANTS' | 'PUBLICATIONS' | 'SUBSCRIPTIONS' | 'PARTICIPANT_MESSAGE', BuiltinTopic>
> = {
  /** SPDP: stateless and best effort, but between a discovery server and its clients. */
  PARTICIPANTS: {
    topicName: 'DCPSParticipant',
    writerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER,
    readerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_READER,
    writerBit: 1 << 0,
    readerBit: 1 << 1,
  },
  PUBLICATIONS: {
    topicName: 'DCPSPublication',
    writerId: EntityIds.SEDP_BUILTIN_PUBLICATIONS_WRITER,
    readerId: EntityIds.SEDP_BUILTIN_PUBLICATIONS_READER,
    writerBit: 1 << 2,
    readerBit: 1 << 3,
  },
  SUBSCRIPTIONS: {
    topicName: 'DCPSSubscription',
    writerId: EntityIds.SEDP_BUILTIN_SUBSCRIPTIONS_WRITER,
    readerId: EntityIds.SEDP_BUILTIN_SUBSCRIPTIONS_READER,
    writerBit: 1 << 4,
    readerBit: 1 << 5,
  },
  PARTICIPANT_MESSAGE: {
    topicName: 'DCPSParticipantMessage',
    writerId: EntityIds.P2P_BUILTIN_PARTICIPANT_MESSAGE_WRITER,
    readerId: EntityIds.P2P_BUILTIN_PARTICIPANT_MESSAGE_READER,
    writerBit: 1 << 10,
    readerBit: 1 << 11,
  },
};

/** What we announce: SPDP, SEDP in both directions, participant messages. */
export const BUILTIN_ENDPOINT_SET: number = Object.values(BuiltinTopics).reduce(
  (bits, topic) => bits | topic.writerBit | topic.readerBit,
  0,
);

/** RTPS 2.5 §8.5.4.2: reliable, transient local; one sample per endpoint. */
export const BUILTIN_QOS: QosPolicies = {
  ...defaultWriterQos,
  reliability: ReliabilityKind.RELIABLE,
  durability: DurabilityKind.TRANSIENT_LOCAL,
  history: HistoryKind.KEEP_LAST,
  depth: 1,
};
