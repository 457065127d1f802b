import type { Duration } from '../types/time.js';

/** The kinds' values are the wire's (RTPS 2.5 §9.6.3 and §9.6.4; DDS 1.4 §2.2.3). Where there is an order, greater offers more. */
export const ReliabilityKind = { BEST_EFFORT: 1, RELIABLE: 2 } as const;
export type ReliabilityKind = (typeof ReliabilityKind)[keyof typeof ReliabilityKind];

export const DurabilityKind = { VOLATILE: 0, TRANSIENT_LOCAL: 1, TRANSIENT: 2, PERSISTENT: 3 } as const;
export type DurabilityKind = (typeof DurabilityKind)[keyof typeof DurabilityKind];

export const HistoryKind = { KEEP_LAST: 0, KEEP_ALL: 1 } as const;
export type HistoryKind = (typeof HistoryKind)[keyof typeof HistoryKind];

export const LivelinessKind = { AUTOMATIC: 0, MANUAL_BY_PARTICIPANT: 1, MANUAL_BY_TOPIC: 2 } as const;
export type LivelinessKind = (typeof LivelinessKind)[keyof typeof LivelinessKind];

export const OwnershipKind = { SHARED: 0, EXCLUSIVE: 1 } as const;
export type OwnershipKind = (typeof OwnershipKind)[keyof typeof OwnershipKind];

export const DestinationOrderKind = { BY_RECEPTION_TIMESTAMP: 0, BY_SOURCE_TIMESTAMP: 1 } as const;
export type DestinationOrderKind = (typeof DestinationOrderKind)[keyof typeof DestinationOrderKind];

export const PresentationScope = { INSTANCE: 0, TOPIC: 1, GROUP: 2 } as const;
export type PresentationScope = (typeof PresentationScope)[keyof typeof PresentationScope];

/** DataRepresentationId_t (DDS-XTypes 1.3 §7.6.3.1.1). */
export const DataRepresentation = { XCDR1: 0, XML: 1, XCDR2: 2 } as const;
export type DataRepresentation = (typeof DataRepresentation)[keyof typeof DataRepresentation];

export interface Presentation {
  readonly accessScope: PresentationScope;
  readonly coherentAccess: boolean;
  readonly orderedAccess: boolean;
}

/** What a writer offers or a reader requests: every field always there, one hidden class. */
export interface QosPolicies {
  readonly reliability: ReliabilityKind;
  /** How long a write to a full reliable writer may wait, in DDS; announced, not enforced here. */
  readonly maxBlockingTime: Duration;
  readonly durability: DurabilityKind;
  readonly history: HistoryKind;
  /** Samples per instance under KEEP_LAST. */
  readonly depth: number;
  readonly deadline: Duration;
  readonly latencyBudget: Duration;
  readonly lifespan: Duration;
  readonly liveliness: LivelinessKind;
  readonly livelinessLeaseDuration: Duration;
  readonly ownership: OwnershipKind;
  readonly destinationOrder: DestinationOrderKind;
  readonly presentation: Presentation;
  /** Empty: the default partition, whose name is the empty string. */
  readonly partition: readonly string[];
  /** {@link DataRepresentation} ids, most wanted first; a writer uses its first. Empty: XCDR1. */
  readonly dataRepresentation: readonly number[];
}

/** QosPolicyId_t of the policies that can keep two endpoints apart (DDS 1.4 §2.3.3). */
export const PolicyId = {
  DURABILITY: 2,
  PRESENTATION: 3,
  DEADLINE: 4,
  LATENCY_BUDGET: 5,
  OWNERSHIP: 6,
  LIVELINESS: 8,
  PARTITION: 10,
  RELIABILITY: 11,
  DESTINATION_ORDER: 12,
  DATA_REPRESENTATION: 23,
} as const;
export type PolicyId = (typeof PolicyId)[keyof typeof PolicyId];
