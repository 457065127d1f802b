import type { RemoteEndpoint, Sample, WriteOptions } from '@rclts/rtps';

/**
 * How requests and replies travel: who asked, and which request a reply answers. DDS has no services, so every rmw made
 * its own dialect (rmw_fastrtps: inline QoS; rmw_cyclonedds: a header in the payload). One mapping is one dialect; which
 * one is spoken to a peer is the business of `select.ts`. Bodies are CDR with encapsulation: the message alone.
 */
export interface ServiceMapping {
  readonly name: string;
  encodeRequest(body: Uint8Array, client: ClientEndpoints): EncodedRequest;
  /** Undefined for a request that does not say enough to be answered. */
  decodeRequest(sample: Sample): DecodedRequest | undefined;
  encodeReply(body: Uint8Array, request: RequestIdentity): EncodedSample;
  /** Undefined for a reply that is not this client's. */
  decodeReply(sample: Sample, client: ClientEndpoints): DecodedReply | undefined;
  /** The matched reader that the reply is for; undefined while it is not there yet. */
  findReplyReader(request: RequestIdentity, readers: ReplyReaders): RemoteEndpoint | undefined;
}

/** The GUIDs of a client's own endpoints, 16 octets each. */
export interface ClientEndpoints {
  readonly requestWriterGuid: Uint8Array;
  readonly replyReaderGuid: Uint8Array;
}

/** The readers that a server's reply writer is matched with. */
export interface ReplyReaders {
  readonly matchedReaders: readonly RemoteEndpoint[];
  findMatchedReader(guidOctets: Uint8Array): RemoteEndpoint | undefined;
}

/** Who asked, and the number that the reply has to carry: rmw_request_id_t. */
export interface RequestIdentity {
  /** 16 octets: what the reply names, the client's reply reader or its request writer. */
  readonly clientGuid: Uint8Array;
  readonly sequenceNumber: number;
  /** Where the request came from. */
  readonly requestWriter: RemoteEndpoint;
}

export interface EncodedSample {
  readonly payload: Uint8Array;
  readonly options: WriteOptions;
}

export interface EncodedRequest extends EncodedSample {
  /** The number that the reply will name. Undefined: that of the sample, known when it is written. */
  readonly requestNumber: number | undefined;
}

export interface DecodedRequest {
  readonly identity: RequestIdentity;
  readonly body: Uint8Array;
}

export interface DecodedReply {
  readonly requestNumber: number;
  readonly body: Uint8Array;
}
