import { startInOwnDomain } from './run.js';

const TIMEOUT_MS = 300_000;

const start = startInOwnDomain();

/** Runs a program whose code docs/ACTIONS.md shows; what its node has said. */
async function messagesOf(name: string): Promise<readonly string[]> {
  const program = start(name);
  expect(await program.ended()).toBe(0);
  return program.messages;
}

test(
  'guide-server: what the guide shows of servers is what they do',
  async () => {
    const [first, ...messages] = await messagesOf('guide-server');
    expect(first).toBe('0 goals are active');
    expect(messages).toEqual([
      'countdown: SUCCEEDED, Lift-off',
      'countdown: CANCELED, ',
      'generator: SUCCEEDED, Lift-off',
      'careful: SUCCEEDED, Lift-off',
      expect.stringMatching(/^Goal rejected: 101 is too long\. Goal ID: [0-9a-f]{32}$/),
      '32 digits: 101 is too long',
      'careful: rejected',
      expect.stringMatching(/^in_turn: CANCELED, Stopped at \d+: cancelRequested$/),
      ...['newest', 'short_first', 'remembered', 'watchful', 'crowded'].map((name) => `${name}: SUCCEEDED, Lift-off`),
    ]);
  },
  TIMEOUT_MS,
);

test(
  'guide-client: what the guide shows of clients is what they do',
  async () => {
    const messages = await messagesOf('guide-client');
    const [warning, ...others] = messages.filter((line) => line.startsWith('[WARN]'));
    expect(warning).toContain('There are 2 servers of action /countdown: ');
    expect(others).toEqual([]);
    const said = messages.filter((line) => line !== warning);
    expect(said.slice(0, 10)).toEqual([
      'Lift-off from first_pad',
      'T minus 3, 2, 1',
      'SUCCEEDED: Lift-off from first_pad',
      '1 agreed: CANCELED',
      'CANCELED and CANCELED',
      'CANCELED',
      'CANCELED',
      'Lift-off from first_pad',
      '/countdown [launch_interfaces/action/Countdown]',
      '/first_pad for 1 client',
    ]);
    expect(said.slice(10)).toEqual([
      'Lift-off from first_pad',
      'Lift-off from second_pad',
      'The server is gone',
      'The server of action /countdown that had goal GOAL is gone',
    ]);
  },
  TIMEOUT_MS,
);
