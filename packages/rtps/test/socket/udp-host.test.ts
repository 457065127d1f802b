import { createSocket, Socket } from 'node:dgram';
import { claimDomain, type Domain } from '@rclts/interop';
import { UdpHost, type UdpHostOptions } from '../../src/io/udp-host.js';
import { canonicalAddress } from '../../src/io/ip-addresses.js';
import type { NetworkInterface } from '../../src/io/network-interfaces.js';
import { metatrafficUnicastPort, spdpMulticastPort } from '../../src/discovery/ports.js';
import { LIMITS } from '../../src/limits.js';
import type { HostReceiver, NetworkWarning } from '../../src/participant/participant-host.js';
import { createLocator, LocatorKind, locatorKey, type Locator } from '../../src/types/locator.js';

// Of a domain that is nobody else's: ports below what Linux gives out by itself.
let domain: Domain;
let firstPort: number;
let group: Locator;
beforeAll(async () => {
  domain = await claimDomain();
  firstPort = metatrafficUnicastPort(domain.id, 0);
  group = createLocator(LocatorKind.UDPv4, '239.255.0.1', spdpMulticastPort(domain.id));
});
afterAll(() => domain.release());

interface Heard {
  readonly datagram: Uint8Array;
  readonly address: string;
  readonly port: number;
}

class Listener implements HostReceiver {
  readonly heard: Heard[] = [];
  readonly warnings: NetworkWarning[] = [];
  locatorChanges = 0;
  writable = 0;
  #waiting: (() => void)[] = [];

  /** Resolves as soon as `condition` holds; it is asked after each call from the host. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  onDatagram(datagram: Uint8Array, address: string, port: number): void {
    this.heard.push({ datagram, address, port });
    this.#wake();
  }

  onLocatorsChanged(): void {
    this.locatorChanges += 1;
    this.#wake();
  }

  onWritable(): void {
    this.writable += 1;
    this.#wake();
  }

  onNetworkWarning(warning: NetworkWarning): void {
    this.warnings.push(warning);
    this.#wake();
  }

  #wake(): void {
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }
}

/** Whether it holds soon: handles that are closed go away a turn or two later. */
async function holdsSoon(condition: () => boolean): Promise<boolean> {
  for (let turns = 0; turns < 100 && !condition(); turns += 1) await new Promise((resolve) => setImmediate(resolve));
  return condition();
}
const first = (locators: readonly Locator[]): Locator => {
  if (locators[0] === undefined) throw new Error('no locator');
  return locators[0];
};
const onLoopback = (locator: Locator): Locator => createLocator(LocatorKind.UDPv4, '127.0.0.1', locator.port);

function occupy(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, exclusive: true }, () => resolve(socket));
  });
}
/** `rclts doctor`, in the tests of another package, shares the ports of all groups for seconds. */
async function occupyOnceFree(port: number): Promise<Socket> {
  for (;;) {
    try {
      return await occupy(port);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
const release = (socket: Socket): Promise<void> => new Promise((resolve) => socket.close(() => resolve()));

describe('UdpHost', () => {
  const hosts: UdpHost[] = [];
  const open = async (options: Partial<UdpHostOptions> = {}): Promise<{ host: UdpHost; heard: Listener }> => {
    const host = await UdpHost.open({ domainId: domain.id, discoveryRange: 'subnet', staticPeers: [], ...options });
    hosts.push(host);
    const heard = new Listener();
    host.open(heard);
    return { host, heard };
  };
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.close()));
  });

  it('delivers what was in the buffer when send was called, though the buffer is used again at once', async () => {
    const [a, b] = [await open(), await open()];
    const to = onLoopback(first(b.host.locators.defaultUnicast));
    const buffer = new Uint8Array(1200);
    const sent = 300;
    for (let number = 0; number < sent; number += 1) {
      buffer.fill(number & 0xff);
      expect(a.host.send(buffer, to)).toBe(true);
      buffer.fill(0xee);
      // A default socket buffer holds some 90 of these; the point here is not to lose them.
      if (number % 50 === 49) await b.heard.until(() => b.heard.heard.length === number + 1);
    }
    expect(b.heard.heard).toHaveLength(sent);
    b.heard.heard.forEach(({ datagram }, number) => {
      expect(datagram.length).toBe(1200);
      expect(datagram.every((byte) => byte === (number & 0xff))).toBe(true);
    });
  });

  it('hands over a Uint8Array of its own memory, to be kept', async () => {
    const [a, b] = [await open(), await open()];
    const to = onLoopback(first(b.host.locators.metatrafficUnicast));
    a.host.send(Uint8Array.of(1), to);
    a.host.send(Uint8Array.of(2), to);
    await b.heard.until(() => b.heard.heard.length === 2);
    const [one, two] = b.heard.heard;
    expect(Object.getPrototypeOf(one?.datagram).constructor.name).toBe('Uint8Array');
    expect(one?.datagram.buffer).not.toBe(two?.datagram.buffer);
    expect([one?.address, one?.port]).toEqual(['127.0.0.1', first(a.host.locators.metatrafficUnicast).port]);
  });

  it('takes the first participant index whose two ports are free, and leaves no half pair behind (RTPS 2.5 §9.6.2.3)', async () => {
    const squatter = await occupy(firstPort + 1);
    try {
      const { host } = await open();
      expect(host.locators.metatrafficUnicast.map(({ port }) => port)).toContain(firstPort + 2);
      expect(host.locators.defaultUnicast.map(({ port }) => port)).toContain(firstPort + 3);
      // The metatraffic port of index 0 was bound and given back.
      await release(await occupy(firstPort));
    } finally {
      await release(squatter);
    }
    const { host: next } = await open();
    expect(first(next.locators.metatrafficUnicast).port).toBe(firstPort);
  });

  it('gives those of one process that open at once the first indices, and one that is given back to the next', async () => {
    const hosts = (await Promise.all(Array.from({ length: 8 }, () => open()))).map(({ host }) => host);
    const portOf = (host: UdpHost): number => first(host.locators.metatrafficUnicast).port;
    const ports = Array.from({ length: 8 }, (_, index) => firstPort + 2 * index);
    expect(hosts.map(portOf).toSorted((a, b) => a - b)).toEqual(ports);
    await hosts.find((host) => portOf(host) === ports[3])?.close();
    expect(portOf((await open()).host)).toBe(ports[3]);
  });

  it('rejects with ERR_RTPS_PORT_IN_USE when every participant index is taken', async () => {
    const squatters = await Promise.all(
      Array.from({ length: LIMITS.participantIndices.value }, (_, index) => occupy(firstPort + 2 * index)),
    );
    const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
    await holdsSoon(() => false); // what the tests before have closed is gone
    const before = sockets();
    try {
      await expect(open()).rejects.toMatchObject({ code: 'ERR_RTPS_PORT_IN_USE', cause: { code: 'EADDRINUSE' } });
      expect(await holdsSoon(() => sockets() === before)).toBe(true);
    } finally {
      await Promise.all(squatters.map(release));
    }
  });

  it('shares the multicast port, sends multicast on every interface and hears itself', async () => {
    const [a, b] = [await open(), await open()];
    const addresses = a.host.localAddresses.filter((address) => !address.includes(':'));
    expect(first(a.host.locators.announceTo)).toEqual(group);
    a.host.send(Uint8Array.of(7), group);
    for (const { heard } of [a, b]) {
      await heard.until(() => new Set(heard.heard.map(({ address }) => address)).size === addresses.length);
      expect(new Set(heard.heard.map(({ address }) => address))).toEqual(new Set(addresses));
      expect(heard.heard.every(({ datagram }) => datagram[0] === 7)).toBe(true);
    }
    expect(a.host.statistics.datagramsSent).toBe(addresses.length);
  });

  it('joins and sends on the interfaces that it was given only', async () => {
    const { host, heard } = await open({ interfaces: ['lo'] });
    expect(host.locators.metatrafficUnicast.map(locatorKey)).toEqual([`127.0.0.1:${firstPort}`]);
    host.send(Uint8Array.of(1), group);
    await heard.until(() => heard.heard.length > 0);
    expect(heard.heard.map(({ address }) => address)).toEqual(['127.0.0.1']);
    expect(host.statistics.datagramsSent).toBe(1);
  });

  it('rejects with ERR_RTPS_NO_INTERFACE when none of those exists', async () => {
    await expect(open({ interfaces: ['no-such-card'] })).rejects.toMatchObject({ code: 'ERR_RTPS_NO_INTERFACE' });
  });

  it('works without multicast when somebody holds the port for himself', async () => {
    const squatter = await occupyOnceFree(group.port);
    try {
      const [a, b] = [await open(), await open()];
      expect(a.host.statistics.socketErrors.get('bind EADDRINUSE')).toBe(1);
      expect(a.host.statistics.multicastLinks).toBe(0);
      await a.heard.until(() => a.heard.warnings.length === 1);
      expect(a.heard.warnings[0]).toMatchObject({
        code: 'multicastUnavailable',
        message: expect.stringContaining('(bind EADDRINUSE)'),
      });
      a.host.send(Uint8Array.of(1), onLoopback(first(b.host.locators.defaultUnicast)));
      await b.heard.until(() => b.heard.heard.length === 1);
    } finally {
      await release(squatter);
    }
  });

  it('works without multicast where joining throws, says so once, and tries again', async () => {
    // As in runtimes that have no multicast: https://github.com/denoland/deno/issues/18324.
    const spy = jest.spyOn(Socket.prototype, 'addMembership').mockImplementation(() => {
      throw new Error('not implemented');
    });
    try {
      const b = await open({ staticPeers: [] });
      const a = await open({
        staticPeers: [{ host: '127.0.0.1', port: first(b.host.locators.metatrafficUnicast).port }],
      });
      const { socketErrors } = a.host.statistics;
      const joins = socketErrors.get('join unknown') ?? 0;
      expect([joins > 0, a.host.statistics.multicastLinks]).toEqual([true, 0]);
      await a.host.refreshInterfaces();
      // Once for each look; the host may have looked by itself meanwhile.
      const looks = (socketErrors.get('join unknown') ?? 0) / joins;
      expect([Number.isInteger(looks), looks > 1]).toEqual([true, true]);
      await a.heard.until(() => a.heard.warnings.length > 0);
      expect(a.heard.warnings.map(({ code }) => code)).toEqual(['multicastUnavailable']);
      // Its announcements reach the static peer.
      for (const to of a.host.locators.announceTo) a.host.send(Uint8Array.of(5), to);
      await b.heard.until(() => b.heard.heard.length > 0);

      spy.mockRestore();
      await a.host.refreshInterfaces();
      expect(a.host.statistics.multicastLinks).toBeGreaterThan(0);
      expect(a.heard.warnings).toHaveLength(1);
    } finally {
      spy.mockRestore();
    }
  });

  it('does without multicast where it is not wanted', async () => {
    const { host, heard } = await open({ multicast: false });
    const other = await open();
    other.host.send(Uint8Array.of(1), group);
    host.send(Uint8Array.of(2), group);
    host.send(Uint8Array.of(3), onLoopback(first(other.host.locators.defaultUnicast)));
    await other.heard.until(() => other.heard.heard.some(({ datagram }) => datagram[0] === 3));
    expect(other.heard.heard.filter(({ datagram }) => datagram[0] === 2)).toEqual([]);
    expect([heard.heard, heard.warnings, host.statistics.multicastLinks]).toEqual([[], [], 0]);
  });

  it('announces to static peers by name as soon as the name is known, and says once that it is not', async () => {
    const answers: { address: string }[] = [];
    const asked: string[] = [];
    const { host, heard } = await open({
      staticPeers: [{ host: 'robot.local', port: 7_777 }],
      lookup: (name) => {
        asked.push(name);
        return answers.length === 0
          ? Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }))
          : Promise.resolve(answers);
      },
    });
    expect(host.locators.announceTo.map(locatorKey)).toEqual([locatorKey(group)]);
    await heard.until(() => heard.warnings.length > 0);
    expect(heard.warnings).toEqual([
      { code: 'peerNotFound', message: expect.stringContaining('robot.local is not found (ENOTFOUND)') },
    ]);
    expect(asked).toEqual(['robot.local']);
    answers.push({ address: '127.0.0.7' });
    const later = performance.now() + 6_000;
    const clock = jest.spyOn(performance, 'now').mockReturnValue(later);
    try {
      await host.refresh();
    } finally {
      clock.mockRestore();
    }
    await heard.until(() => heard.locatorChanges > 0);
    expect(host.locators.announceTo.map(locatorKey)).toEqual([locatorKey(group), '127.0.0.7:7777']);
    expect(heard.warnings).toHaveLength(1);
  });

  it('counts what the operating system refuses, throws nothing and goes on', async () => {
    const [a, b] = [await open(), await open()];
    const to = onLoopback(first(b.host.locators.defaultUnicast));
    const errors = a.host.statistics.socketErrors;
    expect(a.host.send(new Uint8Array(65_508), to)).toBe(true);
    expect(a.host.send(Uint8Array.of(1), createLocator(LocatorKind.UDPv4, '127.255.255.255', 7400))).toBe(true);
    expect(a.host.send(Uint8Array.of(1), createLocator(LocatorKind.UDPv4, '300.1.1.1', 7400))).toBe(true);
    expect(a.host.send(Uint8Array.of(1), createLocator(LocatorKind.UDPv4, '127.0.0.1', 0))).toBe(true);
    expect(a.host.send(Uint8Array.of(1), createLocator(16, '5578fd00000000000000000000000000', 7400))).toBe(true);
    expect(a.host.send(Uint8Array.of(9), to)).toBe(true);
    await b.heard.until(() => b.heard.heard.length === 1);
    expect(b.heard.heard[0]?.datagram).toEqual(Uint8Array.of(9));
    expect([...errors.keys()].sort()).toEqual(['send EACCES', 'send EINVAL', 'send EMSGSIZE']);
    expect(a.host.statistics.datagramsUnsendable).toBe(2);
  });

  it('carries the largest datagram that UDP has', async () => {
    const [a, b] = [await open(), await open()];
    const datagram = Uint8Array.from({ length: 65_507 }, (_, at) => (at * 7) & 0xff);
    a.host.send(datagram, onLoopback(first(b.host.locators.defaultUnicast)));
    await b.heard.until(() => b.heard.heard.length === 1);
    expect(Buffer.compare(b.heard.heard[0]?.datagram ?? Buffer.alloc(0), datagram)).toBe(0);
  });

  it('refuses what it has no slot for, and says when it takes datagrams again', async () => {
    const [a, b] = [await open(), await open()];
    const to = onLoopback(first(b.host.locators.defaultUnicast));
    let taken = 0;
    while (a.host.send(Uint8Array.of(1), to)) taken += 1;
    expect(taken).toBe(LIMITS.sendSlots.value);
    expect([a.host.statistics.sendsRefused, a.heard.writable]).toEqual([1, 0]);
    // Not enough slots for every interface: all or nothing.
    expect(a.host.send(Uint8Array.of(1), group)).toBe(false);
    await a.heard.until(() => a.heard.writable === 1);
    expect(a.host.send(Uint8Array.of(1), to)).toBe(true);
    await b.heard.until(() => b.heard.heard.length === taken + 1);
  });

  it('follows interfaces that come and go: announces, joins and sends anew', async () => {
    const lo: NetworkInterface = { name: 'lo', address: '127.0.0.1', netmask: '255.0.0.0', internal: true };
    const card: NetworkInterface = { name: 'eth9', address: '127.0.0.9', netmask: '255.0.0.0', internal: false };
    let interfaces = [lo];
    const { host, heard } = await open({ listInterfaces: () => interfaces });
    expect(host.locators.metatrafficUnicast.map(({ address }) => address)).toEqual(['127.0.0.1']);

    await host.refreshInterfaces();
    expect(heard.locatorChanges).toBe(0);

    const before = host.locators;
    interfaces = [lo, card];
    await host.refreshInterfaces();
    expect(heard.locatorChanges).toBe(1);
    expect(host.locators).not.toBe(before);
    expect(host.locators.metatrafficUnicast.map(({ address }) => address)).toEqual(['127.0.0.9']);
    expect(host.localAddresses).toEqual(['127.0.0.1', '127.0.0.9']);
    host.send(Uint8Array.of(1), group);
    await heard.until(() => new Set(heard.heard.map(({ address }) => address)).size === 2);

    interfaces = [];
    await host.refreshInterfaces();
    expect([heard.locatorChanges, host.locators.metatrafficUnicast]).toEqual([2, []]);
    const sent = host.statistics.datagramsSent;
    expect(host.send(Uint8Array.of(2), group)).toBe(true);
    expect(host.statistics.datagramsSent).toBe(sent);
  });

  it('neither joins nor sends multicast in range LOCALHOST, and is found by unicast', async () => {
    const [here, subnet] = [await open({ discoveryRange: 'localhost' }), await open()];
    subnet.host.send(Uint8Array.of(1), group);
    here.host.send(Uint8Array.of(2), group);
    await subnet.heard.until(() => subnet.heard.heard.length > 0);
    subnet.host.send(Uint8Array.of(3), first(here.host.locators.metatrafficUnicast));
    for (const to of here.host.locators.announceTo) here.host.send(Uint8Array.of(4), to);
    await here.heard.until(() => here.heard.heard.length >= 2);
    await subnet.heard.until(() => subnet.heard.heard.some(({ datagram }) => datagram[0] === 4));
    // From itself, at its own port, among the 32.
    expect(new Set(here.heard.heard.map(({ datagram }) => datagram[0]))).toEqual(new Set([3, 4]));
    expect(new Set(subnet.heard.heard.map(({ datagram }) => datagram[0]))).toEqual(new Set([1, 4]));
  });

  it('leaves no socket behind when it is closed while it opens some for an interface that has come', async () => {
    const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
    await holdsSoon(() => false);
    const before = sockets();
    const lo: NetworkInterface = { name: 'lo', address: '127.0.0.1', netmask: '255.0.0.0', internal: true };
    const v6: NetworkInterface = { name: 'eth9', address: canonicalAddress('fd00::9'), netmask: '', internal: false };
    let interfaces = [lo];
    const { host } = await open({ listInterfaces: () => interfaces });
    interfaces = [lo, v6];
    await Promise.all([host.refreshInterfaces(), host.close()]);
    expect(await holdsSoon(() => sockets() <= before)).toBe(true);
  });

  it('opens no socket in range OFF', async () => {
    const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
    await holdsSoon(() => false);
    const before = sockets();
    const { host } = await open({ discoveryRange: 'off' });
    expect(sockets()).toBe(before);
    expect(host.send(Uint8Array.of(1), group)).toBe(true);
    expect([host.locators.announceTo, host.statistics.datagramsUnsendable]).toEqual([[], 1]);
  });

  it('lets what was sent leave before it closes, keeps the process alive until then and not longer', async () => {
    // Timers are not told apart here: the test runner has some of its own, at any time. HostTimer has a test of its own.
    const handles = (): string[] => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap');
    await holdsSoon(() => false); // what the tests before have closed is gone
    const before = handles().length;
    const [a, b] = [await open(), await open()];
    expect(handles().length).toBeGreaterThan(before);
    const to = onLoopback(first(b.host.locators.defaultUnicast));
    for (let number = 0; number < 50; number += 1) a.host.send(Uint8Array.of(number), to);
    await Promise.all([a.host.close(), a.host.close()]);
    await b.heard.until(() => b.heard.heard.length === 50);
    a.heard.heard.length = 0;
    expect(a.host.send(Uint8Array.of(1), to)).toBe(true);
    b.host.send(Uint8Array.of(1), onLoopback(first(a.host.locators.defaultUnicast)));
    await b.host.close();
    expect(await holdsSoon(() => handles().length === before)).toBe(true);
    expect([a.heard.heard.length, b.heard.heard.length]).toEqual([0, 50]);
  });

  it('has strong random bytes, a monotonic clock and a deferral to the next turn', async () => {
    const { host } = await open();
    const [one, two] = [host.randomBytes(12), host.randomBytes(12)];
    expect(one).toHaveLength(12);
    expect(Buffer.compare(one, two)).not.toBe(0);
    const order: number[] = [];
    host.defer(() => order.push(2));
    host.defer(() => order.push(3));
    void Promise.resolve().then(() => order.push(1));
    const before = host.now();
    await new Promise<void>((resolve) => host.setTimer(2, resolve));
    expect(host.now() - before).toBeGreaterThanOrEqual(1);
    expect(order).toEqual([1, 2, 3]);
    const earliest = Date.now() / 1000 - 2;
    const { sec } = host.wallTime();
    expect([sec > earliest, sec < Date.now() / 1000 + 2]).toEqual([true, true]);
  });
});
