import type { CdrReader, ParameterListWriter } from '@rclts/cdr';
import { LIMITS } from '../limits.js';
import {
  DestinationOrderKind,
  DurabilityKind,
  HistoryKind,
  LivelinessKind,
  OwnershipKind,
  PresentationScope,
  type QosPolicies,
  ReliabilityKind,
} from '../qos/policies.js';
import { compareDurations, type Duration } from '../types/time.js';
import { ParameterId } from './parameter-id.js';
import { durationValue, kindValue, stringValue, writeDurationValue } from './parameter-values.js';

/** QoS policies as parameters (RTPS 2.5 §9.6.3.2), but for the data representation, which comes last in our lists. */
export function addQosParameters(list: ParameterListWriter, qos: QosPolicies, defaults: QosPolicies): void {
  list.parameter(ParameterId.RELIABILITY, (writer) => {
    writer.uint32(qos.reliability);
    writeDurationValue(writer, qos.maxBlockingTime);
  });
  addKind(list, ParameterId.DURABILITY, qos.durability);
  const lease = qos.livelinessLeaseDuration;
  if (qos.liveliness !== defaults.liveliness || !isSame(lease, defaults.livelinessLeaseDuration)) {
    list.parameter(ParameterId.LIVELINESS, (writer) => {
      writer.uint32(qos.liveliness);
      writeDurationValue(writer, lease);
    });
  }
  addDuration(list, ParameterId.DEADLINE, qos.deadline, defaults.deadline);
  addDuration(list, ParameterId.LATENCY_BUDGET, qos.latencyBudget, defaults.latencyBudget);
  addDuration(list, ParameterId.LIFESPAN, qos.lifespan, defaults.lifespan);
  if (qos.ownership !== defaults.ownership) addKind(list, ParameterId.OWNERSHIP, qos.ownership);
  if (qos.destinationOrder !== defaults.destinationOrder) {
    addKind(list, ParameterId.DESTINATION_ORDER, qos.destinationOrder);
  }
  const { accessScope, coherentAccess, orderedAccess } = qos.presentation;
  if (accessScope !== defaults.presentation.accessScope || coherentAccess || orderedAccess) {
    list.parameter(ParameterId.PRESENTATION, (writer) => {
      writer.uint32(accessScope);
      writer.bool(coherentAccess);
      writer.bool(orderedAccess);
    });
  }
  if (qos.partition.length > 0) {
    list.parameter(ParameterId.PARTITION, (writer) => {
      writer.sequenceLength(qos.partition.length);
      for (const name of qos.partition) writer.string(name);
    });
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Collects policies on top of a kind's defaults. */
export class QosDraft {
  readonly #qos: Writable<QosPolicies>;

  constructor(defaults: QosPolicies) {
    this.#qos = { ...defaults };
  }

  /** False for a parameter that is no policy known here. */
  read(pid: number, value: CdrReader): boolean {
    const qos = this.#qos;
    switch (pid) {
      case ParameterId.RELIABILITY:
        qos.reliability = kindValue(value, ReliabilityKind);
        qos.maxBlockingTime = durationValue(value);
        return true;
      case ParameterId.DURABILITY:
        qos.durability = kindValue(value, DurabilityKind);
        return true;
      case ParameterId.LIVELINESS:
        qos.liveliness = kindValue(value, LivelinessKind);
        qos.livelinessLeaseDuration = durationValue(value);
        return true;
      case ParameterId.DEADLINE:
        qos.deadline = durationValue(value);
        return true;
      case ParameterId.LATENCY_BUDGET:
        qos.latencyBudget = durationValue(value);
        return true;
      case ParameterId.LIFESPAN:
        qos.lifespan = durationValue(value);
        return true;
      case ParameterId.HISTORY:
        qos.history = kindValue(value, HistoryKind);
        qos.depth = value.int32();
        return true;
      case ParameterId.OWNERSHIP:
        qos.ownership = kindValue(value, OwnershipKind);
        return true;
      case ParameterId.DESTINATION_ORDER:
        qos.destinationOrder = kindValue(value, DestinationOrderKind);
        return true;
      case ParameterId.PRESENTATION:
        qos.presentation = {
          accessScope: kindValue(value, PresentationScope),
          coherentAccess: value.bool(),
          orderedAccess: value.bool(),
        };
        return true;
      case ParameterId.PARTITION:
        qos.partition = readPartition(value);
        return true;
      case ParameterId.DATA_REPRESENTATION:
        qos.dataRepresentation = readDataRepresentation(value);
        return true;
      default:
        return false;
    }
  }

  finish(): QosPolicies {
    return this.#qos;
  }
}

function readPartition(value: CdrReader): string[] {
  const names: string[] = [];
  for (let left = value.sequenceLength(4, LIMITS.partitionsPerEndpoint.value); left > 0; left--) {
    names.push(stringValue(value, LIMITS.nameBytes.value));
  }
  return names;
}

function readDataRepresentation(value: CdrReader): number[] {
  const ids: number[] = [];
  for (let left = value.sequenceLength(2, LIMITS.dataRepresentationsPerEndpoint.value); left > 0; left--) {
    ids.push(value.int16());
  }
  return ids;
}

function addKind(list: ParameterListWriter, pid: number, kind: number): void {
  list.parameter(pid, (writer) => writer.uint32(kind));
}

function addDuration(list: ParameterListWriter, pid: number, duration: Duration, byDefault: Duration): void {
  if (!isSame(duration, byDefault)) list.parameter(pid, (writer) => writeDurationValue(writer, duration));
}

function isSame(left: Duration, right: Duration): boolean {
  return compareDurations(left, right) === 0;
}
