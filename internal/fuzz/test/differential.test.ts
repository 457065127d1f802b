import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TypeRegistry } from '@rclts/idl';
import { hasTshark, tshark } from '@rclts/interop';
import { decodeEndpointData, decodeParticipantData, dissectMessage, PcapTap, VendorId } from '@rclts/rtps';
import { fromDdsTypeName } from '../../../packages/node/src/ros/dds-names.js';
import { encodeEndpointData } from '../../../packages/rtps/src/discovery/endpoint-data.js';
import { encodeParticipantData } from '../../../packages/rtps/src/discovery/participant-data.js';
import { Vectors } from '../src/targets/vectors.js';
import { root } from './support/bundled.js';
import { datagramsOf, meaningOf, rewritten } from './support/capture.js';
import { announcedTypes, BuiltinWriter, samplesOf } from './support/captured-samples.js';

// Every datagram and sample of the captures of real ROS 2 and DDS: what we read, we write, and it means the same, to us and to
// tshark.

const folder = join(root, 'vectors/captures');
const captures = readdirSync(folder).filter((name) => name.endsWith('.pcapng'));
const registry = new TypeRegistry();
for (const [typeName, text] of new Vectors(root).definitions()) registry.addText(typeName, text);

/** rmw_cyclonedds puts these before requests and replies, behind the encapsulation header. */
const CYCLONE_HEADER = 16;
const ENCAPSULATION = 4;

/** A program without vendor that spoke to Cyclone DDS in its dialect. */
const isOfProbe = (name: string): boolean => name.startsWith('jazzy_cyclone_vs_probe');

it('has sixteen captures', () => {
  expect(captures).toHaveLength(16);
});

/** Samples of known types that were held against what we write of them. */
let compared = 0;

describe.each(captures)('%s', (name) => {
  const datagrams = datagramsOf(join(folder, name));
  const messages = datagrams.flatMap(({ payload, ...rest }) => {
    const message = dissectMessage(payload);
    return message === undefined ? [] : [{ ...rest, ...message }];
  });

  it('has messages that mean the same when we have written them', () => {
    expect(messages.length).toBeGreaterThan(20);
    for (const { submessages, isMalformed } of messages) {
      expect(isMalformed).toBe(false);
      const again = rewritten(submessages).flatMap((bytes) => dissectMessage(bytes)?.submessages ?? []);
      expect(again.map(meaningOf)).toEqual(submessages.map(meaningOf));
    }
  });

  it('has announcements that mean the same when we have written them', () => {
    let announcements = 0;
    for (const { writerId, isKeyPayload, payload } of samplesOf(datagrams)) {
      if (isKeyPayload) continue;
      if (writerId === BuiltinWriter.PARTICIPANTS) {
        const data = decodeParticipantData(payload);
        // Whether it may speak securely we do not say of ourselves: we may not.
        const again = decodeParticipantData(encodeParticipantData(data!))!;
        expect({ ...again, hasIdentityToken: false }).toEqual({ ...data, hasIdentityToken: false });
        announcements++;
      } else if (writerId === BuiltinWriter.WRITERS || writerId === BuiltinWriter.READERS) {
        const kind = writerId === BuiltinWriter.WRITERS ? 'writer' : 'reader';
        const data = decodeEndpointData(payload, kind)!;
        // What is only of use to its owner, or follows from its GUID, is not announced by us or always.
        const { participantGuid: _owner, qos, ...rest } = data;
        const again = decodeEndpointData(encodeEndpointData(data, kind), kind);
        const { history, depth } = again!.qos;
        expect(again).toMatchObject({ ...rest, qos: { ...qos, history, depth } });
        announcements++;
      }
    }
    expect(announcements).toBeGreaterThan(0);
  });

  it('has samples of known types that mean the same when we have written them', () => {
    const samples = samplesOf(datagrams);
    const types = announcedTypes(samples);
    const problems: string[] = [];
    for (const { prefix, writerId, vendorId, isKeyPayload, payload } of samples) {
      const typeName = fromDdsTypeName(types.get(`${prefix} ${writerId}`) ?? '');
      if (typeName === undefined || isKeyPayload) continue;
      const { codec } = registry.message(typeName);
      const isOfService = /_(Request|Response)$/.test(typeName);
      const hasHeader = isOfService && (vendorId === VendorId.CYCLONE_DDS || isOfProbe(name));
      const body = hasHeader
        ? Uint8Array.of(...payload.subarray(0, ENCAPSULATION), ...payload.subarray(ENCAPSULATION + CYCLONE_HEADER))
        : payload;
      const value = codec.decode(body);
      const written = codec.encode(value);
      expect(codec.decode(written)).toEqual(value);
      compared++;
      // Up to three octets of padding may follow.
      if (Math.abs(written.length - body.length) > 3)
        problems.push(`${typeName}: ${body.length} octets, ${written.length} of ours`);
    }
    expect(problems).toEqual([]);
  });

  // Where tshark cannot be installed, tools/test.mjs says so loudly, and CI fails.
  if (!hasTshark() && !process.env['CI']) return;

  it('reads to tshark as it did before, when we have written it', () => {
    const directory = mkdtempSync(join(tmpdir(), 'rclts-differential-'));
    try {
      const path = join(directory, 'ours.pcap');
      const tap = new PcapTap(path);
      for (const { submessages, source, destination, time } of messages)
        for (const bytes of rewritten(submessages)) tap.onDatagram('sent', bytes, source, destination, time);
      tap.close();
      expect(fieldsOf(path)).toEqual(fieldsOf(join(folder, name)));
    } finally {
      rmSync(directory, { recursive: true });
    }
  }, 300_000);
});

it('has compared hundreds of samples', () => {
  expect(compared).toBeGreaterThan(300);
});

/** What both ways of writing have in common: who, to whom, which numbers, which sets. */
const FIELDS = [
  'rtps.sm.wrEntityId',
  'rtps.sm.rdEntityId',
  'rtps.sm.seqNumber',
  'rtps.heartbeat_count',
  'rtps.acknack.count',
  'rtps.bitmap.num_bits',
];

function fieldsOf(path: string): readonly string[][] {
  const columns = FIELDS.flatMap((field) => ['-e', field]);
  const all = FIELDS.map((): string[] => []);
  for (const line of tshark(path, '-Y', 'rtps', '-T', 'fields', ...columns))
    line.split('\t').forEach((cell, column) => all[column]?.push(...cell.split(',').filter((value) => value !== '')));
  return all;
}
