import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { CaptureReader } from '../../../src/capture/capture-reader.js';
import { LinkType } from '../../../src/capture/captured-packet.js';
import { UdpDatagrams } from '../../../src/capture/udp-datagrams.js';
import { PcapTap } from '../../../src/io/pcap-tap.js';
import { fromHex } from '../../support/hex.js';

const golden = join(__dirname, '../../../../../vectors/captures/kilted_action_udp.pcapng');

/** What our own tap writes of these datagrams. */
function tapped(...payloads: readonly Uint8Array[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'rclts-capture-'));
  try {
    const tap = new PcapTap(join(folder, 'a.pcap'));
    const [source, destination] = [
      { address: '192.0.2.1', port: 7411 },
      { address: '192.0.2.2', port: 7400 },
    ];
    for (const payload of payloads) tap.onDatagram('sent', payload, source, destination, { sec: 5, nanosec: 6000 });
    tap.close();
    return readFileSync(join(folder, 'a.pcap'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function datagramsIn(file: Uint8Array, reader: CaptureReader = new CaptureReader()): unknown[] {
  const udp = new UdpDatagrams();
  return reader.read(file).flatMap((packet) => udp.read(packet) ?? []);
}

describe('reading a capture', () => {
  it('gives back what the tap has written', () => {
    const payload = Uint8Array.of(1, 2, 3);
    expect(datagramsIn(tapped(payload, payload))).toEqual(
      [1, 2].map(() => ({
        time: { sec: 5, nanosec: 6000 },
        source: { address: '192.0.2.1', port: 7411 },
        destination: { address: '192.0.2.2', port: 7400 },
        payload: expect.objectContaining({ length: 3 }) as unknown,
      })),
    );
  });

  it('reads big-endian files with stamps of nanoseconds', () => {
    const header = 'a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000065';
    const packet = '00000005 00000007 0000001d 0000001d';
    const ip = '4500001d 00000000 40110000 c0000201 c0000202';
    const [datagram] = datagramsIn(fromHex(`${header} ${packet} ${ip} 1cf31ce8 0009 0000 2a`));
    expect(datagram).toMatchObject({ time: { sec: 5, nanosec: 7 }, payload: Uint8Array.of(0x2a) });
  });

  it('does not care in which pieces a file comes', () => {
    const whole = readFileSync(golden);
    const count = datagramsIn(whole).length;
    expect(count).toBeGreaterThan(100);
    const reader = new CaptureReader();
    const udp = new UdpDatagrams();
    let found = 0;
    for (let at = 0; at < whole.length; at += 777) {
      for (const packet of reader.read(whole.subarray(at, at + 777))) if (udp.read(packet) !== undefined) found++;
    }
    expect(found).toBe(count);
    expect(reader.incompleteBytes).toBe(0);
  });

  it('says what is wrong with a file that is none, and how much of a packet is missing at the end', () => {
    const noCapture = new CaptureReader();
    expect(datagramsIn(new TextEncoder().encode('<html>'), noCapture)).toEqual([]);
    expect(noCapture.problem).toBe('neither a pcap nor a pcapng file');
    const cut = new CaptureReader();
    expect(datagramsIn(tapped(new Uint8Array(100)).subarray(0, -1), cut)).toEqual([]);
    expect(cut).toMatchObject({ problem: undefined, incompleteBytes: 16 + 128 - 1 });
  });

  it('takes any octets after the first ones', () => {
    const starts = ['d4c3b2a1', 'a1b2c3d4', '0a0d0d0a', ''].map(fromHex);
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        const file = Uint8Array.from([...start, ...rest]);
        expect(() => datagramsIn(file)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  it('takes a capture with any octets wrong', () => {
    const whole = readFileSync(golden).subarray(0, 20_000);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 9 }),
        (edits) => {
          const file = Uint8Array.from(whole);
          for (const [at, octet] of edits) file[at] = octet;
          expect(() => datagramsIn(file)).not.toThrow();
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the UDP datagrams in packets', () => {
  const time = { sec: 0, nanosec: 0 };
  const udp = '1cf31ce8 0009 0000 2a';
  const ipv4 = `4500001d 00000000 40110000 c0000201 c0000202 ${udp}`;
  const ipv6 = `60000000 0009 11 40 fe80000000000000 0000000000000001 ff02000000000000 0000000000000001 ${udp}`;

  it.each([
    ['raw IPv4', LinkType.RAW, ipv4],
    ['raw IPv6', LinkType.RAW, ipv6],
    ['BSD loopback', LinkType.NULL, `02000000 ${ipv4}`],
    ['Ethernet', LinkType.ETHERNET, `${'00'.repeat(12)} 0800 ${ipv4}`],
    ['Ethernet with a VLAN tag', LinkType.ETHERNET, `${'00'.repeat(12)} 8100 0001 86dd ${ipv6}`],
    ['Linux cooked', LinkType.LINUX_SLL, `${'00'.repeat(14)} 0800 ${ipv4}`],
    ['Linux cooked, version 2', LinkType.LINUX_SLL2, `86dd ${'00'.repeat(18)} ${ipv6}`],
  ])('are found behind %s', (_title, linkType, hex) => {
    const datagram = new UdpDatagrams().read({ time, linkType, bytes: fromHex(hex) });
    expect(datagram).toMatchObject({ source: { port: 7411 }, destination: { port: 7400 }, payload: Uint8Array.of(42) });
  });

  it.each([
    ['TCP', LinkType.RAW, ipv4.replace('4011', '4006')],
    ['ARP', LinkType.ETHERNET, `${'00'.repeat(12)} 0806 ${ipv4}`],
    ['a link that we do not know', 9999, ipv4],
    ['a packet cut short in its header', LinkType.RAW, ipv4.slice(0, 30)],
  ])('are not found in %s', (_title, linkType, hex) => {
    expect(new UdpDatagrams().read({ time, linkType, bytes: fromHex(hex) })).toBeUndefined();
  });

  it('are put together from fragments in any order, and what is lost costs a bounded memory', () => {
    const body = `${'1cf31ce8 0018 0000'} ${'ab'.repeat(16)}`.replaceAll(' ', '');
    const fragment = (id: string, flagsAndOffset: string, part: string): Uint8Array =>
      fromHex(
        `4500 ${(20 + part.length / 2).toString(16).padStart(4, '0')} ${id} ${flagsAndOffset} 40110000 c0000201 c0000202 ${part}`,
      );
    const datagrams = new UdpDatagrams();
    for (let lost = 0; lost < 1000; lost++) {
      const id = lost.toString(16).padStart(4, '0');
      datagrams.read({ time, linkType: LinkType.RAW, bytes: fragment(id, '2000', body.slice(0, 32)) });
    }
    const pieces = [fragment('ffff', '0002', body.slice(32)), fragment('ffff', '2000', body.slice(0, 32))];
    const read = pieces.map((bytes) => datagrams.read({ time, linkType: LinkType.RAW, bytes }));
    expect(read[0]).toBeUndefined();
    expect(read[1]?.payload).toEqual(new Uint8Array(16).fill(0xab));
  });
});
