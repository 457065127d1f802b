import { LIMITS } from '../limits.js';
import type { ContentFilter } from '../parameters/content-filter.js';
import { defaultReaderQos, defaultWriterQos, withQos } from '../qos/defaults.js';
import type { QosPolicies } from '../qos/policies.js';
import type { ReaderOptions } from './reader.js';
import type { MatchTest } from './remote-endpoint.js';
import type { WriterOptions } from './writer-options.js';

/** What the application says of an endpoint, with the defaults for what it does not say. */
export interface EndpointDescription {
  readonly topicName: string;
  readonly typeName: string;
  readonly qos: QosPolicies;
  readonly userData: Uint8Array;
  readonly contentFilter?: ContentFilter | undefined;
  readonly accepts?: MatchTest | undefined;
}

/** Bounds of a writer's history. */
export interface HistoryBounds {
  readonly maxSamples: number;
  readonly maxBytes: number;
  readonly deepBytes?: number | undefined;
}

export function describeWriter({ topicName, typeName, qos, userData, accepts }: WriterOptions): EndpointDescription {
  return { topicName, typeName, qos: withQos(defaultWriterQos, qos), userData: userData ?? new Uint8Array(0), accepts };
}

export function describeReader(options: ReaderOptions): EndpointDescription {
  const { topicName, typeName, qos, userData, contentFilter, accepts } = options;
  return {
    topicName,
    typeName,
    qos: withQos(defaultReaderQos, qos),
    userData: userData ?? new Uint8Array(0),
    contentFilter,
    accepts,
  };
}

export function historyBounds({ maxSamples, maxBytes, deepBytes }: WriterOptions): HistoryBounds {
  return {
    maxSamples: maxSamples ?? LIMITS.writerHistorySamples.value,
    maxBytes: maxBytes ?? LIMITS.writerHistoryBytes.value,
    deepBytes,
  };
}
