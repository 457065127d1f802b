import type { RemoteEndpoint, Sample, WriteOptions } from '@rclts/rtps';

/**
 * How requests and replies travel: who asked, and which request a reply answers. DDS has no services, so every rmw made
 * its own dialect (rmw_fastrtps: inline QoS; rmw_cyclonedds: a header in the payload). One mapping is one dialect; which
 * one is spoken to a peer is the business of `select.ts`.
 */
export interface ServiceMapping {
  readonly name: 'enhanced' | 'cyclone' | 'basic';
  /** What goes with a request of this client's to that reader; `requestNumber` is the one that its sample will have. */
  encodeRequest(client: ClientIdentity, requestNumber: number, requestReader: RemoteEndpoint): Envelope;
  /** Undefined for a request that does not say enough to be answered. */
  decodeRequest(sample: Sample): DecodedRequest | undefined;
  encodeReply(request: RequestIdentity): Envelope;
  /** Undefined for a reply that is not this client's. */
  decodeReply(sample: Sample, client: ClientIdentity): DecodedReply | undefined;
  /** The matched reader that the reply is for; undefined while it is not there yet. */
  findReplyReader(request: RequestIdentity, readers: ReplyReaders): RemoteEndpoint | undefined;
}

/** What a client is called in each dialect. */
export interface ClientIdentity {
  /** 16 octets each. */
  readonly requestWriterGuid: Uint8Array;
  readonly replyReaderGuid: Uint8Array;
  /** 8 octets that nobody else has. */
  readonly key: Uint8Array;
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
  /** The dialect's header of the request, little-endian, where it has one. */
  readonly header?: Uint8Array | undefined;
}

/** What a dialect adds to a message. */
export interface Envelope {
  /** Octets between the encapsulation header and the message, which is aligned as what continues them. */
  readonly header?: Uint8Array;
  readonly options: Pick<WriteOptions, 'relatedSampleIdentity' | 'standardIdentityOnly'>;
}

export interface DecodedRequest {
  readonly identity: RequestIdentity;
  /** Octets between the encapsulation header and the message. */
  readonly headerLength: number;
}

export interface DecodedReply {
  readonly requestNumber: number;
  /** Octets between the encapsulation header and the message. */
  readonly headerLength: number;
}
