import { UdpHost, type UdpHostOptions } from '../../../src/io/udp-host.js';
import { parseAddressRange, type AddressRange } from '../../../src/io/address-ranges.js';
import { UdpTransport, type UdpTransportOptions } from '../../../src/io/udp-transport.js';
import { createLocator, LocatorKind } from '../../../src/types/locator.js';

const ETHERNET = { name: 'eth0', address: '192.0.2.2', netmask: '255.255.255.0', internal: false };
const LOOPBACK = { name: 'lo', address: '127.0.0.1', netmask: '255.0.0.0', internal: true };
const GROUP = '239.255.0.1';

const ranges = (...texts: string[]): AddressRange[] =>
  texts.map((text) => parseAddressRange(text)).filter((range) => range !== undefined);

/** A host whose sockets are the test's: nobody can send from a foreign address to a real one. */
async function open(
  options: Partial<UdpHostOptions>,
): Promise<{ host: UdpHost; sources: string[]; sentTo: string[]; hear(address: string): void }> {
  let transport: UdpTransportOptions | undefined;
  const sentTo: string[] = [];
  jest.spyOn(UdpTransport, 'open').mockImplementation((given) => {
    transport = given;
    return Promise.resolve({
      participantIndex: 0,
      multicastLinks: 1,
      isIncomplete: false,
      setLinks: () => Promise.resolve(),
      send: (_datagram: Uint8Array, { address }: { address: string }) => sentTo.push(address) > 0,
      close: () => Promise.resolve(),
    } as unknown as UdpTransport);
  });
  const host = await UdpHost.open({
    domainId: 0,
    discoveryRange: 'subnet',
    staticPeers: [],
    listInterfaces: () => [ETHERNET, LOOPBACK],
    ...options,
  });
  const sources: string[] = [];
  host.open({
    onDatagram: (_datagram, address) => sources.push(address),
    onLocatorsChanged: () => undefined,
    onWritable: () => undefined,
  });
  return { host, sources, sentTo, hear: (address) => transport?.onDatagram(new Uint8Array(20), address, 7_411, 7_410) };
}

const ADDRESSES = ['127.0.0.1', '127.0.0.9', '192.0.2.2', '192.0.2.77', '198.51.100.1', '203.0.113.5'];

async function whoIsHeard(options: Partial<UdpHostOptions>): Promise<readonly string[]> {
  const { host, sources, hear } = await open(options);
  for (const address of ADDRESSES) hear(address);
  expect(host.statistics.datagramsFiltered).toBe(ADDRESSES.length - sources.length);
  await host.close();
  return sources;
}

async function whoIsSentTo(options: Partial<UdpHostOptions>): Promise<readonly string[]> {
  const { host, sentTo } = await open(options);
  for (const address of [...ADDRESSES, GROUP])
    expect(host.send(Uint8Array.of(1), createLocator(LocatorKind.UDPv4, address, 7_411))).toBe(true);
  await host.close();
  return sentTo;
}

const HERE = ['127.0.0.1', '127.0.0.9', '192.0.2.2'];

describe('who is heard and sent to', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is everybody in range SUBNET', async () => {
    expect(await whoIsHeard({})).toEqual(ADDRESSES);
    expect(await whoIsSentTo({})).toEqual([...ADDRESSES, GROUP]);
  });

  it('is this host alone in range LOCALHOST, whatever is allowed besides', async () => {
    expect(await whoIsHeard({ discoveryRange: 'localhost' })).toEqual(HERE);
    expect(await whoIsHeard({ discoveryRange: 'localhost', allowedPeers: ranges('0.0.0.0/0') })).toEqual(HERE);
    expect(await whoIsSentTo({ discoveryRange: 'localhost' })).toEqual([...HERE, GROUP]);
  });

  it('is this host and the static peers in range LOCALHOST', async () => {
    const peers = { discoveryRange: 'localhost', staticPeers: [{ host: '198.51.100.1' }] } as const;
    expect(await whoIsHeard(peers)).toEqual([...HERE, '198.51.100.1']);
    expect(await whoIsSentTo(peers)).toEqual([...HERE, '198.51.100.1', GROUP]);
  });

  it('is nobody in the subnet of an interface that is not used', async () => {
    const denied = { deniedInterfaces: ['eth*'] };
    const others = ADDRESSES.filter((address) => address !== '192.0.2.77');
    expect(await whoIsHeard(denied)).toEqual(others);
    expect(await whoIsSentTo(denied)).toEqual([...others, GROUP]);
    expect(await whoIsHeard({ interfaces: ['eth0'] })).toEqual(ADDRESSES);
  });

  it('is this host and those that `allowedPeers` lists, where it lists any', async () => {
    const some = { allowedPeers: ranges('192.0.2.64/27', '203.0.113.5') };
    expect(await whoIsHeard(some)).toEqual([...HERE, '192.0.2.77', '203.0.113.5']);
    expect(await whoIsSentTo(some)).toEqual([...HERE, '192.0.2.77', '203.0.113.5', GROUP]);
    expect(await whoIsHeard({ allowedPeers: [] })).toEqual(HERE);
    expect(await whoIsHeard({ allowedPeers: ranges('0.0.0.0/0') })).toEqual(ADDRESSES);
  });
});
