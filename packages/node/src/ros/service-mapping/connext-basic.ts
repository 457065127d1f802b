import type { Sample } from '@rclts/rtps';
import { ENCAPSULATION_SIZE, fromWords, highWord, isLittleEndian, startsWith, viewOf } from './header-octets.js';
import type { DecodedReply, DecodedRequest, ServiceMapping } from './mapping.js';

/** `octet[16] guid; int32 high; uint32 low`. */
const IDENTITY_SIZE = 24;
/** Then, in a request, `string instanceName`: its length, and at least a NUL. */
const INSTANCE_LENGTH_SIZE = 4;
/** Then, in a reply, `int32 remoteEx`. */
const REPLY_HEADER_SIZE = IDENTITY_SIZE + 4;
/** The name is a string<255>. */
const MAX_INSTANCE_LENGTH = 256;

/**
 * The dialect of rmw_connextddsmicro, and of rmw_connextdds with RMW_CONNEXT_REQUEST_REPLY_MAPPING=basic, the "basic service
 * mapping" of DDS-RPC 1.0: a header in the payload names the client's request writer and a number. The message is aligned as
 * what follows the header, which in a request is 29 octets long
 * (rmw_connextdds_common/src/common/rmw_type_support.cpp, RMW_Connext_RequestReplyMapping_Basic_serialize). Read, never run.
 */
export const connextBasicMapping: ServiceMapping = {
  name: 'basic',

  encodeRequest(client, requestNumber) {
    const header = new Uint8Array(IDENTITY_SIZE + INSTANCE_LENGTH_SIZE + 1);
    writeIdentity(header, client.requestWriterGuid, requestNumber);
    viewOf(header).setUint32(IDENTITY_SIZE, 1, true);
    return { header, options: {} };
  },

  decodeRequest({ payload, writer }): DecodedRequest | undefined {
    if (payload.length < ENCAPSULATION_SIZE + IDENTITY_SIZE + INSTANCE_LENGTH_SIZE) return undefined;
    const at = ENCAPSULATION_SIZE + IDENTITY_SIZE;
    const instanceLength = viewOf(payload).getUint32(at, isLittleEndian(payload));
    if (instanceLength > MAX_INSTANCE_LENGTH) return undefined;
    const { guid: clientGuid, sequenceNumber } = readIdentity(payload);
    const headerLength = IDENTITY_SIZE + INSTANCE_LENGTH_SIZE + instanceLength;
    if (payload.length < ENCAPSULATION_SIZE + headerLength) return undefined;
    return { identity: { clientGuid, sequenceNumber, requestWriter: writer }, headerLength };
  },

  encodeReply(request) {
    const header = new Uint8Array(REPLY_HEADER_SIZE);
    writeIdentity(header, request.clientGuid, request.sequenceNumber);
    return { header, options: {} };
  },

  decodeReply({ payload }: Sample, client): DecodedReply | undefined {
    if (payload.length < ENCAPSULATION_SIZE + REPLY_HEADER_SIZE) return undefined;
    if (!startsWith(payload, ENCAPSULATION_SIZE, client.requestWriterGuid)) return undefined;
    return { requestNumber: readIdentity(payload).sequenceNumber, headerLength: REPLY_HEADER_SIZE };
  },

  findReplyReader({ requestWriter }, readers) {
    return readers.matchedReaders.find(({ participant }) => participant === requestWriter.participant);
  },
};

function writeIdentity(header: Uint8Array, guid: Uint8Array, sequenceNumber: number): void {
  header.set(guid.subarray(0, 16));
  const view = viewOf(header);
  view.setInt32(16, highWord(sequenceNumber), true);
  view.setUint32(20, sequenceNumber % 0x1_0000_0000, true);
}

function readIdentity(payload: Uint8Array): { guid: Uint8Array; sequenceNumber: number } {
  const view = viewOf(payload);
  const littleEndian = isLittleEndian(payload);
  const at = ENCAPSULATION_SIZE + 16;
  return {
    guid: new Uint8Array(payload.subarray(ENCAPSULATION_SIZE, at)),
    sequenceNumber: fromWords(view.getInt32(at, littleEndian), view.getUint32(at + 4, littleEndian)),
  };
}
