import { hostLocators } from '../../../src/io/host-locators.js';
import { planNetwork, type NetworkWishes } from '../../../src/io/network-plan.js';
import type { HostLocators } from '../../../src/participant/participant-host.js';
import { locatorKey } from '../../../src/types/locator.js';

const V6_ADDRESS = '2001:0db8:0000:0000:0000:0000:0000:0001';
const interfaces = [
  { name: 'eth0', address: '192.0.2.1', netmask: '255.255.255.0', internal: false },
  { name: 'eth0', address: V6_ADDRESS, netmask: 'ffff:ffff:ffff:ffff::', internal: false },
  { name: 'lo', address: '127.0.0.1', netmask: '255.0.0.0', internal: true },
];

/** IPv4 has participant index 2, IPv6 index 5. */
const locators = (domainId: number, wishes: Partial<NetworkWishes>): HostLocators =>
  hostLocators(
    domainId,
    planNetwork({ discoveryRange: 'subnet', staticPeers: [], ...wishes }, interfaces, () => []),
    (family) => (family === 'IPv4' ? 2 : 5),
  );

describe('hostLocators', () => {
  it('announces to the multicast group in range SUBNET, under the ports of the participant index', () => {
    const { metatrafficUnicast, defaultUnicast, announceTo } = locators(3, {});
    expect(metatrafficUnicast.map(locatorKey)).toEqual(['192.0.2.1:8164']);
    expect(defaultUnicast.map(locatorKey)).toEqual(['192.0.2.1:8165']);
    expect(announceTo.map(locatorKey)).toEqual(['239.255.0.1:8150']);
  });

  it('announces in IPv6 to the groups of Cyclone DDS and of Fast DDS', () => {
    const { metatrafficUnicast, announceTo } = locators(3, { ipVersion: 'both' });
    expect(metatrafficUnicast).toEqual([
      { kind: 1, address: '192.0.2.1', port: 8164 },
      { kind: 2, address: V6_ADDRESS, port: 8170 },
    ]);
    expect(announceTo).toEqual([
      { kind: 1, address: '239.255.0.1', port: 8150 },
      { kind: 2, address: 'ff02:0000:0000:0000:0000:ffff:efff:0001', port: 8150 },
      { kind: 2, address: 'ff1e:0000:0000:0000:0000:ffff:efff:0001', port: 8150 },
    ]);
  });

  it('looks for static peers under the first four participant indices, or the port that is given', () => {
    const staticPeers = [{ host: '198.51.100.1' }, { host: '198.51.100.2', port: 9000 }];
    expect(locators(0, { staticPeers }).announceTo.map(locatorKey)).toEqual([
      '239.255.0.1:7400',
      '198.51.100.1:7410',
      '198.51.100.1:7412',
      '198.51.100.1:7414',
      '198.51.100.1:7416',
      '198.51.100.2:9000',
    ]);
    expect(locators(0, { staticPeers, multicast: false }).announceTo).toHaveLength(5);
  });

  const here = Array.from({ length: 32 }, (_, index) => `127.0.0.1:${String(7660 + 2 * index)}`);

  it('announces to 32 ports of this host in range LOCALHOST, and to nobody else', () => {
    const local = locators(1, { discoveryRange: 'localhost' });
    expect(local.announceTo.map(locatorKey)).toEqual(here);
    expect(local.metatrafficUnicast.map(locatorKey)).toEqual(['127.0.0.1:7664']);
  });

  it('announces to static peers besides in range LOCALHOST, with an address that they can use', () => {
    const staticPeers = [{ host: '198.51.100.1', port: 7410 }];
    const withPeer = locators(1, { discoveryRange: 'localhost', staticPeers });
    expect(withPeer.announceTo.map(locatorKey)).toEqual([...here, '198.51.100.1:7410']);
    expect(withPeer.metatrafficUnicast.map(locatorKey)).toEqual(['192.0.2.1:7664']);
  });

  it.each(['subnet', 'localhost'] as const)('announces to discovery servers alone in range %s', (discoveryRange) => {
    const staticPeers = [{ host: '198.51.100.1', port: 11_811 }];
    const { announceTo } = locators(1, { discoveryRange, staticPeers, discoversByServers: true });
    expect(announceTo.map(locatorKey)).toEqual(['198.51.100.1:11811']);
  });

  it('is nowhere in range OFF, and says nothing of a family that has no sockets', () => {
    expect(locators(0, { discoveryRange: 'off' })).toEqual({
      metatrafficUnicast: [],
      defaultUnicast: [],
      announceTo: [],
    });
    const plan = planNetwork({ discoveryRange: 'subnet', staticPeers: [], ipVersion: 'both' }, interfaces, () => []);
    const withoutV6 = hostLocators(0, plan, (family) => (family === 'IPv4' ? 0 : undefined));
    expect(withoutV6.metatrafficUnicast.map(locatorKey)).toEqual(['192.0.2.1:7410']);
    expect(withoutV6.announceTo.map(locatorKey)).toEqual(['239.255.0.1:7400']);
  });
});
