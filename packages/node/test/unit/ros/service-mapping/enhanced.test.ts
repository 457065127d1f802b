import { type RemoteEndpoint, VendorId } from '@rclts/rtps';
import { encodeEndpointData } from '../../../../src/ros/endpoint-user-data.js';
import { enhancedMapping } from '../../../../src/ros/service-mapping/enhanced.js';
import { remoteEndpoint, remoteParticipant, sampleOf } from '../../../support/remote.js';

const octets = Uint8Array.from({ length: 16 }, (_, index) => index);
const client = remoteParticipant(1);
const other = remoteParticipant(2);
const [replyReader, requestWriter] = [remoteEndpoint(client, 'reader', 7), remoteEndpoint(client, 'writer', 8)];
const own = {
  requestWriterGuid: requestWriter.guidOctets,
  replyReaderGuid: replyReader.guidOctets,
  key: new Uint8Array(8),
};

const readers = (...matchedReaders: RemoteEndpoint[]) => ({
  matchedReaders,
  findMatchedReader: (guid: Uint8Array) =>
    matchedReaders.find(({ guidOctets }) => Buffer.compare(guidOctets, guid) === 0),
});

test('a request names the reply reader, with an unknown number; its own is that of its sample', () => {
  expect(enhancedMapping.encodeRequest(own, 5, remoteEndpoint(other, 'reader', 1))).toEqual({
    options: { relatedSampleIdentity: { guid: own.replyReaderGuid, sequenceNumber: -1 }, standardIdentityOnly: false },
  });
});

test('a reply names the GUID that the request named, with the number of the request’s sample', () => {
  const related = { guid: replyReader.guidOctets, sequenceNumber: -1 };
  const { identity, headerLength } = enhancedMapping.decodeRequest(sampleOf(requestWriter, 5, related))!;
  expect(identity).toEqual({ clientGuid: replyReader.guidOctets, sequenceNumber: 5, requestWriter });
  expect(headerLength).toBe(0);
  expect(enhancedMapping.encodeReply(identity)).toEqual({
    options: {
      relatedSampleIdentity: { guid: replyReader.guidOctets, sequenceNumber: 5 },
      standardIdentityOnly: false,
    },
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

test('between two of ours the identity goes under the standard id alone', () => {
  const ours = {
    ...remoteEndpoint(other, 'reader', 1),
    userData: encodeEndpointData('', { role: 'serviceid', octets }),
  };
  expect(enhancedMapping.encodeRequest(own, 5, ours).options.standardIdentityOnly).toBe(true);
  const fastDds = remoteParticipant(7, VendorId.FAST_DDS);
  const theirs = { ...ours, participant: fastDds };
  expect(enhancedMapping.encodeRequest(own, 5, theirs).options.standardIdentityOnly).toBe(false);
  const identity = { clientGuid: replyReader.guidOctets, sequenceNumber: 5 };
  const asker = { ...requestWriter, userData: encodeEndpointData('', { role: 'clientid', octets }) };
  expect(enhancedMapping.encodeReply({ ...identity, requestWriter: asker }).options.standardIdentityOnly).toBe(true);
  expect(enhancedMapping.encodeReply({ ...identity, requestWriter }).options.standardIdentityOnly).toBe(false);
});
