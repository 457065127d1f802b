import { compareDurations } from '../types/time.js';
import { partitionsMatch } from './partition.js';
import { DataRepresentation, PolicyId, type QosPolicies } from './policies.js';

/**
 * The policies that keep a writer and a reader of one topic and type apart, in DDS' order of ids; empty when they match
 * (DDS 1.4 §2.2.3 table "RxO", DDS-XTypes 1.3 §7.6.3.1.1).
 *
 * Partitions are not requested-offered in DDS: endpoints apart in partitions only do not meet, no incompatibility is to be reported.
 * Whoever reports reasons asks {@link isReportable}.
 */
export function incompatiblePolicies(offered: QosPolicies, requested: QosPolicies): readonly PolicyId[] {
  let found: PolicyId[] | undefined;
  for (const rule of RULES) if (!rule.matches(offered, requested)) (found ??= []).push(rule.id);
  return found ?? NONE;
}

/** Whether DDS calls a mismatch of this policy an incompatibility (OFFERED_INCOMPATIBLE_QOS) rather than plain absence. */
export function isReportable(policy: PolicyId): boolean {
  return policy !== PolicyId.PARTITION;
}

/** The policy's name as ROS and DDS spell it: `RELIABILITY`. */
export function policyName(policy: PolicyId): string {
  for (const [name, id] of Object.entries(PolicyId)) if (id === policy) return name;
  return String(policy);
}

const NONE: readonly PolicyId[] = Object.freeze([]);
const DEFAULT_REPRESENTATIONS: readonly number[] = [DataRepresentation.XCDR1];

interface Rule {
  readonly id: PolicyId;
  matches(offered: QosPolicies, requested: QosPolicies): boolean;
}

const RULES: readonly Rule[] = [
  { id: PolicyId.DURABILITY, matches: (offered, requested) => offered.durability >= requested.durability },
  { id: PolicyId.PRESENTATION, matches: presentationMatches },
  {
    id: PolicyId.DEADLINE,
    matches: (offered, requested) => compareDurations(offered.deadline, requested.deadline) <= 0,
  },
  {
    id: PolicyId.LATENCY_BUDGET,
    matches: (offered, requested) => compareDurations(offered.latencyBudget, requested.latencyBudget) <= 0,
  },
  { id: PolicyId.OWNERSHIP, matches: (offered, requested) => offered.ownership === requested.ownership },
  {
    id: PolicyId.LIVELINESS,
    matches: (offered, requested) =>
      offered.liveliness >= requested.liveliness &&
      compareDurations(offered.livelinessLeaseDuration, requested.livelinessLeaseDuration) <= 0,
  },
  { id: PolicyId.PARTITION, matches: (offered, requested) => partitionsMatch(offered.partition, requested.partition) },
  { id: PolicyId.RELIABILITY, matches: (offered, requested) => offered.reliability >= requested.reliability },
  {
    id: PolicyId.DESTINATION_ORDER,
    matches: (offered, requested) => offered.destinationOrder >= requested.destinationOrder,
  },
  { id: PolicyId.DATA_REPRESENTATION, matches: representationMatches },
];

function presentationMatches(
  { presentation: offered }: QosPolicies,
  { presentation: requested }: QosPolicies,
): boolean {
  return (
    offered.accessScope >= requested.accessScope &&
    (offered.coherentAccess || !requested.coherentAccess) &&
    (offered.orderedAccess || !requested.orderedAccess)
  );
}

/** A writer sends its first representation only, whatever else it lists (DDS-XTypes 1.3 §7.6.3.1.1). */
function representationMatches(offered: QosPolicies, requested: QosPolicies): boolean {
  const accepted = requested.dataRepresentation.length === 0 ? DEFAULT_REPRESENTATIONS : requested.dataRepresentation;
  return accepted.includes(offered.dataRepresentation[0] ?? DataRepresentation.XCDR1);
}
