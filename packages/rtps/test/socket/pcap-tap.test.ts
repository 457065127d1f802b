import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDomain } from '@rclts/interop';
import { CaptureReader } from '../../src/capture/capture-reader.js';
import { UdpDatagrams } from '../../src/capture/udp-datagrams.js';
import { PcapTap } from '../../src/io/pcap-tap.js';
import { metatrafficUnicastPort, spdpMulticastPort } from '../../src/discovery/ports.js';
import { UdpHost } from '../../src/io/udp-host.js';
import { createLocator, LocatorKind } from '../../src/types/locator.js';

interface Packet {
  readonly sec: number;
  readonly source: string;
  readonly destination: string;
  readonly payload: Buffer;
}

/** Reads by the specifications, not by what the writer does; throws on anything that is not as they say. */
function readPcap(bytes: Buffer): Packet[] {
  expect([bytes.readUInt32LE(0), bytes.readUInt16LE(4), bytes.readUInt16LE(6)]).toEqual([0xa1b2c3d4, 2, 4]);
  expect([bytes.readUInt32LE(16), bytes.readUInt32LE(20)]).toEqual([65_535, 101]);
  const packets: Packet[] = [];
  for (let at = 24; at < bytes.length;) {
    const length = bytes.readUInt32LE(at + 8);
    expect(bytes.readUInt32LE(at + 12)).toBe(length);
    expect(bytes.readUInt32LE(at + 4)).toBeLessThan(1_000_000);
    const sec = bytes.readUInt32LE(at);
    const packet = bytes.subarray(at + 16, at + 16 + length);
    expect(packet.length).toBe(length);
    expect([packet[0], packet.readUInt16BE(2), packet[9]]).toEqual([0x45, length, 17]);
    let sum = 0;
    for (let word = 0; word < 20; word += 2) sum += packet.readUInt16BE(word);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    expect(sum).toBe(0xffff);
    expect(packet.readUInt16BE(24)).toBe(length - 20);
    const address = (offset: number): string => [...packet.subarray(offset, offset + 4)].join('.');
    packets.push({
      sec,
      source: `${address(12)}:${packet.readUInt16BE(20)}`,
      destination: `${address(16)}:${packet.readUInt16BE(22)}`,
      payload: packet.subarray(28),
    });
    at += 16 + length;
  }
  return packets;
}

/** RFC 8200 §8.1: addresses, length and protocol are summed with the UDP packet, checksum and all; all ones when it is right. */
function udpSumOfIpv6(bytes: Buffer, at: number): number {
  const length = bytes.readUInt16BE(at + 4);
  const summed = Buffer.concat([bytes.subarray(at + 8, at + 40 + length), Buffer.alloc(length % 2)]);
  let sum = length + 17;
  for (let word = 0; word < summed.length; word += 2) sum += summed.readUInt16BE(word);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

describe('PcapTap', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rclts-pcap-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('writes what a host sends and receives, with the addresses that the wire has', async () => {
    const domain = await claimDomain();
    const [group, first] = [spdpMulticastPort(domain.id), metatrafficUnicastPort(domain.id, 0)];
    const file = join(directory, 'host.pcap');
    const open = (tap?: PcapTap): Promise<UdpHost> =>
      UdpHost.open({ domainId: domain.id, discoveryRange: 'subnet', staticPeers: [], interfaces: ['lo'], tap });
    const [a, b] = [await open(new PcapTap(file)), await open()];
    const heardByA = new Promise<void>((resolve) => {
      const numbers = new Set<number | undefined>();
      a.open({
        onDatagram(datagram) {
          if (numbers.add(datagram[0]).size === 2) resolve();
        },
        onLocatorsChanged() {},
        onWritable() {},
      });
    });
    a.send(Uint8Array.of(1), createLocator(LocatorKind.UDPv4, '239.255.0.1', group));
    a.send(Uint8Array.of(2, 2), createLocator(LocatorKind.UDPv4, '127.0.0.1', first + 3));
    b.send(Uint8Array.of(3, 3, 3), createLocator(LocatorKind.UDPv4, '127.0.0.1', first));
    await heardByA;
    await Promise.all([a.close(), b.close()]);
    await domain.release();

    const packets = readPcap(readFileSync(file));
    const lines = packets.map(
      ({ source, destination, payload }) => `${source} > ${destination} ${payload.toString('hex')}`,
    );
    expect(lines.map((line) => line.replace(/^127\.0\.0\.1:\d+ > 239/, '127.0.0.1:any > 239')).sort()).toEqual([
      `127.0.0.1:${first} > 127.0.0.1:${first + 3} 0202`,
      `127.0.0.1:${first + 2} > 127.0.0.1:${first} 030303`,
      `127.0.0.1:any > 239.255.0.1:${group} 01`,
      `127.0.0.1:any > 239.255.0.1:${group} 01`,
    ]);
    expect(packets.every(({ sec }) => Math.abs(sec - Date.now() / 1000) < 60)).toBe(true);
  });

  it('writes more than its buffer holds, and the largest datagram', () => {
    const file = join(directory, 'large.pcap');
    const tap = new PcapTap(file);
    const at = { address: '192.0.2.1', port: 7410 };
    const time = { sec: 1_700_000_000, nanosec: 999_999_999 };
    for (let number = 0; number < 20; number += 1) {
      tap.onDatagram('sent', new Uint8Array(65_507).fill(number), at, { address: '255.1.2.3', port: 65_535 }, time);
    }
    // More than IPv4 has room for: nothing that could have been on a wire.
    tap.onDatagram('sent', new Uint8Array(65_508), at, at, time);
    tap.close();
    tap.close();
    tap.onDatagram('sent', Uint8Array.of(1), at, at, time);
    const packets = readPcap(readFileSync(file));
    expect(packets.map(({ payload }) => payload[65_506])).toEqual(Array.from({ length: 20 }, (_, number) => number));
    expect(packets[0]).toMatchObject({ sec: 1_700_000_000, source: '192.0.2.1:7410', destination: '255.1.2.3:65535' });
  });

  it('writes IPv6 packets, whose checksum is right for datagrams of even and odd length', () => {
    const file = join(directory, 'v6.pcap');
    const tap = new PcapTap(file);
    const at = (address: string, port: number) => ({ address, port });
    const [from, to] = ['fe80:0000:0000:0000:0000:0000:0000:0001%eth0', 'ff02:0000:0000:0000:0000:ffff:efff:0001'];
    for (const bytes of [Uint8Array.of(1, 2, 3), new Uint8Array(1_400).fill(255)])
      tap.onDatagram('sent', bytes, at(from, 7_410), at(to, 7_400), { sec: 1, nanosec: 0 });
    tap.close();
    const written = readFileSync(file);
    const datagrams = new UdpDatagrams();
    const seen = new CaptureReader()
      .read(written)
      .map((packet) => datagrams.read(packet))
      .filter((datagram) => datagram !== undefined);
    expect(seen.map(({ source, destination, payload }) => [source, destination, payload.length])).toEqual([
      [at('fe80:0:0:0:0:0:0:1', 7_410), at('ff02:0:0:0:0:ffff:efff:1', 7_400), 3],
      [at('fe80:0:0:0:0:0:0:1', 7_410), at('ff02:0:0:0:0:ffff:efff:1', 7_400), 1_400],
    ]);
    expect([udpSumOfIpv6(written, 40), udpSumOfIpv6(written, 40 + 51 + 16)]).toEqual([0xffff, 0xffff]);
  });

  it('refuses a path that it cannot write, when it is made', () => {
    expect(() => new PcapTap(join(directory, 'no', 'such', 'directory'))).toThrow(
      expect.objectContaining({ code: 'ENOENT' }),
    );
  });

  it('gives up a capture on a full disk, and throws nothing', () => {
    const tap = new PcapTap('/dev/full');
    const at = { address: '192.0.2.1', port: 7410 };
    for (let number = 0; number < 10; number += 1) {
      tap.onDatagram('sent', new Uint8Array(65_000), at, at, { sec: 1, nanosec: 0 });
    }
    tap.close();
  });
});
