import {
  DurabilityKind,
  durationToMs,
  HistoryKind,
  LivelinessKind,
  msToDuration,
  type QosPolicies,
  ReliabilityKind,
} from '@rclts/rtps';

/** Quality of service in ROS's words. Durations in milliseconds; Infinity is ROS's default for each. */
export interface QosProfile {
  readonly reliability: 'reliable' | 'best_effort';
  readonly durability: 'volatile' | 'transient_local';
  readonly history: 'keep_last' | 'keep_all';
  /** Samples that are kept under `keep_last`; ≥ 1. */
  readonly depth: number;
  readonly deadlineMs: number;
  readonly lifespanMs: number;
  readonly liveliness: 'automatic' | 'manual_by_topic';
  readonly livelinessLeaseMs: number;
}

/** What a publisher or subscription takes: some policies, the rest as in `QosProfiles.DEFAULT`; or, as in rclpy, a depth. */
export type QosInput = number | { readonly [Policy in keyof QosProfile]?: QosProfile[Policy] | undefined };

const DEFAULT: QosProfile = Object.freeze({
  reliability: 'reliable',
  durability: 'volatile',
  history: 'keep_last',
  depth: 10,
  deadlineMs: Infinity,
  lifespanMs: Infinity,
  liveliness: 'automatic',
  livelinessLeaseMs: Infinity,
});

const profile = (policies: Partial<QosProfile>): QosProfile => Object.freeze({ ...DEFAULT, ...policies });

/** The profiles of `rmw/qos_profiles.h`, `rcl_action/default_qos.h` and `rcl/logging_rosout.h`. */
export const QosProfiles: {
  readonly DEFAULT: QosProfile;
  readonly SENSOR_DATA: QosProfile;
  readonly SERVICES_DEFAULT: QosProfile;
  readonly PARAMETERS: QosProfile;
  readonly PARAMETER_EVENTS: QosProfile;
  readonly ACTION_STATUS_DEFAULT: QosProfile;
  readonly ROSOUT: QosProfile;
} = {
  DEFAULT,
  SENSOR_DATA: profile({ reliability: 'best_effort', depth: 5 }),
  SERVICES_DEFAULT: DEFAULT,
  PARAMETERS: profile({ depth: 1000 }),
  PARAMETER_EVENTS: profile({ depth: 1000 }),
  ACTION_STATUS_DEFAULT: profile({ durability: 'transient_local', depth: 1 }),
  ROSOUT: profile({ durability: 'transient_local', depth: 1000, lifespanMs: 10_000 }),
};

/** Of `ros_discovery_info`, as rmw_dds_common has it; the reader keeps all. */
export const discoveryInfoQos: QosProfile = profile({ durability: 'transient_local', depth: 1 });

const CHOICES = {
  reliability: ['reliable', 'best_effort'],
  durability: ['volatile', 'transient_local'],
  history: ['keep_last', 'keep_all'],
  liveliness: ['automatic', 'manual_by_topic'],
} as const;

/**
 * The whole profile that a caller's `qos` stands for.
 *
 * @throws TypeError - for a policy or a value that does not exist.
 * @throws RangeError - for a depth that is no positive integer, or a duration that is not positive.
 */
export function completeQos(qos: QosInput = DEFAULT): QosProfile {
  const given: Record<string, unknown> = typeof qos === 'number' ? { depth: qos } : { ...qos };
  const complete: Record<string, unknown> = { ...DEFAULT };
  for (const [policy, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT, policy)) throw new TypeError(`qos.${policy}: no such policy`);
    if (value === undefined) continue;
    checkPolicy(policy as keyof QosProfile, value);
    complete[policy] = value;
  }
  return complete as unknown as QosProfile;
}

function checkPolicy(policy: keyof QosProfile, value: unknown): void {
  if (policy === 'depth') {
    if (Number.isInteger(value) && (value as number) >= 1) return;
    throw new RangeError(`qos.depth: ${String(value)} is not a positive integer`);
  }
  if (policy === 'deadlineMs' || policy === 'lifespanMs' || policy === 'livelinessLeaseMs') {
    if (typeof value === 'number' && value > 0) return;
    throw new RangeError(`qos.${policy}: ${String(value)} is not a positive number of milliseconds`);
  }
  const choices: readonly unknown[] = CHOICES[policy];
  if (!choices.includes(value)) {
    throw new TypeError(`qos.${policy}: ${String(value)} is not one of ${choices.join(', ')}`);
  }
}

/** ROS's words in DDS's policies. Other policies keep DDS's defaults, as every rmw has it. */
export function toQosPolicies(qos: QosProfile): Partial<QosPolicies> {
  return {
    reliability: qos.reliability === 'reliable' ? ReliabilityKind.RELIABLE : ReliabilityKind.BEST_EFFORT,
    durability: qos.durability === 'volatile' ? DurabilityKind.VOLATILE : DurabilityKind.TRANSIENT_LOCAL,
    history: qos.history === 'keep_last' ? HistoryKind.KEEP_LAST : HistoryKind.KEEP_ALL,
    depth: qos.depth,
    deadline: msToDuration(qos.deadlineMs),
    lifespan: msToDuration(qos.lifespanMs),
    liveliness: qos.liveliness === 'automatic' ? LivelinessKind.AUTOMATIC : LivelinessKind.MANUAL_BY_TOPIC,
    livelinessLeaseDuration: msToDuration(qos.livelinessLeaseMs),
  };
}

/** What an endpoint of the graph announces, in ROS's words; kinds that ROS has no word for become the nearest weaker one. */
export function fromQosPolicies(policies: QosPolicies): QosProfile {
  return {
    reliability: policies.reliability === ReliabilityKind.RELIABLE ? 'reliable' : 'best_effort',
    durability: policies.durability === DurabilityKind.VOLATILE ? 'volatile' : 'transient_local',
    history: policies.history === HistoryKind.KEEP_ALL ? 'keep_all' : 'keep_last',
    depth: policies.depth,
    deadlineMs: durationToMs(policies.deadline),
    lifespanMs: durationToMs(policies.lifespan),
    liveliness: policies.liveliness === LivelinessKind.MANUAL_BY_TOPIC ? 'manual_by_topic' : 'automatic',
    livelinessLeaseMs: durationToMs(policies.livelinessLeaseDuration),
  };
}
