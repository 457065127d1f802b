import { VendorId } from '@rclts/rtps';
import { connextBasicMapping } from '../../../../src/ros/service-mapping/connext-basic.js';
import { remoteEndpoint, remoteParticipant, sampleOf } from '../../../support/remote.js';

// Golden octets after rmw_connextdds_common/src/common/rmw_type_support.cpp, RMW_Connext_RequestReplyMapping_Basic_serialize:
// octet[16] guid, int32 high, uint32 low; then string instanceName (a request), or int32 remoteEx (a reply).
const GUID = '04 04 04 04 04 04 04 04 04 04 04 04 00 00 08 03';
const REQUEST = hex(`${GUID} | 01 00 00 00 05 00 00 00 | 01 00 00 00 00`);
const REPLY = hex(`${GUID} | 01 00 00 00 05 00 00 00 | 00 00 00 00`);
const NUMBER = 2 ** 32 + 5;

const connext = remoteParticipant(4, VendorId.CONNEXT);
const requestWriter = remoteEndpoint(connext, 'writer', 8);
const own = { requestWriterGuid: hex(GUID), replyReaderGuid: new Uint8Array(16), key: new Uint8Array(8) };
const sample = (header: Uint8Array, encapsulation = '00 01 00 00') =>
  sampleOf(requestWriter, 77, undefined, Uint8Array.of(...hex(encapsulation), ...header, 42));

function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/[ |]/g, ''), 'hex'));
}

test('a request is preceded by the writer’s GUID, its number, high word first, and an empty instance name', () => {
  expect(connextBasicMapping.encodeRequest(own, NUMBER, requestWriter)).toEqual({ header: REQUEST, options: {} });
});

test('a reply names the request, and a result that is none of the exceptions', () => {
  const { identity, headerLength } = connextBasicMapping.decodeRequest(sample(REQUEST))!;
  expect(headerLength).toBe(29);
  expect(identity).toEqual({ clientGuid: hex(GUID), sequenceNumber: NUMBER, requestWriter });
  expect(connextBasicMapping.encodeReply(identity)).toEqual({ header: REPLY, options: {} });
});

test('numbers are read in the payload’s byte order, and an instance name is skipped', () => {
  const header = hex(`${GUID} | 00 00 00 00 00 00 00 07 | 00 00 00 03 61 62 00`);
  const { identity, headerLength } = connextBasicMapping.decodeRequest(sample(header, '00 00 00 00'))!;
  expect([identity.sequenceNumber, headerLength]).toEqual([7, 31]);
});

test('a client takes the replies that name its writer, and nobody else’s', () => {
  expect(connextBasicMapping.decodeReply(sample(REPLY), own)).toEqual({ requestNumber: NUMBER, headerLength: 28 });
  const other = { ...own, requestWriterGuid: new Uint8Array(16) };
  expect(connextBasicMapping.decodeReply(sample(REPLY), other)).toBeUndefined();
});

test('what is too short, or names an endless instance, is nothing', () => {
  for (let length = 0; length < 32; length++) {
    const payload = sample(REQUEST).payload.slice(0, length);
    const cut = sampleOf(requestWriter, 77, undefined, payload);
    expect(connextBasicMapping.decodeRequest(cut)).toBeUndefined();
    expect(connextBasicMapping.decodeReply(cut, own)).toBeUndefined();
  }
  const endless = hex(`${GUID} | 01 00 00 00 05 00 00 00 | ff ff ff 7f 00`);
  expect(connextBasicMapping.decodeRequest(sample(endless))).toBeUndefined();
  const longerThanThePayload = sampleOf(
    requestWriter,
    77,
    undefined,
    hex(`00 01 00 00 ${GUID} 01 00 00 00 05 00 00 00 05 00 00 00 00`),
  );
  expect(connextBasicMapping.decodeRequest(longerThanThePayload)).toBeUndefined();
});

test('the reader of a reply is one of the asking participant', () => {
  const identity = { clientGuid: hex(GUID), sequenceNumber: 5, requestWriter };
  const [stranger, wanted] = [remoteEndpoint(remoteParticipant(5), 'reader', 1), remoteEndpoint(connext, 'reader', 2)];
  const readers = { matchedReaders: [stranger, wanted], findMatchedReader: () => undefined };
  expect(connextBasicMapping.findReplyReader(identity, readers)).toBe(wanted);
});
