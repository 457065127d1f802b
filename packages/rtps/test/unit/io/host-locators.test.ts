import { hostLocators } from '../../../src/io/host-locators.js';
import { locatorKey } from '../../../src/types/locator.js';

const interfaces = [
  { name: 'eth0', address: '192.0.2.1', netmask: '255.255.255.0', internal: false },
  { name: 'lo', address: '127.0.0.1', netmask: '255.0.0.0', internal: true },
];

describe('hostLocators', () => {
  it('announces to the multicast group in range SUBNET, under the ports of the participant index', () => {
    const locators = hostLocators({ domainId: 3, discoveryRange: 'subnet', staticPeers: [] }, 2, interfaces);
    expect(locators.metatrafficUnicast.map(locatorKey)).toEqual(['192.0.2.1:8164']);
    expect(locators.defaultUnicast.map(locatorKey)).toEqual(['192.0.2.1:8165']);
    expect(locators.announceTo.map(locatorKey)).toEqual(['239.255.0.1:8150']);
  });

  it('looks for static peers under the first four participant indices, or the port that is given', () => {
    const staticPeers = [{ address: '198.51.100.1' }, { address: '198.51.100.2', port: 9000 }];
    const { announceTo } = hostLocators({ domainId: 0, discoveryRange: 'subnet', staticPeers }, 0, interfaces);
    expect(announceTo.map(locatorKey)).toEqual([
      '239.255.0.1:7400',
      '198.51.100.1:7410',
      '198.51.100.1:7412',
      '198.51.100.1:7414',
      '198.51.100.1:7416',
      '198.51.100.2:9000',
    ]);
  });

  it('announces to 32 ports of this host in range LOCALHOST, and to nobody else', () => {
    const reach = { domainId: 1, discoveryRange: 'localhost', staticPeers: [{ address: '198.51.100.1' }] } as const;
    const locators = hostLocators(reach, 0, interfaces);
    expect(locators.announceTo.map(locatorKey)).toEqual(
      Array.from({ length: 32 }, (_, index) => `127.0.0.1:${7660 + 2 * index}`),
    );
    expect(locators.metatrafficUnicast.map(locatorKey)).toEqual(['127.0.0.1:7660']);
  });

  it('is nowhere in range OFF', () => {
    const locators = hostLocators({ domainId: 0, discoveryRange: 'off', staticPeers: [] }, 0, interfaces);
    expect(locators).toEqual({ metatrafficUnicast: [], defaultUnicast: [], announceTo: [] });
  });
});
