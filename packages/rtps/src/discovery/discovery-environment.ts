import type { ReaderEnvironment } from '../behavior/stateful-reader.js';
import type { WriterEnvironment } from '../behavior/stateful-writer.js';
import type { Arrival } from '../participant/arrival.js';
import type { EndpointRegistry } from '../participant/endpoint-registry.js';
import type { ParticipantEvent } from '../participant/events.js';
import type { Statistics } from '../participant/statistics.js';
import type { GuidPrefixTable } from '../types/guid-prefix-table.js';

/** What discovery needs of its participant. */
export interface DiscoveryEnvironment {
  readonly writers: WriterEnvironment;
  readonly readers: ReaderEnvironment;
  readonly prefixes: GuidPrefixTable;
  readonly registry: EndpointRegistry;
  readonly statistics: Statistics;
  readonly arrival: Arrival;
  emit(event: ParticipantEvent): void;
}
