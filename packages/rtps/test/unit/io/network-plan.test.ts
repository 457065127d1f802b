import type { NetworkInterface } from '../../../src/io/network-interfaces.js';
import { planNetwork, type NetworkPlan, type NetworkWishes } from '../../../src/io/network-plan.js';

const V4_MASK = '255.255.255.0';
const V6_MASK = 'ffff:ffff:ffff:ffff::';
const card = (name: string, address: string): NetworkInterface => ({
  name,
  address,
  netmask: address.includes(':') ? V6_MASK : V4_MASK,
  internal: name === 'lo',
});

const V6 = {
  LOOPBACK: '0000:0000:0000:0000:0000:0000:0000:0001',
  GLOBAL: '2001:0db8:0000:0000:0000:0000:0000:0001',
  OTHER: '2001:0db8:0000:0001:0000:0000:0000:0001',
  LINK: 'fe80:0000:0000:0000:0000:0000:0000:0001',
  PEER: '2001:0db8:0000:0000:0000:0000:0000:0009',
};
const lo = [card('lo', '127.0.0.1'), card('lo', V6.LOOPBACK)];
const eth0 = card('eth0', '192.0.2.1');
const eth0Link = card('eth0', `${V6.LINK}%eth0`);
const eth0Global = card('eth0', V6.GLOBAL);

const names: Readonly<Record<string, readonly string[]>> = {
  'both.local': [V6.PEER, '192.0.2.9'],
  'v6.local': [V6.PEER],
};
const plan = (interfaces: readonly NetworkInterface[], wishes: Partial<NetworkWishes> = {}): NetworkPlan =>
  planNetwork({ discoveryRange: 'subnet', staticPeers: [], ...wishes }, interfaces, (name) => names[name] ?? []);
const linksOf = ({ links }: NetworkPlan): string[] => links.map(({ address, link }) => `${address} by ${link}`);
const peersOf = ({ peers }: NetworkPlan): string[] => peers.map(({ address }) => address);

describe('what is done with the network that is there', () => {
  it('on a host of IPv4 and IPv6 is IPv4: all of ROS speaks that', () => {
    const { families, links, announced, localAddresses } = plan([...lo, eth0, eth0Link, eth0Global]);
    expect(families).toEqual(['IPv4']);
    expect(links.map(({ address }) => address)).toEqual(['127.0.0.1', '192.0.2.1']);
    expect(announced).toEqual(['192.0.2.1']);
    expect(localAddresses).toEqual(['127.0.0.1', V6.LOOPBACK, '192.0.2.1', `${V6.LINK}%eth0`, V6.GLOBAL]);
  });

  it('on a host whose only way out is IPv6 is IPv6, and IPv4 on loopback', () => {
    const linkOnly = plan([...lo, eth0Link]);
    expect(linkOnly.families).toEqual(['IPv4', 'IPv6']);
    expect(linksOf(linkOnly)).toEqual(['127.0.0.1 by 127.0.0.1', `${V6.LINK}%eth0 by ::%eth0`]);
    expect(linkOnly.announced).toEqual([V6.LINK]);
    const global = plan([...lo, eth0Link, eth0Global]);
    expect(linksOf(global)).toEqual(['127.0.0.1 by 127.0.0.1', `${V6.GLOBAL} by ::%eth0`]);
    expect(global.announced).toEqual([V6.GLOBAL]);
  });

  it('without a network is loopback, until there is one', () => {
    const { families, links, announced } = plan(lo);
    expect([families, links.map(({ link }) => link), announced]).toEqual([['IPv4'], ['127.0.0.1'], ['127.0.0.1']]);
    expect(plan([]).announced).toEqual([]);
  });

  it.each([
    ['ipv4', ['IPv4'], ['192.0.2.1']],
    ['ipv6', ['IPv6'], [V6.GLOBAL]],
    ['both', ['IPv4', 'IPv6'], ['192.0.2.1', V6.GLOBAL]],
  ] as const)('with ipVersion %s is %j', (ipVersion, families, announced) => {
    expect(plan([...lo, eth0, eth0Link, eth0Global], { ipVersion })).toMatchObject({ families, announced });
  });

  it('names links in IPv6 as the operating system does', () => {
    const windows: NetworkInterface = { ...card('Ethernet 2', `${V6.LINK}%7`), zone: '7' };
    expect(linksOf(plan([windows], { ipVersion: 'ipv6' }))).toEqual([`${V6.LINK}%7 by ::%7`]);
  });

  it('joins anew what has come back as another card', () => {
    const keys = (mac: string): string[] => plan([{ ...eth0, mac }]).links.map(({ key }) => key);
    expect(keys('02:00:00:00:00:01')).not.toEqual(keys('02:00:00:00:00:02'));
  });

  it('leaves multicast out where it is not wanted', () => {
    expect(plan([...lo, eth0], { multicast: false })).toMatchObject({ links: [], announced: ['192.0.2.1'] });
  });

  describe('whom it announces to', () => {
    const staticPeers = [{ host: '198.51.100.9', port: 7410 }, { host: 'both.local' }, { host: 'nobody.local' }];

    it('is static peers, those with a name when it is known', () => {
      expect(plan([eth0], { staticPeers }).peers).toEqual([
        { address: '198.51.100.9', port: 7410 },
        { address: '192.0.2.9', port: undefined },
      ]);
      expect(peersOf(plan([eth0, eth0Global], { staticPeers, ipVersion: 'both' }))).toEqual([
        '198.51.100.9',
        V6.PEER,
        '192.0.2.9',
      ]);
      expect(peersOf(plan([eth0, eth0Global], { staticPeers, ipVersion: 'ipv6' }))).toEqual([V6.PEER]);
    });

    it('makes it speak IPv6 with a peer that has nothing else', () => {
      const withPeer = plan([...lo, eth0, eth0Global], { staticPeers: [{ host: 'v6.local' }] });
      expect([withPeer.families, peersOf(withPeer)]).toEqual([['IPv4', 'IPv6'], [V6.PEER]]);
      expect(withPeer.announced).toEqual(['192.0.2.1', V6.GLOBAL]);
      expect(peersOf(plan([eth0], { staticPeers: [{ host: 'v6.local' }], ipVersion: 'ipv4' }))).toEqual([]);
    });

    it('is this host in range LOCALHOST, without multicast, under 127.0.0.1', () => {
      const local = plan([...lo, eth0, eth0Global], { discoveryRange: 'localhost' });
      expect(local).toMatchObject({ links: [], announced: ['127.0.0.1'], peers: [], looksOnThisHost: true });
      expect(plan([...lo, eth0], { discoveryRange: 'localhost', ipVersion: 'ipv6' }).announced).toEqual([V6.LOOPBACK]);
    });

    it('is static peers too in range LOCALHOST, which get an address that they can use', () => {
      const local = plan([...lo, eth0], { discoveryRange: 'localhost', staticPeers: [{ host: '198.51.100.9' }] });
      expect(local).toMatchObject({ links: [], announced: ['192.0.2.1'], looksOnThisHost: true });
      expect(peersOf(local)).toEqual(['198.51.100.9']);
      const here = plan([...lo, eth0], { discoveryRange: 'localhost', staticPeers: [{ host: '127.0.0.1', port: 7 }] });
      expect(here.announced).toEqual(['127.0.0.1']);
    });

    it('is nobody in range OFF', () => {
      const off = plan([...lo, eth0], { discoveryRange: 'off', staticPeers: [{ host: '198.51.100.9' }] });
      expect(off).toMatchObject({ families: [], links: [], announced: [], peers: [], looksOnThisHost: false });
    });
  });

  describe('the addresses that it announces', () => {
    it('are those of network cards before those of bridges of containers, four at most, and no loopback', () => {
      const many = [
        ...lo,
        card('br-12ab', '172.18.0.1'),
        card('docker0', '172.17.0.1'),
        card('eth0', '192.0.2.1'),
        card('eth1', '192.0.2.2'),
        card('wlan0', '192.0.2.3'),
      ];
      expect(plan(many).announced).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3', '172.18.0.1']);
    });

    it('are of both families in turns', () => {
      const many = [eth0, card('eth1', '192.0.2.2'), card('eth2', '192.0.2.3'), card('eth3', '192.0.2.4')];
      expect(plan([...many, eth0Global, card('eth1', V6.OTHER)], { ipVersion: 'both' }).announced).toEqual([
        '192.0.2.1',
        V6.GLOBAL,
        '192.0.2.2',
        V6.OTHER,
      ]);
    });

    it('are those that it is given instead, IPv6 ones with IPv6', () => {
      const announcedAddresses = ['203.0.113.7', V6.OTHER];
      const behindNat = plan([...lo, eth0, eth0Global], { announcedAddresses });
      expect(behindNat).toMatchObject({ announced: announcedAddresses, families: ['IPv4', 'IPv6'] });
      expect(behindNat.links.map(({ address }) => address)).toContain('192.0.2.1');
      expect(plan([...lo, eth0], { announcedAddresses, discoveryRange: 'localhost' }).announced).toEqual(
        expect.arrayContaining(['127.0.0.1']),
      );
    });
  });

  it('uses no interface that the lists leave out: neither to announce nor to join', () => {
    const eth1 = card('eth1', '198.51.100.1');
    const wlan0 = card('wlan0', '203.0.113.1');
    const some = plan([...lo, eth0, eth1, wlan0], {
      interfaces: ['lo', 'eth*'],
      deniedInterfaces: ['198.51.100.0/24'],
    });
    expect(linksOf(some)).toEqual(['127.0.0.1 by 127.0.0.1', '192.0.2.1 by 192.0.2.1']);
    expect(some.announced).toEqual(['192.0.2.1']);
    expect(some.localAddresses).toContain('203.0.113.1');
  });
});

describe('whose datagrams are taken', () => {
  const eth1 = card('eth1', '198.51.100.1');
  const admits = (given: NetworkPlan, ...addresses: string[]): boolean[] =>
    addresses.map((address) => given.admission.admits(address));

  it('are everybody’s while all interfaces are used', () => {
    expect(admits(plan([...lo, eth0]), '192.0.2.9', '203.0.113.9', V6.PEER, `${V6.LINK}%eth7`)).not.toContain(false);
  });

  it('are not those of the subnet of an interface that is not used', () => {
    const given = plan([...lo, eth0, eth1], { deniedInterfaces: ['eth1'] });
    expect(admits(given, '192.0.2.9', '198.51.100.9', '203.0.113.9')).toEqual([true, false, true]);
    // This host's own, by whatever interface: it crosses no link.
    expect(admits(given, '198.51.100.1', '127.0.0.1', '127.9.9.9')).toEqual([true, true, true]);
  });

  it('are those of a subnet that a used interface has too', () => {
    const twin = card('eth1', '192.0.2.2');
    expect(admits(plan([eth0, twin], { deniedInterfaces: ['eth1'] }), '192.0.2.9')).toEqual([true]);
  });

  it('are link-local ones by their link', () => {
    const links = [eth0Link, card('eth1', `${V6.LINK}%eth1`)];
    const given = plan(links, { interfaces: ['eth0'] });
    const peer = 'fe80:0000:0000:0000:0000:0000:0000:0009';
    expect(admits(given, `${peer}%eth0`, `${peer}%eth1`)).toEqual([true, false]);
  });

  it('are of names in range LOCALHOST as soon as they are known, and of nobody else', () => {
    const given = plan([...lo, eth0], { discoveryRange: 'localhost', staticPeers: [{ host: 'both.local' }] });
    expect(admits(given, '192.0.2.9', '192.0.2.8', V6.PEER, '192.0.2.1')).toEqual([true, false, false, true]);
  });

  it('stay judged right when a stranger comes from everywhere', () => {
    const given = plan([...lo, eth0, eth1], { deniedInterfaces: ['eth1'] });
    for (let i = 0; i < 3_000; i++) given.admission.admits(`203.0.${String(i >> 8)}.${String(i & 255)}`);
    expect(admits(given, '192.0.2.9', '198.51.100.9', 'nonsense')).toEqual([true, false, false]);
  });
});
