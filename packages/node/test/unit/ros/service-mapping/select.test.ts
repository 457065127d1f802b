import { type RemoteEndpoint, VendorId } from '@rclts/rtps';
import { type ConnextServiceMapping, ServiceDialects } from '../../../../src/ros/service-mapping/select.js';
import { remoteEndpoint, remoteParticipant, sampleOf } from '../../../support/remote.js';

const IDS = 'serviceid= 1.2.3;typehash=x;';
const identity = { guid: new Uint8Array(16).fill(1), sequenceNumber: 1 };

const endpoint = (vendorId: number, userData = '', kind: 'reader' | 'writer' = 'reader'): RemoteEndpoint =>
  remoteEndpoint(remoteParticipant(3, vendorId), kind, 1, userData);

const spokenTo = (peer: RemoteEndpoint, connext?: ConnextServiceMapping): string =>
  new ServiceDialects(connext).forEndpoint(peer).name;

describe('who has said nothing yet is spoken to', () => {
  test.each([
    ['ours', VendorId.UNKNOWN, 'enhanced'],
    ['Fast DDS', VendorId.FAST_DDS, 'enhanced'],
    ['Cyclone DDS', VendorId.CYCLONE_DDS, 'cyclone'],
    ['Connext', VendorId.CONNEXT, 'enhanced'],
    ['a vendor that nobody knows', 0x0199, 'enhanced'],
  ])('by its vendor: %s', (_, vendorId, name) => {
    expect(spokenTo(endpoint(vendorId))).toBe(name);
  });

  test('by the ids of rmw_cyclonedds where the vendor tells nothing, and never by them alone: ours announce them, too', () => {
    expect(spokenTo(endpoint(0x0199, IDS))).toBe('cyclone');
    expect(spokenTo(endpoint(VendorId.UNKNOWN, IDS))).toBe('enhanced');
    expect(spokenTo(endpoint(VendorId.FAST_DDS, IDS))).toBe('enhanced');
  });

  test('by the option, if it is Connext', () => {
    for (const name of ['basic', 'cyclone'] as const) {
      expect(spokenTo(endpoint(VendorId.CONNEXT), name)).toBe(name);
      expect(spokenTo(endpoint(VendorId.FAST_DDS), name)).toBe('enhanced');
    }
  });
});

describe('what a sample shows', () => {
  const guidHeader = ({ guidOctets }: RemoteEndpoint, from = 0) =>
    Uint8Array.of(0, 1, 0, 0, ...guidOctets.subarray(from), ...new Uint8Array(16));

  test('comes before the vendor, for the sample and from then on for its participant', () => {
    const dialects = new ServiceDialects();
    const writer = endpoint(VendorId.CYCLONE_DDS, '', 'writer');
    const reader = remoteEndpoint(writer.participant, 'reader', 9);
    expect(dialects.forSample(sampleOf(writer, 1)).name).toBe('cyclone');
    expect(dialects.forEndpoint(reader).name).toBe('cyclone');
    expect(dialects.forSample(sampleOf(writer, 2, identity)).name).toBe('enhanced');
    expect(dialects.forEndpoint(reader).name).toBe('enhanced');
    expect(dialects.forEndpoint(endpoint(VendorId.CYCLONE_DDS)).name).toBe('cyclone');
  });

  test('tells the forms of Connext apart: a header that names the writer', () => {
    for (const [from, name] of [
      [0, 'basic'],
      [8, 'cyclone'],
    ] as const) {
      const dialects = new ServiceDialects();
      const writer = endpoint(VendorId.CONNEXT, '', 'writer');
      expect(dialects.forSample(sampleOf(writer, 1)).name).toBe('enhanced');
      expect(dialects.forSample(sampleOf(writer, 2, undefined, guidHeader(writer, from))).name).toBe(name);
      expect(dialects.forEndpoint(remoteEndpoint(writer.participant, 'reader', 9)).name).toBe(name);
    }
  });

  test('is not looked for in messages of others: who may put a GUID into one, does not choose', () => {
    const writer = endpoint(VendorId.FAST_DDS, '', 'writer');
    expect(new ServiceDialects().forSample(sampleOf(writer, 1, undefined, guidHeader(writer))).name).toBe('enhanced');
  });
});
