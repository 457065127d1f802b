import { startInOwnDomain } from './run.js';

const SEQUENCE = [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55];
const upTo = (length: number): string => `[${SEQUENCE.slice(0, length).join(', ')}]`;
const STEP_S = 0.02;
/** Where the second of two goals that are sent at once is to find the first still executing. */
const OVERLAP_STEP_S = 0.1;
const TIMEOUT_MS = 300_000;

const start = startInOwnDomain();

test(
  'minimal-action-server and -client are the tutorial, line by line',
  async () => {
    const server = start('minimal-action-server', STEP_S);
    const client = start('minimal-action-client', 10);
    expect(await client.ended()).toBe(0);
    expect(await server.stop()).toBe(0);
    const lengths = [3, 4, 5, 6, 7, 8, 9, 10, 11];
    expect(client.lines).toEqual([
      '[INFO] [fibonacci_action_client]: Goal accepted :)',
      ...lengths.map((length) => `[INFO] [fibonacci_action_client]: Received feedback: ${upTo(length)}`),
      `[INFO] [fibonacci_action_client]: Result: ${upTo(11)}`,
    ]);
    expect(server.lines).toEqual([
      '[INFO] [fibonacci_action_server]: Executing goal...',
      ...lengths.map((length) => `[INFO] [fibonacci_action_server]: Feedback: ${upTo(length)}`),
    ]);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-client and -server may be started in either order',
  async () => {
    const client = start('minimal-action-client', 3);
    const server = start('minimal-action-server', STEP_S);
    expect(await client.ended()).toBe(0);
    expect(client.messages.at(-1)).toBe(`Result: ${upTo(4)}`);
    expect(await server.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-server-queue executes one goal after the other',
  async () => {
    const server = start('minimal-action-server-queue', OVERLAP_STEP_S);
    const client = start('minimal-action-client-async', 4);
    expect(await client.ended()).toBe(0);
    expect(await server.stop()).toBe(0);
    for (const name of ['1', '2', 'A', 'B']) {
      expect(client.messages).toContain(`${name}: Goal succeeded! Result: ${upTo(5)}`);
    }
    const one = ['Executing goal...', `Returning result: ${upTo(5)}`];
    const isWork = (line: string): boolean => !/^(Received|Publishing|Goal put)/.test(line);
    expect(server.messages.filter(isWork)).toEqual([...one, 'Next goal pulled from the queue', ...one, ...one, ...one]);
    expect(server.messages.filter((line) => line === 'Goal put in the queue')).toHaveLength(1);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-server-single-goal aborts the goal before',
  async () => {
    const server = start('minimal-action-server-single-goal', OVERLAP_STEP_S);
    const client = start('minimal-action-client-async', 8);
    expect(await client.ended()).toBe(0);
    expect(await server.stop()).toBe(0);
    expect(client.messages).toContain('1: Goal failed with status: 6');
    for (const name of ['2', 'A', 'B'])
      expect(client.messages).toContain(`${name}: Goal succeeded! Result: ${upTo(9)}`);
    expect(server.messages.filter((line) => /abort/i.test(line))).toEqual(['Aborting previous goal', 'Goal aborted']);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-server-defer executes later',
  async () => {
    const server = start('minimal-action-server-defer', STEP_S, 0.5);
    const client = start('minimal-action-client', 3);
    expect(await client.ended()).toBe(0);
    expect(await server.stop()).toBe(0);
    expect(server.messages.slice(0, 3)).toEqual([
      'Received goal request',
      'Deferring execution...',
      'Executing goal...',
    ]);
    expect(client.messages.at(-1)).toBe(`Result: ${upTo(4)}`);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-client-cancel cancels a goal that runs',
  async () => {
    const server = start('minimal-action-server-queue', 0.5);
    const client = start('minimal-action-client-cancel', 40, 0.5);
    expect(await client.ended()).toBe(0);
    await server.says('Goal canceled');
    expect(await server.stop()).toBe(0);
    expect(client.messages.filter((line) => !line.startsWith('Received feedback'))).toEqual([
      'Waiting for action server...',
      'Sending goal request...',
      'Goal accepted :)',
      'Canceling goal',
      'Goal successfully canceled',
    ]);
    expect(client.messages).toContain(`Received feedback: ${upTo(3)}`);
    expect(server.messages).toContain('Received cancel request');
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-client-cancel says so when the server does not let it',
  async () => {
    const server = start('minimal-action-server', 0.05);
    const client = start('minimal-action-client-cancel', 8, 0.1);
    expect(await client.ended()).toBe(0);
    expect(client.messages.at(-1)).toBe('Goal failed to cancel');
    expect(await server.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-server-generator does what the tutorial does, and can be canceled',
  async () => {
    const server = start('minimal-action-server-generator', 0.25);
    const client = start('minimal-action-client', 5);
    expect(await client.ended()).toBe(0);
    expect(client.messages.at(-1)).toBe(`Result: ${upTo(6)}`);
    const canceling = start('minimal-action-client-cancel', 40, 0.2);
    expect(await canceling.ended()).toBe(0);
    expect(canceling.messages.at(-1)).toBe('Goal successfully canceled');
    expect(await server.stop()).toBe(0);
    expect(server.lines).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-server-policy preempts, as the policy of that name does',
  async () => {
    const server = start('minimal-action-server-policy', 'singlePreempt', OVERLAP_STEP_S);
    const client = start('minimal-action-client-async', 8);
    expect(await client.ended()).toBe(0);
    expect(await server.stop()).toBe(0);
    const failed = ['1', '2'].filter((name) => client.messages.includes(`${name}: Goal failed with status: 6`));
    expect(failed).toHaveLength(1);
    for (const name of ['A', 'B']) expect(client.messages).toContain(`${name}: Goal succeeded! Result: ${upTo(9)}`);
  },
  TIMEOUT_MS,
);

test(
  'minimal-action-server-policy rejects, with a reason on its own side',
  async () => {
    const server = start('minimal-action-server-policy', 'singleReject', OVERLAP_STEP_S);
    const client = start('minimal-action-client-async', 8);
    expect(await client.ended()).toBe(0);
    expect(await server.stop()).toBe(0);
    expect(client.messages.filter((line) => line.endsWith('Goal rejected :('))).toHaveLength(1);
    expect(client.messages.filter((line) => line.includes('Goal succeeded!'))).toHaveLength(3);
    expect(server.messages).toContain('Rejected goal of order 8');
    expect(server.messages.some((line) => line.startsWith('Goal rejected: another goal is executing.'))).toBe(true);
  },
  TIMEOUT_MS,
);
