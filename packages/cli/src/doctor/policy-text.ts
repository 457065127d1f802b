// Policies in the words of `ros2 topic info -v`.
import {
  DataRepresentation,
  DurabilityKind,
  durationToMs,
  isInfinite,
  LivelinessKind,
  PolicyId,
  ReliabilityKind,
  type Duration,
  type QosPolicies,
} from '@rclts/rtps';

export function policyText(policy: PolicyId, qos: QosPolicies): string {
  switch (policy) {
    case PolicyId.RELIABILITY:
      return nameOf(ReliabilityKind, qos.reliability);
    case PolicyId.DURABILITY:
      return nameOf(DurabilityKind, qos.durability);
    case PolicyId.DEADLINE:
      return durationText(qos.deadline);
    case PolicyId.LATENCY_BUDGET:
      return durationText(qos.latencyBudget);
    case PolicyId.LIVELINESS:
      return `${nameOf(LivelinessKind, qos.liveliness)}, lease ${durationText(qos.livelinessLeaseDuration)}`;
    case PolicyId.PARTITION:
      return qos.partition.length === 0 ? 'none' : qos.partition.join(', ');
    case PolicyId.DATA_REPRESENTATION: {
      const list = qos.dataRepresentation.length === 0 ? [DataRepresentation.XCDR1] : qos.dataRepresentation;
      return list.map((id) => nameOf(DataRepresentation, id)).join(', ');
    }
    default:
      return 'another value';
  }
}

function nameOf(names: Readonly<Record<string, number>>, value: number): string {
  return Object.entries(names).find(([, id]) => id === value)?.[0] ?? String(value);
}

function durationText(duration: Duration): string {
  return isInfinite(duration) ? 'infinite' : `${String(durationToMs(duration) / 1000)} s`;
}
