import type { QosPolicies } from '../qos/policies.js';
import type { EntityId } from '../types/entity-id.js';
import type { Time } from '../types/time.js';
import type { ChangeContent, PickedContent } from './cache-change.js';
import type { GroupKey } from './reader-group.js';

/** What a writer is made with. */
export interface StatefulWriterOptions {
  readonly entityId: EntityId;
  readonly qos: QosPolicies;
  readonly maxSamples: number;
  readonly maxBytes: number;
  /** See `WriterOptions`; default: no such bound. */
  readonly deepBytes?: number | undefined;
  /**
   * A writer of discovery: it sends each sample whole, because no peer expects fragments there, and nothing before the
   * reader has answered a HEARTBEAT. A peer that does not know us yet would drop it; one that never asked for it is
   * somebody's target.
   */
  readonly isBuiltin: boolean;
  /** Told when a writer that refused a change takes one again. */
  readonly onWritable: () => void;
  /** Told when what `watchAcknowledged` was asked for is so. */
  readonly onAcknowledged?: () => void;
}

/** What a change carries besides its payload, and for whom it is. */
export interface ChangeOptions {
  readonly inlineQos?: Uint8Array | undefined;
  readonly instance?: string | undefined;
  /** The change ends its instance: it is forgotten when all readers have it, and what came before it of the instance. */
  readonly isDispose?: boolean;
  readonly isKeyPayload?: boolean;
  readonly isReclaimable?: boolean | undefined;
  readonly relevantTo?: ReadonlySet<GroupKey> | undefined;
  readonly variants?: ReadonlyMap<GroupKey, ChangeContent> | undefined;
  readonly picked?: readonly PickedContent[] | undefined;
  readonly sourceTimestamp: Time;
}
