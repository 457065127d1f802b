import {
  ackNackSize,
  dataFragSize,
  dataSize,
  GAP_SIZE,
  gapSize,
  HEARTBEAT_FRAG_SIZE,
  HEARTBEAT_SIZE,
  INFO_DST_SIZE,
  INFO_TS_SIZE,
  MessageWriter,
  nackFragSize,
} from '../../../src/message/message-writer.js';
import { createEntityId, EntityKind } from '../../../src/types/entity-id.js';
import { createGuidPrefix } from '../../../src/types/guid.js';
import { NumberSet } from '../../../src/types/number-set.js';
import { VendorId } from '../../../src/types/vendor-id.js';
import { fromHex, toHex } from '../../support/hex.js';

const prefix = createGuidPrefix(fromHex('0102030405060708090a0b0c'));
const readerId = createEntityId(1, EntityKind.READER_NO_KEY);
const writerId = createEntityId(2, EntityKind.WRITER_NO_KEY);
const ids = '00000104 00000203';

function written(write: (writer: MessageWriter) => void): string {
  const writer = new MessageWriter(2_000);
  // Octets of an earlier message must never show in padding.
  writer.begin(prefix);
  writer.data({ readerId, writerId, writerSn: 1, payload: new Uint8Array(1_900).fill(0xee) });
  writer.begin(prefix);
  const before = writer.length;
  write(writer);
  return toHex(writer.bytes().subarray(before));
}

function hex(text: string): string {
  return toHex(fromHex(text));
}

describe('MessageWriter', () => {
  it('starts with the header (RTPS 2.5 §9.4.4): RTPS 2.5, vendor unknown until we have an id', () => {
    const writer = new MessageWriter(100);
    writer.begin(prefix);
    expect(toHex(writer.bytes())).toBe(hex('52545053 0205 0000 0102030405060708090a0b0c'));
    expect([writer.length, writer.isEmpty, writer.remaining, writer.capacity]).toEqual([20, true, 80, 100]);
    writer.begin(prefix, VendorId.CYCLONE_DDS);
    expect(toHex(writer.bytes().subarray(6, 8))).toBe('0110');
    writer.infoDst(prefix);
    expect(writer.isEmpty).toBe(false);
    writer.begin(prefix);
    expect(writer.isEmpty).toBe(true);
  });

  it.each<[string, (writer: MessageWriter) => void, string, number]>([
    ['INFO_DST', (writer) => writer.infoDst(prefix), '0e010c00 0102030405060708090a0b0c', INFO_DST_SIZE],
    [
      'INFO_TS',
      (writer) => writer.infoTs({ sec: 1, nanosec: 500_000_000 }),
      '09010800 01000000 00000080',
      INFO_TS_SIZE,
    ],
    [
      'HEARTBEAT',
      (writer) => writer.heartbeat({ readerId, writerId, firstSn: 1, lastSn: 2 ** 32, count: 3, final: false }),
      `07011c00 ${ids} 00000000 01000000 01000000 00000000 03000000`,
      HEARTBEAT_SIZE,
    ],
    [
      'final liveliness HEARTBEAT',
      (writer) =>
        writer.heartbeat({ readerId, writerId, firstSn: 1, lastSn: 0, count: -1, final: true, liveliness: true }),
      `07071c00 ${ids} 00000000 01000000 00000000 00000000 ffffffff`,
      HEARTBEAT_SIZE,
    ],
    [
      'HEARTBEAT_FRAG',
      (writer) => writer.heartbeatFrag({ readerId, writerId, writerSn: 5, lastFragmentNum: 10, count: 2 }),
      `13011800 ${ids} 00000000 05000000 0a000000 02000000`,
      HEARTBEAT_FRAG_SIZE,
    ],
    [
      'GAP of a range',
      (writer) => writer.gap({ readerId, writerId, gapStart: 3, gapList: new NumberSet().clear(5) }),
      `08011c00 ${ids} 00000000 03000000 00000000 05000000 00000000`,
      GAP_SIZE,
    ],
    [
      'final ACKNACK',
      (writer) =>
        writer.ackNack({ readerId, writerId, readerSnState: new NumberSet().clear(4), count: 1, final: true }),
      `06031800 ${ids} 00000000 04000000 00000000 01000000`,
      ackNackSize(new NumberSet()),
    ],
    [
      'DATA of five octets',
      (writer) => writer.data({ readerId, writerId, writerSn: 9, payload: fromHex('0001000068') }),
      `15051c00 00001000 ${ids} 00000000 09000000 0001000068000000`,
      dataSize(0, 5),
    ],
    [
      'DATA with inline QoS only',
      (writer) => writer.data({ readerId, writerId, writerSn: 9, inlineQos: fromHex('01000000') }),
      `15031800 00001000 ${ids} 00000000 09000000 01000000`,
      dataSize(4, 0),
    ],
    [
      'DATA with a key',
      (writer) =>
        writer.data({
          readerId,
          writerId,
          writerSn: 9,
          inlineQos: fromHex('01000000'),
          payload: fromHex('00030000'),
          isKeyPayload: true,
        }),
      `150b1c00 00001000 ${ids} 00000000 09000000 01000000 00030000`,
      dataSize(4, 4),
    ],
    [
      'DATA_FRAG',
      (writer) =>
        writer.dataFrag({
          readerId,
          writerId,
          writerSn: 9,
          fragmentStartingNum: 2,
          fragmentsInSubmessage: 1,
          fragmentSize: 1024,
          sampleSize: 1030,
          inlineQos: fromHex('01000000'),
          fragments: fromHex('010203040506'),
        }),
      `16032c00 00001c00 ${ids} 00000000 09000000 02000000 0100 0004 06040000 01000000 0102030405060000`,
      dataFragSize(4, 6),
    ],
  ])('writes %s', (_title, write, expected, size) => {
    expect(written(write)).toBe(hex(expected));
    expect(size).toBe(fromHex(expected).length);
  });

  it('writes sets with their words', () => {
    const set = new NumberSet().clear(2);
    set.add(2);
    set.add(40);
    expect(
      written((writer) => writer.nackFrag({ readerId, writerId, writerSn: 1, fragmentNumberState: set, count: 7 })),
    ).toBe(hex(`12012400 ${ids} 00000000 01000000 02000000 27000000 00000080 00000002 07000000`));
    expect(nackFragSize(set)).toBe(40);
    expect(written((writer) => writer.gap({ readerId, writerId, gapStart: 1, gapList: set }))).toBe(
      hex(`08012400 ${ids} 00000000 01000000 00000000 02000000 27000000 00000080 00000002`),
    );
    expect(gapSize(set)).toBe(40);
  });

  it('puts submessages one after another', () => {
    const all = written((writer) => {
      writer.infoDst(prefix);
      writer.data({ readerId, writerId, writerSn: 1, payload: fromHex('00010000 01') });
      writer.heartbeat({ readerId, writerId, firstSn: 1, lastSn: 1, count: 1, final: false });
    });
    expect(all.length / 2).toBe(INFO_DST_SIZE + dataSize(0, 5) + HEARTBEAT_SIZE);
  });

  it('refuses what does not fit, before it writes anything', () => {
    const writer = new MessageWriter(20 + HEARTBEAT_SIZE + 3);
    writer.begin(prefix);
    writer.heartbeat({ readerId, writerId, firstSn: 1, lastSn: 1, count: 1, final: false });
    const before = toHex(writer.bytes());
    expect(() => writer.infoTs({ sec: 0, nanosec: 0 })).toThrow(RangeError);
    expect(toHex(writer.bytes())).toBe(before);
  });

  it.each([19, 65_508, Number.NaN])('cannot have a capacity of %d', (capacity) => {
    expect(() => new MessageWriter(capacity)).toThrow(RangeError);
  });

  it('fills the largest datagram', () => {
    const writer = new MessageWriter(65_507);
    writer.begin(prefix);
    writer.data({ readerId, writerId, writerSn: 1, payload: new Uint8Array(65_507 - 20 - 24 - 3) });
    expect(writer.length).toBe(65_504);
  });
});
