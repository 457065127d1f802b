import type { Participant, RemoteParticipant } from '@rclts/rtps';
import type { NodeEndpoints } from './graph/node-endpoints.js';
import type { ServerRegister } from './service/server-register.js';
import type { ServiceDialects } from './ros/service-mapping/select.js';
import type { Logger } from './logging/logger.js';

/** What publishers, subscriptions, service clients and servers need of the node that they belong to. */
export interface NodeHost {
  readonly participant: Participant;
  readonly endpoints: NodeEndpoints;
  readonly logger: Logger;
  /** Of the whole context. */
  readonly servers: ServerRegister;
  /** Of the whole context. */
  readonly dialects: ServiceDialects;
  /** Runs a user's code; see `callbacks.ts`. */
  run(origin: string, callback: () => unknown): void;
  /** Tells the user of a sample that could not be decoded. */
  rejectSample(rejection: RejectedSample): void;
  /** The entity has closed. */
  forget(entity: { close(): void }): void;
}

/** A message that arrived and does not decode. */
export interface RejectedSample {
  /** The topic's or the service's ROS name. */
  readonly name: string;
  readonly typeName: string;
  /** A CdrError, as a rule. */
  readonly error: unknown;
  readonly sender: RemoteParticipant;
}
