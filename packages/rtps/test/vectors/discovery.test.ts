import { walkParameterList } from '@rclts/cdr';
import { decodeEndpointData, decodeEndpointKey, encodeEndpointData } from '../../src/discovery/endpoint-data.js';
import {
  decodeParticipantData,
  decodeParticipantKey,
  encodeParticipantData,
} from '../../src/discovery/participant-data.js';
import { defaultReaderQos, defaultWriterQos } from '../../src/qos/defaults.js';
import { DurabilityKind, HistoryKind, LivelinessKind, ReliabilityKind } from '../../src/qos/policies.js';
import type { Locator } from '../../src/types/locator.js';
import { type Duration, DURATION_INFINITE } from '../../src/types/time.js';
import { type DecodedParameters, discoveryVectors } from '../support/golden.js';
import { fromHex, toHex } from '../support/hex.js';

const peers = discoveryVectors();
const participants = peers.map((peer) => ({ title: peer.name, ...peer }));
const endpoints = peers.flatMap((peer) =>
  peer.endpoints.map((endpoint) => ({
    title: `${peer.name} ${endpoint.kind} ${String(endpoint.pids['TOPIC_NAME 0x0005'])}`,
    peer,
    ...endpoint,
  })),
);

it('has ten participants and 166 endpoints', () => {
  expect(participants).toHaveLength(10);
  expect(endpoints).toHaveLength(166);
});

describe('SPDP', () => {
  it.each(participants)('parses $title', ({ participant, guidPrefix }) => {
    const data = decodeParticipantData(fromHex(participant.payload))!;
    const { pids } = participant;
    const [major, minor] = numbersOf(pids['PROTOCOL_VERSION 0x0015']);
    const domainId = pids['DOMAIN_ID 0x000f'];
    expect({ ...data, guidPrefix: toHex(data.guidPrefix), userData: textOf(data.userData) }).toEqual({
      guidPrefix,
      protocolVersion: { major, minor },
      vendorId: vendorOf(pids),
      domainId: domainId === undefined ? undefined : uint32Of(domainId),
      leaseDuration: durationOf(pids['PARTICIPANT_LEASE_DURATION 0x0002']),
      availableBuiltinEndpoints: Number(pids['BUILTIN_ENDPOINT_SET 0x0058']),
      metatrafficUnicastLocators: locatorsOf(pids['METATRAFFIC_UNICAST_LOCATOR 0x0032']),
      metatrafficMulticastLocators: locatorsOf(pids['METATRAFFIC_MULTICAST_LOCATOR 0x0033']),
      defaultUnicastLocators: locatorsOf(pids['DEFAULT_UNICAST_LOCATOR 0x0031']),
      defaultMulticastLocators: locatorsOf(pids['DEFAULT_MULTICAST_LOCATOR 0x0048']),
      entityName: pids['ENTITY_NAME 0x0062'] ?? '',
      userData: pids['USER_DATA 0x002c'] ?? '',
      properties: new Map(Object.entries(pids['PROPERTY_LIST 0x0059'] as Record<string, string>)),
      expectsInlineQos: false,
    });
    expect(toHex(decodeParticipantKey(fromHex(participant.payload))!)).toBe(`${guidPrefix}000001c1`);
  });

  it.each(participants)('reads back what it writes for $title', ({ participant }) => {
    const data = decodeParticipantData(fromHex(participant.payload))!;
    const written = encodeParticipantData(data);
    expect(decodeParticipantData(written)).toEqual(data);
    const optional = (pid: number, isThere: boolean): number[] => (isThere ? [pid] : []);
    expect(pidsOf(written)).toEqual([
      ...[0x0015, 0x0016, 0x0050, 0x0032, 0x0031],
      ...optional(0x0033, data.metatrafficMulticastLocators.length > 0),
      ...optional(0x0048, data.defaultMulticastLocators.length > 0),
      ...[0x0002, 0x0058],
      ...optional(0x002c, data.userData.length > 0),
      ...optional(0x000f, data.domainId !== undefined),
      ...optional(0x0062, data.entityName !== ''),
      0x0059,
    ]);
  });

  it.each(participants)('writes the parameters of $title with the same octets', ({ participant }) => {
    const theirs = parametersOf(fromHex(participant.payload));
    for (const [pid, values] of parametersOf(
      encodeParticipantData(decodeParticipantData(fromHex(participant.payload))!),
    )) {
      // Cyclone DDS writes an empty sequence of binary properties after the properties.
      if (pid === 0x0059) expect(theirs.get(pid)![0]!.startsWith(values[0]!)).toBe(true);
      else expect(values).toEqual(theirs.get(pid));
    }
  });
});

describe('SEDP', () => {
  it.each(endpoints)('parses $title', ({ kind, payload, pids, peer }) => {
    const data = decodeEndpointData(fromHex(payload), kind)!;
    const participantGuid = pids['PARTICIPANT_GUID 0x0050'];
    const guids = { guid: toHex(data.guid), participantGuid: data.participantGuid && toHex(data.participantGuid) };
    expect({ ...data, ...guids, userData: textOf(data.userData) }).toEqual({
      guid: pids['ENDPOINT_GUID 0x005a'],
      participantGuid,
      topicName: pids['TOPIC_NAME 0x0005'],
      typeName: pids['TYPE_NAME 0x0007'],
      qos: qosOf(kind, pids),
      unicastLocators: locatorsOf(pids['UNICAST_LOCATOR 0x002f']),
      multicastLocators: [],
      userData: pids['USER_DATA 0x002c'] ?? '',
      expectsInlineQos: false,
    });
    expect(toHex(data.guid).startsWith(peer.guidPrefix)).toBe(true);
    expect(decodeEndpointKey(fromHex(payload))).toEqual(data.guid);
  });

  it.each(endpoints)('reads back what it writes for $title', ({ kind, payload }) => {
    const data = decodeEndpointData(fromHex(payload), kind)!;
    const participantGuid = fromHex(`${toHex(data.guid).slice(0, 24)}000001c1`);
    const { history, depth } = kind === 'reader' ? defaultReaderQos : defaultWriterQos;
    const qos = { ...data.qos, history, depth };
    expect(decodeEndpointData(encodeEndpointData(data, kind), kind)).toEqual({ ...data, participantGuid, qos });
  });

  it.each(endpoints)('writes the parameters of $title with the same octets', ({ kind, payload }) => {
    const theirs = parametersOf(fromHex(payload));
    const ours = parametersOf(encodeEndpointData(decodeEndpointData(fromHex(payload), kind)!, kind));
    for (const [pid, values] of ours) {
      const expected = theirs.get(pid);
      // What a peer leaves to the defaults we say; and the padding after theirs may be anything.
      if (expected === undefined) expect([0x0050, 0x001a, 0x001d, 0x0073]).toContain(pid);
      else if (pid === 0x0073) expect(values[0]!.slice(0, 12)).toBe(expected[0]!.slice(0, 12));
      else expect(values).toEqual(expected);
    }
  });

  it.each(endpoints)('sends no parameter for $title that harms', ({ kind, payload }) => {
    const data = decodeEndpointData(fromHex(payload), kind)!;
    const pids = pidsOf(encodeEndpointData({ ...data, expectsInlineQos: true }, kind));
    expect(pids).not.toContain(0x0070);
    expect(pids).not.toContain(0x0043);
    expect(pids.filter((pid) => (pid & 0x4000) !== 0)).toEqual([]);
  });
});

function qosOf(kind: 'reader' | 'writer', pids: DecodedParameters): object {
  const defaults = kind === 'reader' ? defaultReaderQos : defaultWriterQos;
  const reliability = pids['RELIABILITY 0x001a'] as { kind: keyof typeof ReliabilityKind; max_blocking: unknown };
  const durability = pids['DURABILITY 0x001d'] as keyof typeof DurabilityKind | undefined;
  const history = pids['HISTORY 0x0040'] as { kind: keyof typeof HistoryKind; depth: number } | undefined;
  const liveliness = pids['LIVELINESS 0x001b'] as { kind: keyof typeof LivelinessKind; lease: unknown } | undefined;
  const lifespan = pids['LIFESPAN 0x002b'];
  const representation = pids['DATA_REPRESENTATION 0x0073'] as number[] | undefined;
  return {
    ...defaults,
    reliability: ReliabilityKind[reliability.kind],
    maxBlockingTime: durationOf(reliability.max_blocking),
    durability: durability === undefined ? defaults.durability : DurabilityKind[durability],
    history: history === undefined ? defaults.history : HistoryKind[history.kind],
    depth: history === undefined ? defaults.depth : history.depth,
    liveliness: liveliness === undefined ? defaults.liveliness : LivelinessKind[liveliness.kind],
    livelinessLeaseDuration: liveliness === undefined ? DURATION_INFINITE : durationOf(liveliness.lease),
    lifespan: lifespan === undefined ? DURATION_INFINITE : durationOf(lifespan),
    dataRepresentation: representation ?? defaults.dataRepresentation,
  };
}

function durationOf(value: unknown): Duration {
  if (value === 'inf') return DURATION_INFINITE;
  const sec = Math.floor(value as number);
  return { sec, nanosec: Math.round(((value as number) - sec) * 1e9) };
}

function locatorsOf(value: unknown): Locator[] {
  if (value === undefined) return [];
  const list = (Array.isArray(value) ? value : [value]) as { kind: number; port: number; addr: string }[];
  return list.map(({ kind, port, addr }) => ({ kind, port, address: addr }));
}

function vendorOf(pids: DecodedParameters): number {
  const [high, low] = numbersOf(pids['VENDOR_ID 0x0016']);
  return (high! << 8) | low!;
}

function numbersOf(value: unknown): number[] {
  return String(value).split('.').map(Number);
}

function uint32Of(hex: unknown): number {
  return new DataView(fromHex(String(hex)).buffer).getUint32(0, true);
}

function textOf(octets: Uint8Array): string {
  return String.fromCharCode(...octets);
}

function parametersOf(payload: Uint8Array): Map<number, string[]> {
  const parameters = new Map<number, string[]>();
  walkParameterList(payload, 4, payload.length, true, (pid, offset, length) => {
    parameters.set(pid, [...(parameters.get(pid) ?? []), toHex(payload.subarray(offset, offset + length))]);
  });
  return parameters;
}

function pidsOf(payload: Uint8Array): number[] {
  const pids: number[] = [];
  walkParameterList(payload, 4, payload.length, true, (pid) => pids.push(pid));
  return pids;
}
