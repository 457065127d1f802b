import { isReader, readEntityId, type Sample, sameOctets } from '@rclts/rtps';
import { isOurs } from './peers.js';
import type { ClientIdentity, DecodedReply, DecodedRequest, ServiceMapping } from './mapping.js';

const SEQUENCE_NUMBER_UNKNOWN = -1;
const UNKNOWN_GUID = new Uint8Array(16);

/**
 * The dialect of rmw_fastrtps and of rmw_connextdds' default, the "enhanced service mapping" of DDS-RPC 1.0: the identity
 * is the `related_sample_identity` of the inline QoS. Between two of ours, too: it is the leanest where it need not be said
 * twice, under the standard id and under the older one.
 *
 * A request names the client's reply *reader*, with an unknown sequence number; the reply names the same GUID with the
 * sequence number of the request's own sample. A request that names nobody is answered to its writer's GUID, and a client
 * takes replies to either (rmw_fastrtps_shared_cpp/src/rmw_request.cpp, rmw_response.cpp).
 */
export const enhancedMapping: ServiceMapping = {
  name: 'enhanced',

  encodeRequest(client, _requestNumber, requestReader) {
    const relatedSampleIdentity = { guid: client.replyReaderGuid, sequenceNumber: SEQUENCE_NUMBER_UNKNOWN };
    return { options: { relatedSampleIdentity, standardIdentityOnly: isOurs(requestReader) } };
  },

  decodeRequest(sample): DecodedRequest {
    const named = sample.relatedSampleIdentity?.guid;
    const clientGuid = named && !sameOctets(named, UNKNOWN_GUID) ? named : sample.writer.guidOctets;
    return {
      identity: { clientGuid, sequenceNumber: sample.sequenceNumber, requestWriter: sample.writer },
      headerLength: 0,
    };
  },

  encodeReply({ clientGuid: guid, sequenceNumber, requestWriter }) {
    const relatedSampleIdentity = { guid, sequenceNumber };
    return { options: { relatedSampleIdentity, standardIdentityOnly: isOurs(requestWriter) } };
  },

  decodeReply(sample: Sample, client: ClientIdentity): DecodedReply | undefined {
    const identity = sample.relatedSampleIdentity;
    if (!identity) return undefined;
    const isOwn =
      sameOctets(identity.guid, client.replyReaderGuid) || sameOctets(identity.guid, client.requestWriterGuid);
    return isOwn ? { requestNumber: identity.sequenceNumber, headerLength: 0 } : undefined;
  },

  findReplyReader(request, readers) {
    if (isReader(readEntityId(request.clientGuid, 12))) return readers.findMatchedReader(request.clientGuid);
    // Only the writer is known: the client's reader is one of the same participant.
    return readers.matchedReaders.find((reader) => reader.participant === request.requestWriter.participant);
  },
};
