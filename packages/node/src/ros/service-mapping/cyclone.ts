import type { Sample } from '@rclts/rtps';
import { clientIdOf } from '../endpoint-user-data.js';
import { ENCAPSULATION_SIZE, fromWords, highWord, isLittleEndian, startsWith, viewOf } from './header-octets.js';
import type { DecodedReply, DecodedRequest, ServiceMapping } from './mapping.js';

/** `uint64 guid; int64 seq`. */
const HEADER_SIZE = 16;

/**
 * The dialect of rmw_cyclonedds, and of rmw_connextdds in its mode for it: sixteen octets precede the message, a number that
 * stands for the client and the number of its request; the reply echoes them. Nothing in the header can be compared with a
 * GUID: which reader is the client's, the `clientid` in the USER_DATA of both its endpoints tells
 * (rmw_cyclonedds_cpp/src/rmw_node.cpp: rmw_send_request, rmw_take_response_request, check_for_response_reader).
 *
 * The header is echoed as it came but for the byte order: its numbers are ours to write little-endian, like the message.
 */
export const cycloneMapping: ServiceMapping = {
  name: 'cyclone',

  encodeRequest(client, requestNumber) {
    const header = new Uint8Array(HEADER_SIZE);
    header.set(client.key.subarray(0, 8));
    const view = viewOf(header);
    view.setUint32(8, requestNumber % 0x1_0000_0000, true);
    view.setInt32(12, highWord(requestNumber), true);
    return { header, options: {} };
  },

  decodeRequest(sample): DecodedRequest | undefined {
    const header = readHeader(sample.payload);
    if (!header) return undefined;
    const clientGuid = new Uint8Array(16);
    clientGuid.set(header.subarray(0, 8));
    const identity = { clientGuid, sequenceNumber: numberOf(header), requestWriter: sample.writer, header };
    return { identity, headerLength: HEADER_SIZE };
  },

  encodeReply(request) {
    return { header: request.header ?? new Uint8Array(HEADER_SIZE), options: {} };
  },

  decodeReply(sample: Sample, client): DecodedReply | undefined {
    const header = readHeader(sample.payload);
    if (!header || !startsWith(header, 0, client.key)) return undefined;
    return { requestNumber: numberOf(header), headerLength: HEADER_SIZE };
  },

  findReplyReader({ requestWriter }, readers) {
    const clientId = clientIdOf(requestWriter.userData);
    // A client without id, of another implementation: its reader is one of the same participant.
    return readers.matchedReaders.find(
      ({ participant, userData }) =>
        participant === requestWriter.participant && (clientId === undefined || clientIdOf(userData) === clientId),
    );
  },
};

/** A copy of the header, little-endian; undefined where there is none. */
function readHeader(payload: Uint8Array): Uint8Array | undefined {
  if (payload.length < ENCAPSULATION_SIZE + HEADER_SIZE) return undefined;
  const header = new Uint8Array(payload.subarray(ENCAPSULATION_SIZE, ENCAPSULATION_SIZE + HEADER_SIZE));
  if (isLittleEndian(payload)) return header;
  header.subarray(0, 8).reverse();
  header.subarray(8).reverse();
  return header;
}

function numberOf(header: Uint8Array): number {
  const view = viewOf(header);
  return fromWords(view.getInt32(12, true), view.getUint32(8, true));
}
