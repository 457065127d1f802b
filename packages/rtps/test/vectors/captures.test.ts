import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaptureReader } from '../../src/capture/capture-reader.js';
import { type CapturedDatagram, UdpDatagrams } from '../../src/capture/udp-datagrams.js';
import { dissectMessage, type DissectedSubmessage } from '../../src/message/message-dissection.js';

// vectors/captures: whole sessions, and what tshark reads in them.

interface TsharkDatagram {
  readonly frame: number;
  readonly time: string;
  readonly source: string;
  readonly destination: string;
  readonly bytes: number;
  /** Of all submessages, INFO_* and unknown ones included. */
  readonly kinds: readonly string[];
  readonly writers: readonly string[];
  readonly readers: readonly string[];
  readonly sequenceNumbers: readonly number[];
}

const folder = join(__dirname, '../../../../vectors/captures');
const ENTITY_KINDS = new Map([
  ['0x06', 'ACKNACK'],
  ['0x07', 'HEARTBEAT'],
  ['0x08', 'GAP'],
  ['0x12', 'NACK_FRAG'],
  ['0x13', 'HEARTBEAT_FRAG'],
  ['0x15', 'DATA'],
  ['0x16', 'DATA_FRAG'],
]);

function datagramsOf(file: string): CapturedDatagram[] {
  const reader = new CaptureReader();
  const udp = new UdpDatagrams();
  const datagrams = reader.read(readFileSync(file)).flatMap((packet) => udp.read(packet) ?? []);
  expect(reader.problem).toBeUndefined();
  expect(reader.incompleteBytes).toBe(0);
  return datagrams;
}

function hexOf(entityId: number): string {
  return `0x${entityId.toString(16).padStart(8, '0')}`;
}

/** What tshark calls a sequence number. */
function numbersOf(submessage: DissectedSubmessage): number[] {
  switch (submessage.kind) {
    case 'HEARTBEAT':
      return [submessage.firstSn, submessage.lastSn];
    case 'ACKNACK':
      return [submessage.readerSnState.base];
    case 'GAP':
      return [submessage.gapStart, submessage.gapList.base];
    default:
      return [submessage.writerSn];
  }
}

describe.each(['kilted_action_udp', 'jazzy_cyclone_action_udp'])('the capture %s', (name) => {
  const datagrams = datagramsOf(join(folder, `${name}.pcapng`)).flatMap((datagram) => {
    const message = dissectMessage(datagram.payload);
    return message === undefined ? [] : [{ ...datagram, message }];
  });
  const expected = (
    JSON.parse(readFileSync(join(folder, `${name}.tshark.json`), 'utf8')) as { datagrams: TsharkDatagram[] }
  ).datagrams;

  it('has the datagrams that tshark finds, at the same times, from and to the same addresses', () => {
    expect(
      datagrams.map(({ time, source, destination, payload }) => ({
        time: `${String(time.sec)}.${String(time.nanosec).padStart(9, '0')}`,
        source: `${source.address}:${String(source.port)}`,
        destination: `${destination.address}:${String(destination.port)}`,
        bytes: payload.length,
      })),
    ).toEqual(expected.map(({ time, source, destination, bytes }) => ({ time, source, destination, bytes })));
  });

  it('has the submessages that tshark finds, of the same writers and readers, with the same numbers', () => {
    expect(
      datagrams.map(({ message: { submessages } }) => ({
        kinds: submessages.map(({ kind }) => kind),
        writers: submessages.map(({ writerId }) => hexOf(writerId)),
        readers: submessages.map(({ readerId }) => hexOf(readerId)),
        sequenceNumbers: submessages.flatMap(numbersOf),
      })),
    ).toEqual(
      expected.map(({ kinds, writers, readers, sequenceNumbers }) => ({
        kinds: kinds.flatMap((kind) => ENTITY_KINDS.get(kind) ?? []),
        writers,
        readers,
        sequenceNumbers,
      })),
    );
  });

  it('has nothing malformed', () => {
    expect(datagrams.filter(({ message }) => message.isMalformed)).toEqual([]);
  });
});
