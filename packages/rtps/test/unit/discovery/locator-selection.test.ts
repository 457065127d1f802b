import { selectLocators, type LocalSide } from '../../../src/discovery/locator-selection.js';
import { createLocator, LocatorKind } from '../../../src/types/locator.js';

const LOCAL: LocalSide = { addresses: ['192.168.1.5', '127.0.0.1'], ports: [], kinds: [LocatorKind.UDPv4] };

const udp = (...addresses: string[]) => addresses.map((address) => createLocator(LocatorKind.UDPv4, address, 7_411));
const select = (addresses: readonly string[], source: string): string[] =>
  selectLocators(udp(...addresses), source, LOCAL).map(({ address }) => address);

describe('selectLocators', () => {
  it('takes the one that the announcement came from, and no bridge of containers beside it', () => {
    expect(select(['172.17.0.1', '192.168.1.9', '10.1.1.1'], '192.168.1.9')).toEqual(['192.168.1.9']);
  });

  it('takes an address of this host for a peer on this host', () => {
    expect(select(['172.17.0.1', '192.168.1.5'], '127.0.0.1')).toEqual(['192.168.1.5']);
    expect(select(['127.0.0.1'], '192.168.1.5')).toEqual(['127.0.0.1']);
  });

  it('tries four at most when none is known to reach it', () => {
    const announced = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'];
    expect(select(announced, '192.168.1.77')).toEqual(announced.slice(0, 4));
  });

  it('never sends where nobody in particular is, or to ourselves for somebody elsewhere', () => {
    expect(select(['0.0.0.0', '255.255.255.255', '239.255.0.1', '127.0.0.1', '127.0.1.1'], '10.9.9.9')).toEqual([]);
  });

  it('never sends to ourselves: not to our addresses for a peer elsewhere, not to our ports for one on this host', () => {
    // The bridge that two hosts have alike.
    expect(select(['192.168.1.5', '10.1.1.1'], '10.1.1.77')).toEqual(['10.1.1.1']);
    const announced = udp('192.168.1.5', '127.0.0.1');
    expect(selectLocators(announced, '192.168.1.5', { ...LOCAL, ports: [7_410, 7_411] })).toEqual([]);
    expect(selectLocators(announced, '192.168.1.5', { ...LOCAL, ports: [7_412] })).toHaveLength(1);
  });

  it('never sends to addresses that are nobody’s', () => {
    expect(select(['0.1.2.3', '240.0.0.1', '255.1.1.1', '224.0.0.1', '10.1.1.1'], '10.9.9.9')).toEqual(['10.1.1.1']);
  });

  it('ignores what it cannot speak, such as shared memory and IPv6', () => {
    const announced = [
      createLocator(16, '0'.repeat(32), 1),
      createLocator(LocatorKind.UDPv6, 'fe80:0:0:0:0:0:0:1', 7_411),
      createLocator(LocatorKind.UDPv4, '10.0.0.9', 0),
      ...udp('10.0.0.8'),
    ];
    expect(selectLocators(announced, '10.0.0.9', LOCAL).map(({ address }) => address)).toEqual(['10.0.0.8']);
  });

  describe('with IPv6', () => {
    const GLOBAL = '2001:0db8:0000:0000:0000:0000:0000:0009';
    const LINK_LOCAL = 'fe80:0000:0000:0000:0000:0000:0000:0009';
    const OWN = 'fe80:0000:0000:0000:0000:0000:0000:0005%eth0';
    const v6Side: LocalSide = { ...LOCAL, addresses: [OWN, '127.0.0.1'], kinds: [LocatorKind.UDPv6] };
    const v6 = (...addresses: string[]) => addresses.map((one) => createLocator(LocatorKind.UDPv6, one, 7_411));
    const selectV6 = (announced: readonly string[], source: string): string[] =>
      selectLocators([...v6(...announced), ...udp('192.168.1.9')], source, v6Side).map(({ address }) => address);

    it('takes what it speaks itself, and both where it speaks both', () => {
      expect(selectV6([GLOBAL], GLOBAL)).toEqual([GLOBAL]);
      expect(selectLocators([...v6(GLOBAL), ...udp('192.168.1.9')], '192.168.1.9', LOCAL)).toEqual(udp('192.168.1.9'));
      const both = { ...v6Side, kinds: [LocatorKind.UDPv4, LocatorKind.UDPv6] };
      expect(selectLocators([...v6(GLOBAL), ...udp('192.168.1.9')], '10.1.1.1', both)).toHaveLength(2);
    });

    it('looks for a link-local address on the link that the announcement came by, and nowhere else', () => {
      expect(selectV6([LINK_LOCAL], `${LINK_LOCAL}%eth0`)).toEqual([`${LINK_LOCAL}%eth0`]);
      expect(selectV6([LINK_LOCAL], 'fe80:0000:0000:0000:0000:0000:0000:0001%wlan0')).toEqual([`${LINK_LOCAL}%wlan0`]);
      expect(selectV6([LINK_LOCAL], GLOBAL)).toEqual([]);
    });

    it('knows a peer on this host by the address and the link', () => {
      const own = 'fe80:0000:0000:0000:0000:0000:0000:0005';
      expect(selectV6([own], OWN)).toEqual([OWN]);
      // The same address on another link is another host's.
      expect(selectV6([own], `${own}%wlan0`)).toEqual([`${own}%wlan0`]);
      expect(selectV6([own], `${LINK_LOCAL}%eth0`)).toEqual([]);
    });

    it.each([
      '0000:0000:0000:0000:0000:0000:0000:0000',
      '0000:0000:0000:0000:0000:0000:0000:0001',
      '0000:0000:0000:0000:0000:ffff:c000:0201',
      'ff02:0000:0000:0000:0000:0000:0000:0001',
    ])('never sends to %s', (address) => expect(selectV6([address], GLOBAL)).toEqual([]));
  });
});
