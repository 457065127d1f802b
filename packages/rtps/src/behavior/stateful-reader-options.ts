import type { QosPolicies } from '../qos/policies.js';
import type { EntityId } from '../types/entity-id.js';
import type { Sample } from './sample.js';

/** What a reader is made with. */
export interface StatefulReaderOptions {
  readonly entityId: EntityId;
  readonly qos: QosPolicies;
  /** Takes a sample, in order and once. Must not call back into the core. */
  readonly deliver: (sample: Sample) => void;
}
