import { parseAddressRange } from '../../../src/io/address-ranges.js';
import { parseOpenOptions } from '../../../src/io/network-options.js';

describe('parseOpenOptions', () => {
  it('fills in what was left out', () => {
    expect(parseOpenOptions({ domainId: 5 })).toEqual({
      domainId: 5,
      discoveryRange: 'subnet',
      staticPeers: [],
      ipVersion: 'auto',
      multicast: true,
      discoveryServers: [],
      superClient: false,
    });
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
      interfaces: ['eth*', '192.0.2.0/24'],
      deniedInterfaces: ['docker0'],
      ipVersion: 'both',
      multicast: false,
      superClient: true,
      tap: { onDatagram() {}, close() {} },
    } as const;
    const allowedPeers = ['192.0.2.7', '198.51.100.0/24'];
    expect(
      parseOpenOptions({
        ...options,
        allowedPeers,
        staticPeers: ['robot', '192.0.2.8:7410'],
        discoveryServers: ['192.0.2.7:11888', 'fleet', '[2001:db8::7]:11811'],
        announcedAddresses: ['203.0.113.7', '2001:db8::7'],
      }),
    ).toEqual({
      ...options,
      announcedAddresses: ['203.0.113.7', '2001:0db8:0000:0000:0000:0000:0000:0007'],
      allowedPeers: allowedPeers.map(parseAddressRange),
      staticPeers: [{ host: 'robot' }, { host: '192.0.2.8', port: 7410 }],
      discoveryServers: [
        { host: '192.0.2.7', port: 11_888 },
        { host: 'fleet', port: 11_811 },
        { host: '2001:0db8:0000:0000:0000:0000:0000:0007', port: 11_811 },
      ],
    });
  });

  it.each([
    [{ domainId: 233 }, 'domainId: must be 232 or less'],
    [{ domainId: 1.5 }, 'domainId: must be an integer'],
    [{}, 'domainId: must be an integer'],
    [{ domainId: 0, domainID: 1 }, 'domainID: no such option'],
    [{ domainId: 0, discoveryRange: 'SUBNET' }, 'discoveryRange: must be one of subnet, localhost, off'],
    [{ domainId: 0, staticPeers: ['a host'] }, 'staticPeers.0: must be a host name or an IP address'],
    [{ domainId: 0, staticPeers: ['192.0.2.1:0'] }, 'staticPeers.0: must be a host name or an IP address'],
    [{ domainId: 0, interfaces: ['192.0.2.0/33'] }, 'interfaces.0: must be the name of an interface'],
    [{ domainId: 0, deniedInterfaces: [''] }, 'deniedInterfaces.0: must be the name of an interface'],
    [{ domainId: 0, announcedAddresses: [] }, 'announcedAddresses: must have one address or more'],
    [{ domainId: 0, announcedAddresses: ['host'] }, 'announcedAddresses.0: must be an IP address of one host'],
    [{ domainId: 0, announcedAddresses: ['0.0.0.0'] }, 'announcedAddresses.0: must be an IP address of one host'],
    [{ domainId: 0, announcedAddresses: ['239.255.0.1'] }, 'announcedAddresses.0: must be an IP address of one host'],
    [{ domainId: 0, announcedAddresses: ['fe80::1%eth0'] }, 'announcedAddresses.0: must be an IP address of one host'],
    [{ domainId: 0, announcedAddresses: ['::'] }, 'announcedAddresses.0: must be an IP address of one host'],
    [{ domainId: 0, announcedAddresses: Array(5).fill('192.0.2.1') }, 'announcedAddresses: must have at most 4'],
    [{ domainId: 0, ipVersion: 6 }, 'ipVersion: must be one of auto, ipv4, ipv6, both'],
    [{ domainId: 0, multicast: 'no' }, 'multicast: must be a boolean'],
    [{ domainId: 0, staticPeers: ['192.0.2.1', 7] }, 'staticPeers.1: must be a string'],
    [{ domainId: 0, staticPeers: '192.0.2.1' }, 'staticPeers: must be an array'],
    [{ domainId: 0, discoveryServers: ['TCPv4:[192.0.2.1]:42100'] }, 'discoveryServers.0: must be '],
    [{ domainId: 0, superClient: 'TRUE' }, 'superClient: must be a boolean'],
    [{ domainId: 0, allowedPeers: ['10.0.0.0/33'] }, 'allowedPeers.0: must be an IP address, or a range'],
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
