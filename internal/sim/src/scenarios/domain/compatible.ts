import { DurabilityKind, HistoryKind, msToDuration, ReliabilityKind, type QosPolicies } from '@rclts/rtps';
import type { Random } from '../../random.js';

/** What an endpoint of the simulated domain is: the words that decide whether two of them meet. */
export interface EndpointPlan {
  readonly topic: string;
  readonly type: string;
  readonly isReliable: boolean;
  readonly isTransientLocal: boolean;
  readonly isKeepAll: boolean;
  readonly depth: number;
  /** Empty: the default partition. */
  readonly partition: readonly string[];
  /** Infinity: none. */
  readonly deadlineMs: number;
}

const TOPICS = ['rt/a', 'rt/b', 'rt/c'];
const PARTITIONS: readonly (readonly string[])[] = [[], [], [], [], ['east'], ['west'], ['east', 'west']];

export function planEndpoint(random: Random): EndpointPlan {
  const isReliable = random.chance(0.75);
  return {
    topic: random.pick(TOPICS),
    type: random.chance(0.08) ? 'Other' : 'Number',
    isReliable,
    isTransientLocal: random.chance(0.35),
    isKeepAll: random.chance(0.5),
    depth: 1 + random.integer(4),
    partition: random.pick(PARTITIONS),
    deadlineMs: random.chance(0.15) ? 1000 : Infinity,
  };
}

export function qosOf(plan: EndpointPlan): Partial<QosPolicies> {
  return {
    reliability: plan.isReliable ? ReliabilityKind.RELIABLE : ReliabilityKind.BEST_EFFORT,
    durability: plan.isTransientLocal ? DurabilityKind.TRANSIENT_LOCAL : DurabilityKind.VOLATILE,
    history: plan.isKeepAll ? HistoryKind.KEEP_ALL : HistoryKind.KEEP_LAST,
    depth: plan.depth,
    partition: plan.partition,
    ...(plan.deadlineMs === Infinity ? {} : { deadline: msToDuration(plan.deadlineMs) }),
  };
}

/** DDS 1.4 §2.2.3: what a writer offers has to be at least what a reader asks for. Said here anew, not asked of the product. */
export function areCompatible(writer: EndpointPlan, reader: EndpointPlan): boolean {
  const sharePartition =
    writer.partition.length === 0 || reader.partition.length === 0
      ? writer.partition.length === reader.partition.length
      : writer.partition.some((name) => reader.partition.includes(name));
  return (
    writer.topic === reader.topic &&
    writer.type === reader.type &&
    (writer.isReliable || !reader.isReliable) &&
    (writer.isTransientLocal || !reader.isTransientLocal) &&
    writer.deadlineMs <= reader.deadlineMs &&
    sharePartition
  );
}
