import type { Sample } from '../behavior/sample.js';
import type { PolicyId } from '../qos/policies.js';
import type { EntityId } from '../types/entity-id.js';
import type { RemoteEndpoint, RemoteParticipant } from './remote-endpoint.js';

/** Why a participant is no longer there. */
export type LossReason = 'disposed' | 'leaseExpired' | 'closed' | 'evicted';

/** What the core has to tell. Queued, never called: the driver drains them after the core has returned. */
export type ParticipantEvent =
  | { readonly kind: 'sample'; readonly readerId: EntityId; readonly sample: Sample }
  | { readonly kind: 'matched' | 'unmatched'; readonly localId: EntityId; readonly remote: RemoteEndpoint }
  | { readonly kind: 'writable' | 'acknowledged'; readonly writerId: EntityId }
  | { readonly kind: 'participantDiscovered'; readonly participant: RemoteParticipant }
  | { readonly kind: 'participantLost'; readonly participant: RemoteParticipant; readonly reason: LossReason }
  | { readonly kind: 'endpointDiscovered' | 'endpointLost'; readonly endpoint: RemoteEndpoint }
  | {
      readonly kind: 'incompatibleQos';
      readonly localId: EntityId;
      readonly remote: RemoteEndpoint;
      readonly policies: readonly PolicyId[];
    };
