import {
  listNetworkInterfaces,
  localAddressTowards,
  sameInterfaces,
  type NetworkInterface,
} from '../../../src/io/network-interfaces.js';

const card = (name: string, address: string, netmask = '255.255.255.0'): NetworkInterface => ({
  name,
  address,
  netmask,
  internal: name === 'lo',
});
const lo = card('lo', '127.0.0.1', '255.0.0.0');

describe('network interfaces', () => {
  it('lists loopback among what this machine has, in the spelling of locators, link-local addresses with their link', () => {
    const found = listNetworkInterfaces();
    expect(found.map(({ address }) => address)).toContain('127.0.0.1');
    const spelling = /^(\d+\.\d+\.\d+\.\d+|[0-9a-f]{4}(:[0-9a-f]{4}){7}(%\S+)?)$/;
    expect(found.filter(({ address }) => !spelling.test(address))).toEqual([]);
    for (const { name, address } of found.filter((one) => one.address.startsWith('fe80')))
      expect(address).toMatch(new RegExp(`%(${name}|\\d+)$`));
  });

  it('sees an address that has changed', () => {
    expect(sameInterfaces([lo, card('eth0', '192.0.2.1')], [lo, card('eth0', '192.0.2.1')])).toBe(true);
    expect(sameInterfaces([lo, card('eth0', '192.0.2.1')], [lo, card('eth0', '192.0.2.7')])).toBe(false);
    expect(sameInterfaces([lo], [lo, card('eth0', '192.0.2.1')])).toBe(false);
    const withMac = (mac: string): NetworkInterface => ({ ...card('eth0', '192.0.2.1'), mac });
    expect(sameInterfaces([withMac('02:00:00:00:00:01')], [withMac('02:00:00:00:00:02')])).toBe(false);
  });

  it('guesses which of our addresses a peer sees: its own subnet’s, else a card’s', () => {
    const all = [lo, card('eth0', '192.0.2.1'), card('wlan0', '198.51.100.4')];
    expect(localAddressTowards(all, '198.51.100.77')).toBe('198.51.100.4');
    expect(localAddressTowards(all, '127.0.0.1')).toBe('127.0.0.1');
    expect(localAddressTowards(all, '8.8.8.8')).toBe('192.0.2.1');
    expect(localAddressTowards([], '8.8.8.8')).toBe('0.0.0.0');
    expect(localAddressTowards(all, '2001:0db8:0000:0000:0000:0000:0000:0001')).toMatch(/^0000:/);
    const [one, two] = ['fe80:0000:0000:0000:0000:0000:0000:0001%eth0', 'fe80:0000:0000:0000:0000:0000:0000:0002%eth1'];
    const links = [card('eth0', one, 'ffff:ffff:ffff:ffff::'), card('eth1', two, 'ffff:ffff:ffff:ffff::')];
    expect(localAddressTowards(links, 'fe80:0000:0000:0000:0000:0000:0000:0009%eth1')).toBe(two);
  });
});
