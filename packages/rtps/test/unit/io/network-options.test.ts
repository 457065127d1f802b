import { parseAddressRange } from '../../../src/io/address-ranges.js';
import { parseOpenOptions } from '../../../src/io/network-options.js';

describe('parseOpenOptions', () => {
  it('fills in what was left out', () => {
    expect(parseOpenOptions({ domainId: 5 })).toEqual({ domainId: 5, discoveryRange: 'subnet', staticPeers: [] });
  });

  it('takes everything that openParticipant documents', () => {
    const options = {
      domainId: 232,
      entityName: '/',
      userData: Uint8Array.of(1),
      properties: { a: 'b' },
      leaseDurationMs: 20_000,
      maxDatagramBytes: 1232,
      discoveryRange: 'localhost',
      interfaces: ['eth0'],
      tap: { onDatagram() {}, close() {} },
    } as const;
    const allowedPeers = ['192.0.2.7', '198.51.100.0/24'];
    expect(parseOpenOptions({ ...options, allowedPeers, staticPeers: ['192.0.2.7', '192.0.2.8:7410'] })).toEqual({
      ...options,
      allowedPeers: allowedPeers.map(parseAddressRange),
      staticPeers: [{ address: '192.0.2.7' }, { address: '192.0.2.8', port: 7410 }],
    });
  });

  it.each([
    [{ domainId: 233 }, 'domainId: must be 232 or less'],
    [{ domainId: 1.5 }, 'domainId: must be an integer'],
    [{}, 'domainId: must be an integer'],
    [{ domainId: 0, domainID: 1 }, 'domainID: no such option'],
    [{ domainId: 0, discoveryRange: 'SUBNET' }, 'discoveryRange: must be one of subnet, localhost, off'],
    [{ domainId: 0, staticPeers: ['host'] }, 'staticPeers.0: must be an IPv4 address'],
    [{ domainId: 0, staticPeers: ['192.0.2.1:0'] }, 'staticPeers.0: must be an IPv4 address'],
    [{ domainId: 0, staticPeers: ['192.0.2.1', 7] }, 'staticPeers.1: must be a string'],
    [{ domainId: 0, staticPeers: '192.0.2.1' }, 'staticPeers: must be an array'],
    [{ domainId: 0, allowedPeers: ['10.0.0.0/33'] }, 'allowedPeers.0: must be an IPv4 address, or a range'],
    [{ domainId: 0, allowedPeers: '10.0.0.0/8' }, 'allowedPeers: must be an array'],
    [{ domainId: 0, userData: 'text' }, 'userData: must be a Uint8Array'],
    [{ domainId: 0, properties: { a: 1 } }, 'properties.a: must be a string'],
    [{ domainId: 0, maxDatagramBytes: 1_107 }, 'maxDatagramBytes: must be 1108 or more'],
    [{ domainId: 0, assemblyBudget: {} }, 'assemblyBudget: must be an AssemblyBudget'],
    [{ domainId: 0, maxDatagramBytes: 70_000 }, 'maxDatagramBytes: must be 65507 or less'],
    [{ domainId: 0, tap: {} }, 'tap: must have the methods onDatagram and close'],
    [undefined, 'options: '],
  ])('refuses %j', (options, complaint) => {
    expect(() => parseOpenOptions(options)).toThrow(expect.objectContaining({ name: 'TypeError' }));
    expect(() => parseOpenOptions(options)).toThrow(complaint);
  });

  it('names every option that is wrong', () => {
    expect(() => parseOpenOptions({ domainId: -1, interfaces: 1 })).toThrow(/domainId: .*; interfaces: /);
  });
});
