import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PcapTap } from '@rclts/rtps';
import { hasTshark, inspectCapture } from '../../src/capture.js';

const HEARTBEAT = '0700 1c00 00000000 000003c2 00000000 01000000 00000000 01000000 01000000';
const HEADER = '52545053 0204 0000 0102030405060708090a0b0c ';

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

describe('inspectCapture', () => {
  let directory: string;
  beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'rclts-capture-'))));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function capture(name: string, ...datagrams: string[]): string {
    const file = join(directory, name);
    const tap = new PcapTap(file);
    const at = (port: number): { address: string; port: number } => ({ address: '127.0.0.1', port });
    for (const datagram of datagrams)
      tap.onDatagram('sent', bytes(datagram), at(40000), at(7410), { sec: 1, nanosec: 0 });
    tap.close();
    return file;
  }

  it('does not take an unreadable file for a sound one', () => {
    const file = join(directory, 'noise.pcap');
    writeFileSync(file, 'no capture at all, but long enough to be one');
    expect(() => inspectCapture(file)).toThrow('tshark could not read');
  });

  // Where tshark cannot be installed, tools/test.mjs says so loudly, and CI fails.
  if (!hasTshark() && !process.env['CI']) return;

  it('finds nothing in a sound capture', () => {
    const file = capture('sound.pcap', HEADER + HEARTBEAT, HEADER + HEARTBEAT);
    expect(inspectCapture(file)).toEqual({ packets: 2, notRtps: [], malformed: [] });
  });

  it('finds a submessage that is cut short', () => {
    const { malformed } = inspectCapture(capture('cut.pcap', (HEADER + HEARTBEAT).slice(0, -12)));
    expect(malformed.join()).toContain('Malformed');
  });

  it('finds what is not RTPS', () => {
    const { notRtps } = inspectCapture(capture('foreign.pcap', HEADER + HEARTBEAT, '00112233445566778899'));
    expect(notRtps).toHaveLength(1);
  });
});
