import {
  addressesToAnnounce,
  ipv4ToNumber,
  listNetworkInterfaces,
  localAddressTowards,
  sameInterfaces,
  selectInterfaces,
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
  it('lists loopback among what this machine has, IPv4 only', () => {
    const found = listNetworkInterfaces();
    expect(found.map(({ address }) => address)).toContain('127.0.0.1');
    expect(found.every(({ address }) => /^\d+\.\d+\.\d+\.\d+$/.test(address))).toBe(true);
  });

  it('announces network cards before bridges of containers, four addresses at most, and no loopback', () => {
    const many = [
      lo,
      card('br-12ab', '172.18.0.1'),
      card('docker0', '172.17.0.1'),
      card('eth0', '192.0.2.1'),
      card('eth1', '192.0.2.2'),
      card('wlan0', '192.0.2.3'),
    ];
    expect(addressesToAnnounce(many)).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3', '172.18.0.1']);
  });

  it('announces loopback when there is nothing else', () => {
    expect(addressesToAnnounce([lo])).toEqual(['127.0.0.1']);
    expect(addressesToAnnounce([])).toEqual([]);
  });

  it('selects by name or address', () => {
    const all = [lo, card('eth0', '192.0.2.1'), card('eth0', '192.0.2.9'), card('wlan0', '192.0.2.3')];
    expect(selectInterfaces(all, undefined)).toEqual(all);
    expect(selectInterfaces(all, ['eth0', '127.0.0.1']).map(({ address }) => address)).toEqual([
      '127.0.0.1',
      '192.0.2.1',
      '192.0.2.9',
    ]);
    expect(selectInterfaces(all, ['tun0'])).toEqual([]);
  });

  it('sees an address that has changed', () => {
    expect(sameInterfaces([lo, card('eth0', '192.0.2.1')], [lo, card('eth0', '192.0.2.1')])).toBe(true);
    expect(sameInterfaces([lo, card('eth0', '192.0.2.1')], [lo, card('eth0', '192.0.2.7')])).toBe(false);
    expect(sameInterfaces([lo], [lo, card('eth0', '192.0.2.1')])).toBe(false);
  });

  it('guesses which of our addresses a peer sees: its own subnet’s, else a card’s', () => {
    const all = [lo, card('eth0', '192.0.2.1'), card('wlan0', '198.51.100.4')];
    expect(localAddressTowards(all, '198.51.100.77')).toBe('198.51.100.4');
    expect(localAddressTowards(all, '127.0.0.1')).toBe('127.0.0.1');
    expect(localAddressTowards(all, '8.8.8.8')).toBe('192.0.2.1');
    expect(localAddressTowards([], '8.8.8.8')).toBe('0.0.0.0');
  });

  it('reads dotted quads', () => {
    expect(ipv4ToNumber('1.2.3.4')).toBe(0x01020304);
    expect(ipv4ToNumber('255.255.255.255')).toBe(-1);
    expect(ipv4ToNumber('fe80::1')).toBe(0);
  });
});
