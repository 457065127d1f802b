import { walkMessage, walkSubmessages } from '../../../src/message/message-reader.js';
import { ReceiverState } from '../../../src/message/receiver-state.js';
import { createGuidPrefix } from '../../../src/types/guid.js';
import { GuidPrefixTable } from '../../../src/types/guid-prefix-table.js';
import { messageOf, submessage } from '../../support/bytes-of-message.js';
import { fromHex } from '../../support/hex.js';
import { record, RecordingHandler } from '../../support/recording-handler.js';

const us = createGuidPrefix(new Uint8Array(12).fill(0x77));
const heartbeatBody = '000004c7 000004c2 00000000 01000000 00000000 05000000 07000000';
const heartbeat = submessage('07', '01', heartbeatBody);
const infoDst = (octet: string): string => submessage('0e', '01', octet.repeat(12));

function kindsOf(...submessages: readonly string[]): string[] {
  return record(messageOf(...submessages), us).submessages.map(({ kind }) => kind);
}

describe('the message header', () => {
  it.each([
    ['nothing', ''],
    ['one octet, as Cyclone DDS sends to itself', '00'],
    ['19 octets', '52545053 0205 010f 0f0f0f0f0f0f0f0f0f0f0f'],
    ['RTPX, a probe of Connext', '52545058 0205 0101 0f0f0f0f0f0f0f0f0f0f0f0f'],
    ['RTPS 3.0', '52545053 0300 010f 0f0f0f0f0f0f0f0f0f0f0f0f'],
    ['RTPS 1.2', '52545053 0102 010f 0f0f0f0f0f0f0f0f0f0f0f0f'],
  ])('ignores %s', (_title, hex) => {
    const { submessages, statistics } = record(fromHex(hex), us);
    expect(submessages).toEqual([]);
    expect(statistics).toEqual({ notRtps: 1, malformed: 0, notUnderstood: 0 });
  });

  it.each([0, 1, 2, 3, 4, 5, 99])('accepts RTPS 2.%i', (minor) => {
    const bytes = messageOf(heartbeat);
    bytes[5] = minor;
    expect(record(bytes, us).submessages[0]!.source.version).toBe(`2.${minor}`);
  });

  it('may be all there is', () => {
    expect(record(messageOf(), us).statistics).toEqual({ notRtps: 0, malformed: 0, notUnderstood: 0 });
  });
});

describe('octetsToNextHeader', () => {
  it('steps over what a later version appends to a submessage', () => {
    expect(kindsOf(submessage('07', '01', `${heartbeatBody} 01020304`), heartbeat)).toEqual(['HEARTBEAT', 'HEARTBEAT']);
  });

  it('of 0 means to the end of the message (RTPS 2.5 §9.4.5.1.3)', () => {
    expect(kindsOf(`07 01 0000 ${heartbeatBody}`)).toEqual(['HEARTBEAT']);
    const { submessages } = record(
      messageOf(`15 05 0000 00001000 000004c7 000004c2 00000000 01000000 00010000 ${heartbeat}`),
      us,
    );
    expect(submessages).toHaveLength(1);
    expect(submessages[0]).toMatchObject({ kind: 'DATA', payload: fromHex(`00010000 ${heartbeat}`) });
  });

  it('of 0 is 0 in PAD and in INFO_TS, whose body the Invalidate flag removes', () => {
    expect(kindsOf('01 01 0000', heartbeat)).toEqual(['HEARTBEAT']);
    expect(kindsOf('09 03 0000', heartbeat)).toEqual(['HEARTBEAT']);
  });

  it('is in the byte order of its own submessage', () => {
    const big = submessage('07', '00', '000004c7 000004c2 00000000 00000001 00000000 00000005 00000007');
    const { submessages } = record(messageOf(big, heartbeat), us);
    expect(submessages.map((one) => ({ ...one, source: 0 }))).toEqual([
      { ...submessages[0], source: 0 },
      { ...submessages[0], source: 0 },
    ]);
  });

  it('past the end of the datagram makes the submessage malformed', () => {
    const { submessages, statistics } = record(messageOf(heartbeat, `07 01 1d00 ${heartbeatBody}`), us);
    expect([submessages.length, statistics.malformed]).toEqual([1, 1]);
  });

  it('leaves no piece of a header at the end', () => {
    expect(record(messageOf(heartbeat, '070100'), us).statistics.malformed).toBe(1);
  });
});

describe('submessages', () => {
  it.each([
    ['eProsima’s statistics', '80'],
    ['RTPS 2.5’s header extension', '00'],
    ['SEC_PREFIX', '31'],
    ['SRTPS_PREFIX', '33'],
    ['an undefined kind', '7f'],
  ])('of %s are skipped by their length', (_title, kind) => {
    const { submessages, statistics } = record(messageOf(submessage(kind, '01', 'ff'.repeat(56)), heartbeat), us);
    expect(submessages).toHaveLength(1);
    expect(statistics).toEqual({ notRtps: 0, malformed: 0, notUnderstood: 1 });
  });

  it('that are malformed end the message (RTPS 2.5 §8.3.4.1)', () => {
    const bad = submessage('07', '01', '000004c7 000004c2 00000000 00000000 00000000 05000000 07000000');
    const { submessages, statistics } = record(messageOf(heartbeat, bad, heartbeat), us);
    expect([submessages.length, statistics.malformed]).toEqual([1, 1]);
  });

  it('without INFO_DST are for us, after one for us too, after one for another not, until the next', () => {
    expect(kindsOf(heartbeat)).toHaveLength(1);
    expect(kindsOf(infoDst('77'), heartbeat)).toHaveLength(1);
    expect(kindsOf(infoDst('78'), heartbeat, heartbeat)).toHaveLength(0);
    expect(kindsOf(infoDst('78'), heartbeat, infoDst('00'), heartbeat)).toHaveLength(1);
    expect(kindsOf(infoDst('78'), heartbeat, infoDst('77'), heartbeat)).toHaveLength(1);
  });

  it('for others are not looked at', () => {
    const { statistics } = record(messageOf(infoDst('78'), submessage('07', '01', '00')), us);
    expect(statistics.malformed).toBe(0);
  });
});

describe('the receiver state', () => {
  const seconds = submessage('09', '01', '3ae6026b 00000080');

  it('starts afresh with each message', () => {
    const receiver = new ReceiverState({ find: () => undefined });
    const handler = new RecordingHandler();
    const statistics = { notRtps: 0, malformed: 0, notUnderstood: 0 };
    walkMessage(messageOf(seconds, infoDst('78')), receiver, us, handler, statistics);
    walkMessage(messageOf(heartbeat), receiver, us, handler, statistics);
    expect(handler.submessages).toHaveLength(1);
    expect(handler.submessages[0]!.source.timestamp).toBeUndefined();
  });

  it('has the last timestamp, until it is invalidated or the source changes', () => {
    const infoSrc = submessage('0c', '01', `00000000 0203 0110 ${'0a'.repeat(12)}`);
    const { submessages } = record(
      messageOf(seconds, heartbeat, '09 03 0000', heartbeat, seconds, infoSrc, heartbeat),
      us,
    );
    expect(submessages.map(({ source }) => source)).toEqual([
      {
        prefix: '0f'.repeat(12),
        vendorId: 0x010f,
        version: '2.5',
        timestamp: { sec: 0x6b02e63a, nanosec: 500_000_000 },
      },
      { prefix: '0f'.repeat(12), vendorId: 0x010f, version: '2.5', timestamp: undefined },
      { prefix: '0a'.repeat(12), vendorId: 0x0110, version: '2.3', timestamp: undefined },
    ]);
  });

  it('has no timestamp from TIME_INVALID', () => {
    expect(
      record(messageOf(submessage('09', '01', 'ff'.repeat(8)), heartbeat), us).submessages[0]!.source.timestamp,
    ).toBeUndefined();
  });

  it('finds the source among the participants that are known', () => {
    const table = new GuidPrefixTable({ capacity: 1, seed: 1 });
    const message = messageOf(heartbeat);
    const prefix = table.intern(message, 8);
    const receiver = new ReceiverState(table);
    receiver.reset(message);
    expect(receiver.sourcePrefix).toBe(prefix);
    receiver.reset(messageOf(heartbeat).fill(1, 8, 20));
    expect(receiver.sourcePrefix).toBeUndefined();
    expect(createGuidPrefix(receiver.sourcePrefixBytes, receiver.sourcePrefixOffset).text).toBe('01'.repeat(12));
  });
});

describe('INFO_* submessages', () => {
  it.each([
    ['INFO_DST of 11 octets', submessage('0e', '01', '00'.repeat(11))],
    ['INFO_SRC of 19 octets', submessage('0c', '01', '00'.repeat(19))],
    ['INFO_SRC of RTPS 3.0', submessage('0c', '01', `00000000 0300 0110 ${'0a'.repeat(12)}`)],
    ['INFO_TS of 7 octets', submessage('09', '01', '00'.repeat(7))],
    ['INFO_TS of no octets that is not invalidated', '09 01 0000'],
    ['INFO_REPLY of 3 octets', submessage('0f', '01', '00'.repeat(3))],
    ['INFO_REPLY of 2^32 − 1 locators', submessage('0f', '01', 'ffffffff')],
    ['INFO_REPLY of one locator more than it has', submessage('0f', '01', `02000000 ${'00'.repeat(24)}`)],
    ['INFO_REPLY without its multicast list', submessage('0f', '03', `01000000 ${'00'.repeat(24)}`)],
    ['INFO_REPLY_IP4 of 4 octets', submessage('0d', '01', '00000000')],
    ['INFO_REPLY_IP4 without its multicast locator', submessage('0d', '03', '00'.repeat(8))],
  ])('%s is malformed', (_title, hex) => {
    const { submessages, statistics } = record(messageOf(hex, heartbeat), us);
    expect([submessages.length, statistics.malformed]).toEqual([0, 1]);
  });

  it.each([
    ['INFO_REPLY', submessage('0f', '01', `01000000 ${'00'.repeat(24)}`)],
    ['INFO_REPLY with multicast', submessage('0f', '03', `00000000 01000000 ${'00'.repeat(24)}`)],
    ['INFO_REPLY in big-endian', submessage('0f', '00', `00000001 ${'00'.repeat(24)}`)],
    ['INFO_REPLY_IP4', submessage('0d', '01', '00'.repeat(8))],
    ['PAD with content', submessage('01', '01', 'ff'.repeat(12))],
  ])('%s is tolerated', (_title, hex) => {
    const { submessages, statistics } = record(messageOf(hex, heartbeat), us);
    expect([submessages.length, statistics.malformed, statistics.notUnderstood]).toEqual([1, 0, 0]);
  });
});

describe('walkSubmessages', () => {
  it('walks a range of other bytes in the present state, also from inside a walk', () => {
    const inner = fromHex(`eeee ${heartbeat} ${heartbeat} ee`);
    const receiver = new ReceiverState({ find: () => undefined });
    const handler = new RecordingHandler();
    const statistics = { notRtps: 0, malformed: 0, notUnderstood: 0 };
    let depth = 0;
    const nesting = Object.create(handler) as RecordingHandler;
    nesting.onHeartbeat = (state, submessage) => {
      handler.onHeartbeat(state, submessage);
      if (depth++ === 0) walkSubmessages(inner, 2, inner.length - 1, state, us, handler, statistics);
    };
    walkMessage(messageOf(heartbeat, heartbeat), receiver, us, nesting, statistics);
    expect(handler.submessages).toHaveLength(4);
    expect(new Set(handler.submessages.map(({ source }) => source.prefix))).toEqual(new Set(['0f'.repeat(12)]));
    expect(statistics.malformed).toBe(0);
  });
});
