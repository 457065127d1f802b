import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/main.js';

// `rclts trace` on whole sessions of real ROS 2 nodes: vectors/captures.

const captures = join(__dirname, '../../../../../vectors/captures');
const fastDds = join(captures, 'kilted_action_udp.pcapng');
const cyclone = join(captures, 'jazzy_cyclone_action_udp.pcapng');
const folder = mkdtempSync(join(tmpdir(), 'rclts-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function trace(words: readonly string[], input: readonly Uint8Array[] = []) {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await main(
    ['trace', ...words],
    {
      environment: {},
      processId: 1,
      definitions: '',
      print: (text) => void lines.push(text),
      printError: (text) => void errors.push(text),
      readInput: () => Promise.resolve(''),
      readInputInPieces: async function* () {
        yield* await Promise.resolve(input);
      },
      interrupted: new AbortController().signal,
    },
    '1.2.3',
  );
  return { code, lines, errors };
}

/** Without the time and the addresses. */
function saidIn(lines: readonly string[]): string[] {
  return lines.map((line) => line.slice(line.indexOf('  ') + 2));
}

describe('a trace of a capture', () => {
  it('names participants, endpoints and nodes as they announce themselves', async () => {
    const { lines, code } = await trace([fastDds]);
    expect(code).toBe(0);
    expect(lines[0]).toBe(
      '12:55:22.228616 127.0.0.1:33951 > 239.255.0.1:12400  DATA participants #1 Fast DDS, "/", lease 20 s, enclave=/;',
    );
    const said = saidIn(lines);
    expect(said).toContain(
      'DATA readers #9 reader of /fibonacci/_action/send_goal requests [test_msgs/action/Fibonacci_SendGoal_Request], reliable, volatile',
    );
    expect(said).toContain('DATA ros_discovery_info #15 /fib_client');
  });

  // Both dialects of services: the id in the inline QoS, and in the payload.
  it.each([
    ['Fast DDS', fastDds],
    ['Cyclone DDS', cyclone],
  ])('follows one goal from its request to its result between nodes on %s', async (_vendor, file) => {
    const all = saidIn((await trace([file])).lines);
    const goal = /send_goal request #1, \d+ bytes, goal (\w+)/.exec(all.join('\n'))?.[1];
    expect(goal).toMatch(/^[0-9a-f]{8}$/);
    const { lines } = await trace([file, '--goal', goal ?? '']);
    const story = saidIn(lines).filter((line) => line.startsWith('DATA ') && !line.includes('status'));
    expect(story.map((line) => /_action\/(\S+(?: request| reply)?)/.exec(line)?.[1])).toEqual([
      'send_goal request',
      'send_goal reply',
      'get_result request',
      ...['feedback', 'feedback', 'feedback', 'feedback'],
      'get_result reply',
    ]);
    expect(story.every((line) => line.endsWith(`goal ${goal}`))).toBe(true);
    expect(lines.length).toBeLessThan(all.length / 4);
    expect(saidIn(lines)).toContainEqual(expect.stringMatching(/^ACKNACK .* has all to #/));
  });

  it('writes what it shows to a pcap file, which reads the same', async () => {
    const out = join(folder, 'goal.pcap');
    const first = await trace([fastDds, '--goal', 'a', '--write', out]);
    const again = await trace([out, '--goal', 'a']);
    expect(again.code).toBe(0);
    const everything = await trace([fastDds, '--write', out]);
    expect((await trace([out])).lines).toEqual(everything.lines);
    expect(first.lines.length).toBeLessThan(everything.lines.length);
  });

  it('reads a capture that comes in pieces on stdin', async () => {
    const whole = readFileSync(cyclone);
    const pieces = [whole.subarray(0, 10_001), whole.subarray(10_001, 10_002), whole.subarray(10_002)];
    expect((await trace(['-'], pieces)).lines).toEqual((await trace([cyclone])).lines);
  });

  it('prints JSON for programs', async () => {
    const { lines } = await trace([fastDds, '--json']);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      time: '1795352122.228616000',
      source: { address: '127.0.0.1', port: 33951 },
      kind: 'DATA',
      subject: 'participants',
      goals: [],
    });
  });

  it.each([
    ['a goal id that is none', ['x', '--goal', 'nothex'], 2, "argument --goal ID: 'nothex' is not the beginning"],
    ['a file that is not there', ['/nowhere.pcap'], 1, 'cannot read /nowhere.pcap: ENOENT'],
    ['a file that is no capture', [__filename], 1, 'neither a pcap nor a pcapng file'],
    ['an output that cannot be written', [fastDds, '--write', '/nowhere/x'], 1, 'cannot write /nowhere/x: ENOENT'],
  ])('tells of %s', async (_title, words, code, message) => {
    const outcome = await trace(words);
    expect(outcome.code).toBe(code);
    expect(outcome.errors.join('\n')).toContain(message);
  });

  it('shows what a truncated capture has, and says that it ends too early', async () => {
    const whole = readFileSync(fastDds);
    const { lines, errors, code } = await trace(['-'], [whole.subarray(0, 50_000)]);
    expect(lines.length).toBeGreaterThan(20);
    expect(errors).toEqual(['stdin: ends in the middle of a packet']);
    expect(code).toBe(1);
  });
});
