import { DURATION_INFINITE, DURATION_ZERO, msToDuration } from '../types/time.js';
import {
  DataRepresentation,
  DestinationOrderKind,
  DurabilityKind,
  HistoryKind,
  LivelinessKind,
  OwnershipKind,
  PresentationScope,
  type QosPolicies,
  ReliabilityKind,
} from './policies.js';

/** What a reader means by a policy that it does not announce (DDS 1.4 §2.2.3): best effort, unlike a writer. */
export const defaultReaderQos: QosPolicies = Object.freeze({
  reliability: ReliabilityKind.BEST_EFFORT,
  maxBlockingTime: msToDuration(100),
  durability: DurabilityKind.VOLATILE,
  history: HistoryKind.KEEP_LAST,
  depth: 1,
  deadline: DURATION_INFINITE,
  latencyBudget: DURATION_ZERO,
  lifespan: DURATION_INFINITE,
  liveliness: LivelinessKind.AUTOMATIC,
  livelinessLeaseDuration: DURATION_INFINITE,
  ownership: OwnershipKind.SHARED,
  destinationOrder: DestinationOrderKind.BY_RECEPTION_TIMESTAMP,
  presentation: Object.freeze({ accessScope: PresentationScope.INSTANCE, coherentAccess: false, orderedAccess: false }),
  partition: Object.freeze([]),
  dataRepresentation: Object.freeze([DataRepresentation.XCDR1]),
});

/** What a writer means by a policy that it does not announce: reliable. */
export const defaultWriterQos: QosPolicies = Object.freeze({
  ...defaultReaderQos,
  reliability: ReliabilityKind.RELIABLE,
});

/** The full record that `partial` stands for: fields absent or undefined take the default. */
export function withQos(
  defaults: QosPolicies,
  partial?: { [K in keyof QosPolicies]?: QosPolicies[K] | undefined },
): QosPolicies {
  const qos = { ...defaults };
  for (const key of Object.keys(defaults) as (keyof QosPolicies)[]) {
    const value = partial?.[key];
    if (value !== undefined) Object.assign(qos, { [key]: value });
  }
  return qos;
}
