import {
  decodeEndpointData,
  decodeEndpointKey,
  encodeEndpointData,
  type EndpointData,
} from '../../../src/discovery/endpoint-data.js';
import { defaultReaderQos, defaultWriterQos } from '../../../src/qos/defaults.js';
import {
  DataRepresentation,
  DestinationOrderKind,
  DurabilityKind,
  HistoryKind,
  LivelinessKind,
  OwnershipKind,
  PresentationScope,
  ReliabilityKind,
} from '../../../src/qos/policies.js';
import { createLocator, LocatorKind } from '../../../src/types/locator.js';
import { DURATION_INFINITE } from '../../../src/types/time.js';
import { fromHex, toHex } from '../../support/hex.js';

const prefix = '0102030405060708090a0b0c';
const writerGuid = `${prefix}00000203`;
const readerGuid = `${prefix}00000104`;
const topic = '05000800 02000000 74000000';
const type = '07000800 02000000 54000000';

const writer: EndpointData = {
  guid: fromHex(writerGuid),
  participantGuid: fromHex(`${prefix}000001c1`),
  topicName: 't',
  typeName: 'T',
  qos: defaultWriterQos,
  unicastLocators: [],
  multicastLocators: [],
  userData: new Uint8Array(0),
  expectsInlineQos: false,
};
const reader: EndpointData = { ...writer, guid: fromHex(readerGuid), qos: defaultReaderQos };

/** A writer's announcement with these parameters besides GUID and names. */
function listOf(...parameters: readonly string[]): Uint8Array {
  return fromHex(`00030000 5a001000 ${writerGuid} ${topic} ${type} ${parameters.join(' ')} 01000000`);
}

describe('encodeEndpointData', () => {
  it('writes names, reliability, durability and representation, the defaults left out', () => {
    expect(toHex(encodeEndpointData(writer, 'writer'))).toBe(
      toHex(
        fromHex(`00030000
          5a001000 ${writerGuid}
          50001000 ${prefix}000001c1
          ${topic} ${type}
          1a000c00 02000000 00000000 9a999919
          1d000400 00000000
          73000800 01000000 0000 0000
          01000000`),
      ),
    );
  });

  it('derives the participant’s GUID where it is not given', () => {
    const { participantGuid, ...rest } = reader;
    expect(decodeEndpointData(encodeEndpointData(rest, 'reader'), 'reader')!.participantGuid).toEqual(participantGuid);
  });

  it('is read back with every policy that is announced', () => {
    const full: EndpointData = {
      ...reader,
      topicName: 'rq/fibonacci/_action/send_goalRequest',
      unicastLocators: [createLocator(LocatorKind.UDPv4, '192.0.2.2', 7000)],
      multicastLocators: [createLocator(LocatorKind.UDPv4, '239.255.0.2', 7401)],
      userData: new TextEncoder().encode('typehash=RIHS01_00;'),
      qos: {
        reliability: ReliabilityKind.RELIABLE,
        maxBlockingTime: DURATION_INFINITE,
        durability: DurabilityKind.TRANSIENT_LOCAL,
        history: defaultReaderQos.history,
        depth: defaultReaderQos.depth,
        deadline: { sec: 1, nanosec: 1 },
        latencyBudget: { sec: 2, nanosec: 2 },
        lifespan: { sec: 10, nanosec: 0 },
        liveliness: LivelinessKind.MANUAL_BY_TOPIC,
        livelinessLeaseDuration: { sec: 3, nanosec: 3 },
        ownership: OwnershipKind.EXCLUSIVE,
        destinationOrder: DestinationOrderKind.BY_SOURCE_TIMESTAMP,
        presentation: { accessScope: PresentationScope.GROUP, coherentAccess: true, orderedAccess: false },
        partition: ['a', 'b*'],
        dataRepresentation: [DataRepresentation.XCDR2, DataRepresentation.XCDR1],
      },
    };
    expect(decodeEndpointData(encodeEndpointData(full, 'reader'), 'reader')).toEqual(full);
  });

  it('leaves out an empty list of representations', () => {
    const qos = { ...defaultWriterQos, dataRepresentation: [] };
    const decoded = decodeEndpointData(encodeEndpointData({ ...writer, qos }, 'writer'), 'writer')!;
    expect(decoded.qos.dataRepresentation).toEqual([DataRepresentation.XCDR1]);
  });
});

describe('decodeEndpointData', () => {
  it('takes the defaults for what is absent: reliable for writers, best effort for readers', () => {
    const { participantGuid: _, ...rest } = writer;
    expect(decodeEndpointData(listOf(), 'writer')).toEqual(rest);
    const asReader = fromHex(`00030000 5a001000 ${readerGuid} ${topic} ${type} 01000000`);
    expect(decodeEndpointData(asReader, 'reader')!.qos).toEqual(defaultReaderQos);
  });

  it('reads what others may announce and we do not', () => {
    expect(decodeEndpointData(listOf('40000800 01000000 ffffffff', '43000400 01000000'), 'writer')).toMatchObject({
      expectsInlineQos: true,
      qos: { history: HistoryKind.KEEP_ALL, depth: -1 },
    });
  });

  it('ignores a key hash, right or wrong, and what it does not know', () => {
    expect(toHex(decodeEndpointData(listOf(`70001000 ${'ee'.repeat(16)}`, '75000400 ffffffff'), 'writer')!.guid)).toBe(
      writerGuid,
    );
  });

  it('reads keyed endpoints', () => {
    const keyed = fromHex(`00030000 5a001000 ${prefix}00000202 ${topic} ${type} 01000000`);
    expect(decodeEndpointData(keyed, 'writer')).toBeDefined();
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['no GUID', fromHex(`00030000 ${topic} ${type} 01000000`)],
    ['a reader’s GUID', fromHex(`00030000 5a001000 ${readerGuid} ${topic} ${type} 01000000`)],
    ['a participant’s GUID', fromHex(`00030000 5a001000 ${prefix}000001c1 ${topic} ${type} 01000000`)],
    ['no topic', fromHex(`00030000 5a001000 ${writerGuid} ${type} 01000000`)],
    ['no type', fromHex(`00030000 5a001000 ${writerGuid} ${topic} 01000000`)],
    ['an empty topic', listOf('05000800 01000000 00000000')],
    ['a topic of 257 octets', listOf(`05000801 02010000 ${'61'.repeat(257)}000000`)],
    ['a topic longer than its parameter', listOf('05000800 09000000 61626300')],
    ['reliability 3', listOf('1a000c00 03000000 00000000 00000000')],
    ['reliability without a blocking time', listOf('1a000400 02000000')],
    ['durability 4', listOf('1d000400 04000000')],
    ['liveliness 3', listOf('1b000c00 03000000 00000000 00000000')],
    ['ownership 2', listOf('1f000400 02000000')],
    ['presentation of 4 octets', listOf('21000400 00000000')],
    ['2^32 − 1 representations (CVE-2026-49861)', listOf('73000800 ffffffff 00000000')],
    ['3 representations in the room of 2', listOf('73000800 03000000 00000200')],
    ['9 representations', listOf(`73001800 09000000 ${'0000'.repeat(10)}`)],
    ['2^30 partitions', listOf('29000800 00000040 00000000')],
    ['65 partitions', listOf(`29000801 41000000 ${'00000000'.repeat(65)}`)],
    ['a partition longer than its parameter (CVE-2026-53590)', listOf('29000c00 01000000 00010000 61000000')],
    ['a parameter that must be understood', listOf('bc4a0000')],
  ])('refuses %s', (_title, payload) => {
    expect(decodeEndpointData(payload, 'writer')).toBeUndefined();
  });
});

describe('decodeEndpointKey', () => {
  it('reads the key payload of Cyclone DDS', () => {
    expect(toHex(decodeEndpointKey(fromHex(`00030000 5a001000 ${writerGuid} 01000000`))!)).toBe(writerGuid);
    expect(decodeEndpointKey(fromHex('00030000 01000000'))).toBeUndefined();
    expect(decodeEndpointKey(new Uint8Array(0))).toBeUndefined();
  });
});
