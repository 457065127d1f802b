import { selectLocators } from '../../../src/discovery/locator-selection.js';
import { createLocator, LocatorKind } from '../../../src/types/locator.js';

const LOCAL = ['192.168.1.5', '127.0.0.1'];

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
    expect(selectLocators(announced, '192.168.1.5', LOCAL, [7_410, 7_411])).toEqual([]);
    expect(selectLocators(announced, '192.168.1.5', LOCAL, [7_412])).toHaveLength(1);
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
});
