import { isInterfaceEntry, selectInterfaces, type InterfaceLists } from '../../../src/io/interface-selection.js';
import type { NetworkInterface } from '../../../src/io/network-interfaces.js';

const one = (name: string, address: string): NetworkInterface => ({
  name,
  address,
  netmask: '255.255.255.0',
  internal: name === 'lo',
});
const table = [
  one('lo', '127.0.0.1'),
  one('eth0', '192.0.2.1'),
  one('eth0', '2001:0db8:0000:0000:0000:0000:0000:0001'),
  one('eth1', '198.51.100.1'),
  one('docker0', '172.17.0.1'),
  one('wlan0', 'fe80:0000:0000:0000:0000:0000:0000:0001%wlan0'),
];
const used = (lists: InterfaceLists): string[] => selectInterfaces(table, lists).used.map(({ address }) => address);
const [LO, ETH0, ETH0_V6, ETH1, DOCKER, WLAN] = table.map(({ address }) => address);

describe('the selection of interfaces', () => {
  it.each([
    [{}, [LO, ETH0, ETH0_V6, ETH1, DOCKER, WLAN]],
    [{ allowed: [] }, []],
    [{ allowed: ['eth0'] }, [ETH0, ETH0_V6]],
    [{ allowed: ['eth*'] }, [ETH0, ETH0_V6, ETH1]],
    [{ allowed: ['*0'] }, [ETH0, ETH0_V6, DOCKER, WLAN]],
    [{ allowed: ['e*h*1'] }, [ETH1]],
    [{ allowed: ['eth', 'th0', 'e*e*0', 'eth0*0'] }, []],
    [{ allowed: ['192.0.2.1', '127.0.0.1'] }, [LO, ETH0]],
    [{ allowed: ['192.0.2.0/24', '2001:db8::/32'] }, [ETH0, ETH0_V6]],
    [{ allowed: ['2001:db8::1'] }, [ETH0_V6]],
    [{ allowed: ['fe80::1%wlan0'] }, [WLAN]],
    [{ denied: ['docker*', 'wlan0'] }, [LO, ETH0, ETH0_V6, ETH1]],
    [{ denied: ['192.0.2.0/24'] }, [LO, ETH0_V6, ETH1, DOCKER, WLAN]],
    [{ allowed: ['eth*'], denied: ['eth1'] }, [ETH0, ETH0_V6]],
    [{ denied: ['*'] }, []],
  ])('with %j is %j', (lists, expected) => expect(used(lists)).toEqual(expected));

  it('leaves all others unused', () => {
    const { unused } = selectInterfaces(table, { allowed: ['eth*'], denied: ['eth1'] });
    expect(unused.map(({ address }) => address)).toEqual([LO, ETH1, DOCKER, WLAN]);
  });

  it('takes no entry that can only be a mistake', () => {
    expect(['eth0', '*', '192.0.2.1', '192.0.2.0/24', 'fd00::/8'].every(isInterfaceEntry)).toBe(true);
    expect(['', '192.0.2.0/33', 'eth0/24'].some(isInterfaceEntry)).toBe(false);
  });
});
