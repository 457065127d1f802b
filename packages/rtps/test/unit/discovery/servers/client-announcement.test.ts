import { readParameterListPayload } from '../../../../src/parameters/parameter-list.js';
import { ParameterId } from '../../../../src/parameters/parameter-id.js';
import { decodeParticipantData, type ParticipantData } from '../../../../src/discovery/participant-data.js';
import { encodeClient, isDiscoveryServer } from '../../../../src/discovery/servers/discovery-role.js';
import { createLocator, LocatorKind } from '../../../../src/types/locator.js';
import { VendorId } from '../../../../src/types/vendor-id.js';

const data: ParticipantData = {
  guidPrefix: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  protocolVersion: { major: 2, minor: 4 },
  vendorId: VendorId.UNKNOWN,
  domainId: 3,
  leaseDuration: { sec: 20, nanosec: 0 },
  availableBuiltinEndpoints: 0xc3f,
  metatrafficUnicastLocators: [createLocator(LocatorKind.UDPv4, '192.0.2.1', 7410)],
  metatrafficMulticastLocators: [],
  defaultUnicastLocators: [createLocator(LocatorKind.UDPv4, '192.0.2.1', 7411)],
  defaultMulticastLocators: [],
  entityName: '/',
  userData: new Uint8Array(0),
  properties: new Map([['a', 'b']]),
  expectsInlineQos: false,
};

describe('what a client announces to its servers', () => {
  const parameters = (): [pid: number, octets: readonly number[]][] => {
    const found: [number, readonly number[]][] = [];
    readParameterListPayload(encodeClient(data, 'client'), (pid, value) => {
      found.push([pid, [value.uint8(), value.uint8()]]);
      return true;
    });
    return found;
  };

  it('says as its very last word to be of the vendor that is served: earlier ones Fast DDS forgets', () => {
    const all = parameters();
    expect(all.at(-1)).toEqual([ParameterId.VENDOR_ID, [0x01, 0x0f]]);
    expect(all.filter(([pid]) => pid === ParameterId.VENDOR_ID)).toHaveLength(1);
  });

  it.each([
    ['client', 'CLIENT'],
    ['superClient', 'SUPER_CLIENT'],
  ] as const)('as %s is of the type %s', (role, type) => {
    const read = decodeParticipantData(encodeClient(data, role));
    expect(read?.properties.get('PARTICIPANT_TYPE')).toBe(type);
    expect(read?.properties.get('DS_VERSION')).toBe('2.0');
    expect(read?.properties.get('a')).toBe('b');
    expect(read !== undefined && isDiscoveryServer(read)).toBe(false);
  });

  it('is read by one of ours as what it is', () => {
    expect(decodeParticipantData(encodeClient(data, 'client'))?.vendorId).toBe(VendorId.UNKNOWN);
  });
});

test.each([
  ['SERVER', true],
  ['BACKUP', true],
  ['CLIENT', false],
  ['SUPER_CLIENT', false],
  ['SIMPLE', false],
])('a participant of the type %s is a discovery server: %s', (type, expected) => {
  expect(isDiscoveryServer({ properties: new Map([['PARTICIPANT_TYPE', type]]) })).toBe(expected);
});
