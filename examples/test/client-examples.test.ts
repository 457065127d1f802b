import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInOwnDomain } from './run.js';

const SEQUENCE = [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55];
const upTo = (length: number): string => `[${SEQUENCE.slice(0, length).join(', ')}]`;
const TIMEOUT_MS = 300_000;

const start = startInOwnDomain();

test(
  'minimal-action-client-feedback reads all feedback; a slow reader the latest',
  async () => {
    const server = start('minimal-action-server', 0.02);
    const client = start('minimal-action-client-feedback', 5);
    expect(await client.ended()).toBe(0);
    const lengths = [3, 4, 5, 6];
    const feedback = lengths.map((length) => `Received feedback: ${upTo(length)}`);
    expect(client.messages).toEqual([...feedback, `Result: ${upTo(6)}`]);
    const slow = start('minimal-action-client-feedback', 10, 1);
    expect(await slow.ended()).toBe(0);
    expect(slow.messages.at(-1)).toBe(`Result: ${upTo(11)}`);
    expect(slow.messages.length).toBeLessThan(10);
    expect(await server.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-client-cancel-all cancels the goals of others, and -watch sees it',
  async () => {
    const watcher = start('minimal-action-client-watch');
    const server = start('minimal-action-server-generator', 0.1);
    await watcher.says('A server is there');
    const client = start('minimal-action-client-async', 1_000);
    await client.says('1: Goal accepted :)');
    await client.says('2: Goal accepted :)');
    const stop = start('minimal-action-client-cancel-all');
    expect(await stop.ended()).toBe(0);
    expect(stop.messages).toEqual(['Canceling 2 goals', ...Array<string>(2).fill('Goal ended with status 5')]);
    await client.says('1: Goal failed with status: 5');
    await client.says('2: Goal failed with status: 5');
    await watcher.saysTimes(/: CANCELED$/, 2);
    expect(watcher.messages.filter((line) => line.endsWith(': CANCELED'))).toHaveLength(2);
    expect(await server.stop()).toBe(0);
    await watcher.says('A server is gone');
    expect(await watcher.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-client-attach comes back to its goal',
  async () => {
    // Some seconds for a process to start in, while the goal runs.
    const server = start('minimal-action-server-generator', 0.5);
    const before = start('minimal-action-client-attach');
    expect(await before.ended()).toBe(0);
    const [, goalId = ''] = /^Goal accepted: ([0-9a-f]{32})$/.exec(before.messages[0] ?? '') ?? [];
    const after = start('minimal-action-client-attach', goalId);
    expect(await after.ended()).toBe(0);
    expect(after.messages).toContain('Status: EXECUTING');
    expect(after.messages).toContain('Received feedback: 21 numbers');
    expect(after.messages.at(-1)).toMatch(/^Result, SUCCEEDED: \[0, 1, 1, .*6765\]$/);
    expect(await server.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'generic-action-client needs nothing but the text of the definition',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rclts-'));
    try {
      const file = join(folder, 'Fibonacci.action');
      writeFileSync(file, 'int32 order\n---\nint32[] sequence\n---\nint32[] partial_sequence\n');
      const server = start('minimal-action-server', 0.02);
      const type = 'custom_action_interfaces/action/Fibonacci';
      const client = start('generic-action-client', 'fibonacci', type, file, '{"order": 3}');
      expect(await client.ended()).toBe(0);
      expect(client.messages).toEqual([
        'Feedback: {"partial_sequence":[0,1,1]}',
        'Feedback: {"partial_sequence":[0,1,1,2]}',
        'SUCCEEDED: {"sequence":[0,1,1,2]}',
      ]);
      expect(await server.stop()).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  TIMEOUT_MS,
);
