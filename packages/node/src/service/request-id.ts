import type { RemoteEndpoint, RemoteParticipant, Time } from '@rclts/rtps';
import type { RequestIdentity, ServiceMapping } from '../ros/service-mapping/mapping.js';

/** Names one request for `server.sendResponse`: rmw_request_id_t, and the dialect that the reply has to be in. */
export class RequestId implements RequestIdentity {
  readonly clientGuid: Uint8Array;
  readonly sequenceNumber: number;
  readonly requestWriter: RemoteEndpoint;
  readonly header: Uint8Array | undefined;
  readonly mapping: ServiceMapping;

  constructor(identity: RequestIdentity, mapping: ServiceMapping) {
    this.clientGuid = identity.clientGuid;
    this.sequenceNumber = identity.sequenceNumber;
    this.requestWriter = identity.requestWriter;
    this.header = identity.header;
    this.mapping = mapping;
  }
}

/** What a service server knows of a request besides its contents. */
export interface RequestInfo {
  readonly requestId: RequestId;
  /** Whose request it is: the same object for all that this participant asks, here and elsewhere in this context. */
  readonly requester: RemoteParticipant;
  /** When it was sent, by the client's clock; undefined if it did not say. */
  readonly sourceTimestamp: Time | undefined;
}
