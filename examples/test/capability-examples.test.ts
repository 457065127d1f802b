import { startInOwnDomain } from './run.js';

const TIMEOUT_MS = 300_000;

const start = startInOwnDomain();

test(
  'minimal-action-introspection shows what passes the services',
  async () => {
    const server = start('minimal-action-server', 0.02);
    const client = start('minimal-action-introspection', 3);
    expect(await client.ended()).toBe(0);
    expect(client.messages).toEqual([
      'send_goal REQUEST_SENT: order 3',
      'send_goal RESPONSE_RECEIVED',
      'get_result REQUEST_SENT',
      'get_result RESPONSE_RECEIVED: [0, 1, 1, 2]',
    ]);
    expect(await server.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-server-client-lost cancels the goals of a client that has left',
  async () => {
    const server = start('minimal-action-server-client-lost', 1);
    const leaving = start('minimal-action-client-attach'); // says its goal's id, and closes
    expect(await leaving.ended()).toBe(0);
    const [, goalId = ''] = /^Goal accepted: (.*)$/.exec(leaving.messages[0] ?? '') ?? [];
    await server.says('CANCELED, stopped by: clientLost');
    expect(await server.stop()).toBe(0);
    const lost = server.messages.filter((line) => line.startsWith('Client '));
    expect(lost).toEqual([
      expect.stringMatching(new RegExp(`^Client [0-9a-f]{24}\\.[0-9a-f]{8} has left goal ${goalId}$`)),
    ]);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-client-server-lost sends its goal to the next server',
  async () => {
    const client = start('minimal-action-client-server-lost', 8, 1);
    const first = start('minimal-action-server', 1);
    await client.says('Goal accepted :)');
    expect(await first.stop()).toBe(0);
    await client.says('The goal is lost with its server; sending it anew');
    const second = start('minimal-action-server', 0.02);
    expect(await client.ended()).toBe(0);
    expect(client.messages).toEqual([
      'A server is there',
      'Goal accepted :)',
      'The server is gone',
      'The goal is lost with its server; sending it anew',
      'A server is there',
      'Goal accepted :)',
      'Result: [0, 1, 1, 2, 3, 5, 8, 13, 21]',
    ]);
    expect(await second.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-client-timeout waits no longer than it says, cancels, and hears of the end',
  async () => {
    const server = start('minimal-action-server-generator', 0.1);
    const client = start('minimal-action-client-timeout', 1_000, 0.5);
    expect(await client.ended()).toBe(0);
    expect(client.messages).toEqual([
      'Goal accepted :)',
      'That takes too long: canceling',
      expect.stringMatching(/^CANCELED: \d+ numbers$/),
    ]);
    expect(await server.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-typed-definition is typed, and runs',
  async () => {
    const both = start('minimal-action-typed-definition');
    expect(await both.ended()).toBe(0);
    expect(both.messages).toEqual(['Reached door: 3, 4', 'Reached somewhere: 3, 0', 'Took 2 s for 5 + 4 m']);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-client-two-servers gives each server a goal, and is warned of the second',
  async () => {
    const servers = [0.02, 0.02].map((seconds) => start('minimal-action-server', seconds));
    const client = start('minimal-action-client-two-servers', 4);
    expect(await client.ended()).toBe(0);
    const said = client.messages.filter((line) => !line.startsWith('[WARN]'));
    expect(said).toEqual(['2 goals accepted', ...Array<string>(2).fill('Result: [0, 1, 1, 2, 3]')]);
    expect(client.messages).toContainEqual(expect.stringContaining('There are 2 servers of action /fibonacci'));
    for (const server of servers) {
      expect(await server.stop()).toBe(0);
      expect(server.messages).toContain('Executing goal...');
    }
  },
  TIMEOUT_MS,
);

test.each([
  [200, ['SUCCEEDED', 'SUCCEEDED']],
  [100, ['UNKNOWN', 'SUCCEEDED']],
])(
  'minimal-action-server-result-cache keeps as many results as fit into %i octets',
  async (octets, expected) => {
    const server = start('minimal-action-server-result-cache', 60, octets);
    const goalIds: string[] = [];
    for (let i = 0; i < 2; i++) {
      const sender = start('minimal-action-client-attach');
      expect(await sender.ended()).toBe(0);
      goalIds.push(/^Goal accepted: (.*)$/.exec(sender.messages[0] ?? '')?.[1] ?? '');
    }
    await server.saysTimes(/^Returning result/, 2);
    const ends: unknown[] = [];
    for (const goalId of goalIds) {
      const client = start('minimal-action-client-attach', goalId);
      expect(await client.ended()).toBe(0);
      ends.push(/^Result, (\w+):/.exec(client.messages.at(-1) ?? '')?.[1]);
    }
    expect(ends).toEqual(expected); // 21 int32s are 84 octets and a few
    expect(await server.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-quality-of-service is compatible with itself',
  async () => {
    const both = start('minimal-action-quality-of-service');
    expect(await both.ended()).toBe(0);
    expect(both.messages.at(-1)).toBe('Result: 3; goals left: 0');
    const feedback = both.messages.slice(0, -1);
    expect(feedback.every((line) => /^Feedback: [012]$/.test(line))).toBe(true);
  },
  TIMEOUT_MS,
);
