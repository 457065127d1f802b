import { VendorId } from '@rclts/rtps';
import { cycloneMapping } from '../../../../src/ros/service-mapping/cyclone.js';
import { remoteEndpoint, remoteParticipant, sampleOf } from '../../../support/remote.js';

// Golden octets after rmw_cyclonedds_cpp/src/rmw_node.cpp: cdds_request_header_t {uint64 guid; int64 seq} before the message.
const KEY = hex('41 42 43 44 45 46 47 48');
const LITTLE_ENDIAN = hex('00 01 00 00 | 41 42 43 44 45 46 47 48 | 05 00 00 00 00 00 00 00 | 2a 00 00 00');
const BIG_ENDIAN = hex('00 00 00 00 | 48 47 46 45 44 43 42 41 | 00 00 00 00 00 00 00 05 | 00 00 00 2a');
const HEADER = LITTLE_ENDIAN.slice(4, 20);

const cyclone = remoteParticipant(3, VendorId.CYCLONE_DDS);
const requestWriter = remoteEndpoint(cyclone, 'writer', 8, 'clientid= 1.10.8;typehash=x;');
const own = { requestWriterGuid: new Uint8Array(16), replyReaderGuid: new Uint8Array(16), key: KEY };
const sample = (payload: Uint8Array) => sampleOf(requestWriter, 77, undefined, payload);

function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/[ |]/g, ''), 'hex'));
}

test('a request is preceded by the client’s number and its own, and carries no identity in its inline QoS', () => {
  expect(cycloneMapping.encodeRequest(own, 5, requestWriter)).toEqual({ header: HEADER, options: {} });
  const { header } = cycloneMapping.encodeRequest(own, 2 ** 40 + 3, requestWriter);
  expect(header?.slice(8)).toEqual(hex('03 00 00 00 00 01 00 00'));
});

test.each([
  ['little', LITTLE_ENDIAN],
  ['big', BIG_ENDIAN],
])('a request in %s-endian is echoed in the reply, little-endian', (_, payload) => {
  const { identity, headerLength } = cycloneMapping.decodeRequest(sample(payload))!;
  expect(headerLength).toBe(16);
  expect(identity).toMatchObject({ sequenceNumber: 5, requestWriter });
  expect(identity.clientGuid).toEqual(Uint8Array.of(...KEY, 0, 0, 0, 0, 0, 0, 0, 0));
  expect(cycloneMapping.encodeReply(identity)).toEqual({ header: HEADER, options: {} });
});

test('a number that no counter reaches is echoed all the same', () => {
  const payload = hex('00 01 00 00 | 41 42 43 44 45 46 47 48 | ff ff ff ff ff ff ff ff | 2a');
  const { identity } = cycloneMapping.decodeRequest(sample(payload))!;
  expect(identity.sequenceNumber).toBe(-1);
  expect(cycloneMapping.encodeReply(identity).header).toEqual(payload.slice(4, 20));
});

test('a client takes the replies with its number, of either byte order, and nobody else’s', () => {
  for (const payload of [LITTLE_ENDIAN, BIG_ENDIAN]) {
    expect(cycloneMapping.decodeReply(sample(payload), own)).toEqual({ requestNumber: 5, headerLength: 16 });
  }
  const other = { ...own, key: hex('41 42 43 44 45 46 47 49') };
  expect(cycloneMapping.decodeReply(sample(LITTLE_ENDIAN), other)).toBeUndefined();
});

test('what is too short for a header is no request and no reply', () => {
  for (let length = 0; length < 20; length++) {
    expect(cycloneMapping.decodeRequest(sample(LITTLE_ENDIAN.slice(0, length)))).toBeUndefined();
    expect(cycloneMapping.decodeReply(sample(LITTLE_ENDIAN.slice(0, length)), own)).toBeUndefined();
  }
  expect(cycloneMapping.decodeRequest(sample(LITTLE_ENDIAN.slice(0, 20)))).toBeDefined();
});

test('the reader of a reply is the one with the request writer’s clientid, or any of the participant where there is none', () => {
  const identity = { clientGuid: new Uint8Array(16), sequenceNumber: 5, requestWriter };
  const readers = (...matchedReaders: ReturnType<typeof remoteEndpoint>[]) => ({
    matchedReaders,
    findMatchedReader: () => undefined,
  });
  const sibling = remoteEndpoint(cyclone, 'reader', 1, 'clientid= 1.10.9;');
  const nameless = remoteEndpoint(cyclone, 'reader', 2);
  const stranger = remoteEndpoint(remoteParticipant(4, VendorId.CYCLONE_DDS), 'reader', 3, 'clientid= 1.10.8;');
  const wanted = remoteEndpoint(cyclone, 'reader', 4, 'typehash=y;clientid= 1.10.8;');
  expect(cycloneMapping.findReplyReader(identity, readers(sibling, nameless, stranger))).toBeUndefined();
  expect(cycloneMapping.findReplyReader(identity, readers(sibling, nameless, stranger, wanted))).toBe(wanted);
  const unnamed = { ...identity, requestWriter: remoteEndpoint(cyclone, 'writer', 5) };
  expect(cycloneMapping.findReplyReader(unnamed, readers(stranger, sibling))).toBe(sibling);
});
