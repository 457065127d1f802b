import type { RemoteEndpoint } from '@rclts/rtps';
import { VendorId } from '@rclts/rtps';
import { enhancedMapping } from '../../../../src/ros/service-mapping/enhanced.js';
import { mappingForEndpoint, mappingForSample } from '../../../../src/ros/service-mapping/select.js';
import { remoteEndpoint, remoteParticipant, sampleOf } from '../../../support/remote.js';

const client = remoteParticipant(1);
const other = remoteParticipant(2);
const [replyReader, requestWriter] = [remoteEndpoint(client, 'reader', 7), remoteEndpoint(client, 'writer', 8)];
const own = { requestWriterGuid: requestWriter.guidOctets, replyReaderGuid: replyReader.guidOctets };
const body = Uint8Array.of(0, 1, 0, 0, 1);

const readers = (...matchedReaders: RemoteEndpoint[]) => ({
  matchedReaders,
  findMatchedReader: (guid: Uint8Array) =>
    matchedReaders.find(({ guidOctets }) => Buffer.compare(guidOctets, guid) === 0),
});

test('a request names the reply reader, with an unknown number; its own is that of its sample', () => {
  expect(enhancedMapping.encodeRequest(body, own)).toEqual({
    payload: body,
    options: { relatedSampleIdentity: { guid: own.replyReaderGuid, sequenceNumber: -1 } },
    requestNumber: undefined,
  });
});

test('a reply names the GUID that the request named, with the number of the request’s sample', () => {
  const related = { guid: replyReader.guidOctets, sequenceNumber: -1 };
  const { identity, body: decoded } = enhancedMapping.decodeRequest(sampleOf(requestWriter, 5, related))!;
  expect(identity).toEqual({ clientGuid: replyReader.guidOctets, sequenceNumber: 5, requestWriter });
  expect(decoded).toEqual(Uint8Array.of(0, 1, 0, 0, 42));
  expect(enhancedMapping.encodeReply(body, identity)).toEqual({
    payload: body,
    options: { relatedSampleIdentity: { guid: replyReader.guidOctets, sequenceNumber: 5 } },
  });
});

test.each([
  ['no identity', undefined],
  ['an unknown GUID', { guid: new Uint8Array(16), sequenceNumber: 3 }],
])('a request with %s is answered to its writer', (_, related) => {
  const { identity } = enhancedMapping.decodeRequest(sampleOf(requestWriter, 5, related))!;
  expect(identity.clientGuid).toBe(requestWriter.guidOctets);
});

test('a client takes replies to its reader and to its writer, and nobody else’s', () => {
  for (const guid of [own.replyReaderGuid, own.requestWriterGuid]) {
    const reply = enhancedMapping.decodeReply(sampleOf(requestWriter, 1, { guid, sequenceNumber: 9 }), own);
    expect(reply?.requestNumber).toBe(9);
  }
  const foreign = { guid: remoteEndpoint(other, 'reader', 7).guidOctets, sequenceNumber: 9 };
  expect(enhancedMapping.decodeReply(sampleOf(requestWriter, 1, foreign), own)).toBeUndefined();
  expect(enhancedMapping.decodeReply(sampleOf(requestWriter, 1), own)).toBeUndefined();
});

test('the reader of a reply is the one that was named, or one of the participant whose writer was', () => {
  const named = { clientGuid: replyReader.guidOctets, sequenceNumber: 1, requestWriter };
  const foreign = remoteEndpoint(other, 'reader', 7);
  const sibling = remoteEndpoint(client, 'reader', 9);
  expect(enhancedMapping.findReplyReader(named, readers(foreign, sibling, replyReader))).toBe(replyReader);
  expect(enhancedMapping.findReplyReader(named, readers(foreign, sibling))).toBeUndefined();
  const unnamed = { ...named, clientGuid: requestWriter.guidOctets };
  expect(enhancedMapping.findReplyReader(unnamed, readers(foreign, sibling))).toBe(sibling);
  expect(enhancedMapping.findReplyReader(unnamed, readers(foreign))).toBeUndefined();
});

describe('the dialect is chosen', () => {
  const cyclone = remoteParticipant(3, VendorId.CYCLONE_DDS);

  test('by vendor for who has said nothing yet; none for one that nobody here speaks', () => {
    for (const vendor of [VendorId.UNKNOWN, VendorId.FAST_DDS, VendorId.CONNEXT, 0x0199]) {
      expect(mappingForEndpoint(remoteEndpoint(remoteParticipant(4, vendor), 'reader', 1))).toBe(enhancedMapping);
    }
    expect(mappingForEndpoint(remoteEndpoint(cyclone, 'reader', 1))).toBeUndefined();
  });

  test('by evidence before vendor', () => {
    const writer = remoteEndpoint(cyclone, 'writer', 1);
    const related = { guid: new Uint8Array(16).fill(1), sequenceNumber: 1 };
    expect(mappingForSample(sampleOf(writer, 1, related))).toBe(enhancedMapping);
    expect(mappingForSample(sampleOf(writer, 1))).toBeUndefined();
    expect(mappingForSample(sampleOf(requestWriter, 1))).toBe(enhancedMapping);
  });
});
