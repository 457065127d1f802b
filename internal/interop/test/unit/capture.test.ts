import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PcapTap } from '@rclts/rtps';
import { hasTshark, inspectCapture } from '../../src/capture.js';
import { ManagedProcess } from '../../src/process/managed-process.js';
import { ourProgram, repository } from '../../src/process/programs.js';

const RUN_MS = 180_000;
const HEARTBEAT = '0700 1c00 00000000 000003c2 00000000 01000000 00000000 01000000 01000000';
const HEADER = '52545053 0204 0000 0102030405060708090a0b0c ';

interface Address {
  readonly address: string;
  readonly port: number;
}

/** The lines of `rclts trace`. */
async function trace(...words: string[]): Promise<string[]> {
  const { command, args } = ourProgram(join(repository, 'packages/cli/dist/index.js'), 'trace', ...words);
  const lines: string[] = [];
  const onLine = (line: string): boolean => lines.push(line) > 0;
  const run = new ManagedProcess(command, args, { label: 'rclts trace', environment: process.env, onLine });
  expect((await run.exited).code).toBe(0);
  return lines;
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

describe('inspectCapture', () => {
  let directory: string;
  beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'rclts-capture-'))));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function capture(name: string, ...datagrams: string[]): string {
    return captureTo(7410, name, ...datagrams);
  }

  function captureTo(port: number, name: string, ...datagrams: string[]): string {
    const file = join(directory, name);
    const tap = new PcapTap(file);
    const [from, to] = [40_000, port].map((end) => ({ address: '127.0.0.1', port: end })) as [Address, Address];
    for (const datagram of datagrams) tap.onDatagram('sent', bytes(datagram), from, to, { sec: 1, nanosec: 0 });
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

  it('goes by content where a port of the domain is known for something else', () => {
    const file = captureTo(13_400, 'doip.pcap', HEADER + HEARTBEAT);
    expect(inspectCapture(file)).toEqual({ packets: 1, notRtps: [], malformed: [] });
  });

  it.each(['kilted_action_udp', 'jazzy_cyclone_action_udp'])(
    'finds nothing in what `rclts trace` writes of one goal in %s, and as many packets as it shows',
    async (name) => {
      const session = join(repository, 'vectors/captures', `${name}.pcapng`);
      const goalOf = (line: string): string | undefined => /send_goal request #1, .* goal (\w+)/.exec(line)?.[1];
      const goal = (await trace(session)).map(goalOf).find((found) => found !== undefined) ?? '';
      const file = join(directory, `${name}.pcap`);
      const shown = (await trace(session, '--goal', goal, '--json', '--write', file)).map(
        (line) => JSON.parse(line) as { time: string; source: unknown; destination: unknown },
      );
      const datagrams = new Set(shown.map((event) => JSON.stringify([event.time, event.source, event.destination])));
      expect(datagrams.size).toBeGreaterThan(10);
      expect(inspectCapture(file)).toEqual({ packets: datagrams.size, notRtps: [], malformed: [] });
    },
    RUN_MS,
  );

  it('finds a submessage that is cut short', () => {
    const { malformed } = inspectCapture(capture('cut.pcap', (HEADER + HEARTBEAT).slice(0, -12)));
    expect(malformed.join()).toContain('Malformed');
  });

  it('finds what is not RTPS', () => {
    const { notRtps } = inspectCapture(capture('foreign.pcap', HEADER + HEARTBEAT, '00112233445566778899'));
    expect(notRtps).toHaveLength(1);
  });
});
