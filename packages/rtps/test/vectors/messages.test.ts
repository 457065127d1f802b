import { MessageWriter } from '../../src/message/message-writer.js';
import { createGuidPrefix, GUID_PREFIX_UNKNOWN, type GuidPrefix } from '../../src/types/guid.js';
import { type DecodedSet, type DecodedSubmessage, type MessageVector, messageVectors } from '../support/golden.js';
import { fromHex, toHex } from '../support/hex.js';
import { record, type RecordedSubmessage } from '../support/recording-handler.js';
import { writeRecorded } from '../support/write-recorded.js';

const vectors = messageVectors();
const table = vectors.map((vector): [string, MessageVector] => [
  `${vector.id}: ${vector.summary.slice(0, 90)}`,
  vector,
]);

const ENTITY_KINDS = ['DATA', 'DATA_FRAG', 'HEARTBEAT', 'HEARTBEAT_FRAG', 'GAP', 'ACKNACK', 'NACK_FRAG'];
const UNDERSTOOD_KINDS = [...ENTITY_KINDS, 'INFO_DST', 'INFO_SRC', 'INFO_TS', 'INFO_REPLY', 'PAD'];
const UNKNOWN_IN_DECODE = -4294967296;

it('has all 221 messages', () => {
  expect(vectors).toHaveLength(221);
});

describe('parses what others send', () => {
  it.each(table)('%s', (_title, vector) => {
    const { submessages, statistics } = record(fromHex(vector.hex), destinationOf(vector));
    const decoded = vector.decode.submessages;
    expect(statistics).toEqual({
      notRtps: 0,
      malformed: 0,
      notUnderstood: decoded.filter(({ kind }) => !UNDERSTOOD_KINDS.includes(kind)).length,
    });
    const entities = decoded.filter(({ kind }) => ENTITY_KINDS.includes(kind));
    expect(submessages.map(({ kind }) => kind)).toEqual(entities.map(({ kind }) => kind));
    submessages.forEach((submessage, index) => {
      const expected = entities[index]!;
      expect(submessage).toMatchObject(meaningOf(expected));
      expect(submessage.source).toMatchObject(sourceOf(vector, expected));
      expectPayload(submessage, expected, vector);
    });
  });
});

describe('writes the same octets', () => {
  it.each(table)('%s', (_title, vector) => {
    const original = fromHex(vector.hex);
    const { submessages } = record(original, destinationOf(vector));
    const entities = vector.decode.submessages.filter(({ kind }) => ENTITY_KINDS.includes(kind));
    submessages.forEach((submessage, index) => {
      const { offset, length } = entities[index]!;
      const writer = new MessageWriter(65_507);
      writeRecorded(writer, submessage);
      const written = writer.bytes().subarray(20);
      const expected = original.slice(offset, offset + 4 + length);
      // Their last octets before a boundary of 4 may be anything; ours are zero.
      if (submessage.kind === 'DATA_FRAG') expected.fill(0, expected.length - (-submessage.fragments.length & 3));
      expect(toHex(written)).toBe(toHex(expected));
    });
  });
});

describe('reads back what it writes', () => {
  it.each(table)('%s', (_title, vector) => {
    const { submessages } = record(fromHex(vector.hex), destinationOf(vector));
    const writer = new MessageWriter(65_507);
    writer.begin(
      createGuidPrefix(fromHex(vector.decode.guidPrefix)),
      Number.parseInt(vector.decode.vendor.replace('.', ''), 16),
    );
    for (const submessage of submessages) {
      if (submessage.source.timestamp !== undefined) writer.infoTs(submessage.source.timestamp);
      writeRecorded(writer, submessage);
    }
    const again = record(writer.bytes().slice(), createGuidPrefix(new Uint8Array(12)));
    expect(again.statistics).toEqual({ notRtps: 0, malformed: 0, notUnderstood: 0 });
    const withoutSource = (all: readonly RecordedSubmessage[]): unknown =>
      all.map((one) => ({ ...one, source: { timestamp: one.source.timestamp } }));
    expect(withoutSource(again.submessages)).toEqual(withoutSource(submessages));
  });
});

/** Whom the message is for, so that we are that participant. */
function destinationOf(vector: MessageVector): GuidPrefix {
  const dst = vector.decode.submessages.find((submessage) => submessage.kind === 'INFO_DST')?.dst;
  return dst === undefined ? GUID_PREFIX_UNKNOWN : createGuidPrefix(fromHex(dst));
}

function meaningOf(decoded: DecodedSubmessage): object {
  const ids = {
    readerId: Number.parseInt(decoded.reader.slice(0, 8), 16),
    writerId: Number.parseInt(decoded.writer.slice(0, 8), 16),
  };
  switch (decoded.kind) {
    case 'HEARTBEAT': {
      const { first, last, count, final, liveliness } = decoded;
      return { ...ids, firstSn: first, lastSn: last, count, isFinal: final, isLiveliness: liveliness };
    }
    case 'HEARTBEAT_FRAG':
      return { ...ids, writerSn: decoded.sn, lastFragmentNum: decoded.lastFrag, count: decoded.count };
    case 'ACKNACK':
      return { ...ids, readerSnState: setOf(decoded.state), count: decoded.count, isFinal: decoded.final };
    case 'GAP':
      return { ...ids, gapStart: decoded.gapStart, gapList: setOf(decoded.gapList) };
    case 'NACK_FRAG':
      return { ...ids, writerSn: decoded.sn, fragmentNumberState: setOf(decoded.fragState), count: decoded.count };
    case 'DATA_FRAG': {
      const { fragmentStartingNum, fragmentsInSubmessage, fragmentSize, sampleSize, K } = decoded;
      const fragments = { fragmentStartingNum, fragmentsInSubmessage, fragmentSize, sampleSize, isKeyPayload: K };
      return { ...ids, writerSn: decoded.sn, ...fragments };
    }
    default:
      return { ...ids, writerSn: decoded.sn, isKeyPayload: decoded.K };
  }
}

function setOf(decoded: DecodedSet): object {
  return { base: decoded.base, numBits: decoded.numBits, members: decoded.set };
}

/** The last INFO_SRC, INFO_TS before the submessage, else the header. */
function sourceOf(vector: MessageVector, decoded: DecodedSubmessage): object {
  const before = vector.decode.submessages.filter(({ offset }) => offset < decoded.offset);
  const infoSrc = before.findLast(({ kind }) => kind === 'INFO_SRC');
  const ts = before.findLast(({ kind }) => kind === 'INFO_TS')?.ts;
  const prefix = infoSrc?.src ?? vector.decode.guidPrefix;
  const vendorId = Number.parseInt((infoSrc?.vendor ?? vector.decode.vendor).replace('.', ''), 16);
  if (ts === undefined) return { prefix, vendorId, timestamp: undefined };
  return {
    prefix,
    vendorId,
    timestamp: { sec: Math.floor(ts), nanosec: expect.closeTo((ts % 1) * 1e9, -4) as number },
  };
}

function expectPayload(submessage: RecordedSubmessage, decoded: DecodedSubmessage, vector: MessageVector): void {
  if (submessage.kind !== 'DATA' && submessage.kind !== 'DATA_FRAG') return;
  const end = decoded.offset + 4 + decoded.length;
  if (submessage.kind === 'DATA_FRAG') {
    const last = submessage.fragmentStartingNum + submessage.fragmentsInSubmessage - 1;
    const endOfData = Math.min(last * submessage.fragmentSize, submessage.sampleSize);
    expect(submessage.fragments).toHaveLength(
      endOfData - (submessage.fragmentStartingNum - 1) * submessage.fragmentSize,
    );
  } else {
    expect(submessage.payload?.length).toBe(decoded.payloadSize);
    if (submessage.payload !== undefined) {
      const tail = vector.hex.slice(2 * (end - submessage.payload.length), 2 * end);
      expect(toHex(submessage.payload)).toBe(tail);
    }
  }
  const inlineQos = new Map(decoded.inlineQos?.map(({ pid, hex, value }) => [pid, { hex, value }]));
  expect(submessage.inlineQos !== undefined).toBe(decoded.inlineQos !== undefined);
  const identity = (inlineQos.get('0x0083') ?? inlineQos.get('0x800f'))?.value as
    { guid: string; sn: string } | undefined;
  expect(submessage.inlineQos?.statusInfo ?? 0).toBe(Number.parseInt(inlineQos.get('0x0071')?.hex.slice(6) ?? '0', 16));
  expect(hexOf(submessage.inlineQos?.keyHash)).toBe(inlineQos.get('0x0070')?.hex);
  expect(hexOf(submessage.inlineQos?.relatedSampleIdentity?.guid)).toBe(identity?.guid);
  if (identity !== undefined) {
    const sn = Number(identity.sn);
    expect(submessage.inlineQos?.relatedSampleIdentity?.sequenceNumber).toBe(sn === UNKNOWN_IN_DECODE ? -1 : sn);
  }
}

function hexOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : toHex(bytes);
}
