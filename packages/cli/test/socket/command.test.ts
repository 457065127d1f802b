import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionServer, CancelResponse, createNode, defineAction, GoalResponse, type Node } from '@rclts/actions';
import { claimDomain, ManagedProcess, type Domain } from '@rclts/interop';

// The tool as it is installed, in a process of its own, towards an action server in this one.

const FEEDBACK = /\/fibonacci_action_server > .* DATA \/fibonacci\/_action\/feedback #\d+, \d+ bytes, goal (\w+)/;

const binary = join(__dirname, '../../dist/index.js');
const Fibonacci = defineAction(
  'example_interfaces/action/Fibonacci',
  'int32 order\n---\nint32[] sequence\n---\nint32[] sequence\n',
);
const type = 'example_interfaces/action/Fibonacci';

/** Orders that the server treats in a way of their own. */
const refused = -1;
const aborted = 7;
const endless = 100;
const stubborn = 101;

/** What takes longer never comes. */
const PATIENCE_MS = 200_000;

let domain: Domain;
let node: Node;
const stubbornGoals: (() => void)[] = [];

beforeAll(async () => {
  if (!existsSync(binary)) throw new Error(`${binary} is not there: npm run build`);
  domain = await claimDomain();
  node = await createNode('fibonacci_action_server', {
    domainId: domain.id,
    discoveryRange: 'localhost',
    args: [],
    logSink: () => undefined,
  });
  new ActionServer(
    node,
    Fibonacci,
    'fibonacci',
    async (goalHandle) => {
      const { order } = goalHandle.request;
      if (order === endless || order === stubborn) await ended(goalHandle, order);
      const sequence = [0, 1];
      for (let i = 1; i < Math.min(order, 5); i++) {
        sequence.push((sequence[i] ?? 0) + (sequence[i - 1] ?? 0));
        goalHandle.publishFeedback({ sequence });
      }
      if (order === aborted) goalHandle.abort();
      else if (goalHandle.isCancelRequested) goalHandle.canceled();
      else goalHandle.succeed();
      return { sequence };
    },
    {
      goalCallback: ({ order }) => (order === refused ? GoalResponse.REJECT : GoalResponse.ACCEPT),
      cancelCallback: ({ request }) => (request.order === stubborn ? CancelResponse.REJECT : CancelResponse.ACCEPT),
    },
  );
});

afterAll(async () => {
  await node.close();
  await domain.release();
});

/** Until a cancel request was accepted, or, for the stubborn one, until the test lets it go. */
function ended(goalHandle: { readonly isCancelRequested: boolean }, order: number): Promise<void> {
  return new Promise((resolve) => {
    if (order === stubborn) {
      stubbornGoals.push(resolve);
      return;
    }
    const timer = setInterval(() => {
      if (!goalHandle.isCancelRequested) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
}

function start(...words: string[]): ManagedProcess {
  return new ManagedProcess(process.execPath, [binary, ...words], {
    label: `rclts ${words.join(' ')}`,
    environment: {
      PATH: process.env['PATH'],
      ROS_DOMAIN_ID: String(domain.id),
      ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST',
    },
  });
}

async function outcome(run: ManagedProcess): Promise<{ code: number | null; output: string }> {
  const { code } = await run.exited;
  return { code, output: run.output.replace(/ID: [0-9a-f]{32}/, 'ID: …') };
}

const rclts = (...words: string[]): Promise<{ code: number | null; output: string }> => outcome(start(...words));
/**
 * Expects this of a look at the graph. How soon a busy machine lets peers answer is its own affair: what is not to be seen yet is looked for
 * again, for longer.
 */
async function expectToSee(words: readonly string[], expected: { code: number; output: string }): Promise<void> {
  let seen = await rclts(...words);
  for (const seconds of ['5', '20', '60']) {
    if (seen.code === expected.code && seen.output === expected.output) break;
    seen = await rclts(...words, '--spin-time', seconds);
  }
  expect(seen).toEqual(expected);
}

/** Resolves when the server's node knows that so many listen to a topic of the action. */
function listenersOf(topic: string, count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (node.countSubscriptions(`/fibonacci/_action/${topic}`) !== count) return;
      node.off('graphChanged', look);
      resolve();
    };
    node.on('graphChanged', look);
    look();
  });
}

const sendGoal = (goal: string, ...options: string[]): ManagedProcess =>
  start('action', 'send_goal', '/fibonacci', type, goal, ...options);

const sent = (order: number): string => `Waiting for an action server to become available...
Sending goal:
     order: ${order}

`;
const accepted = 'Goal accepted with ID: …\n\n';

describe('rclts action send_goal', () => {
  test('prints the goal, its feedback, its result and how it ended', async () => {
    expect(await outcome(sendGoal('{order: 3}', '-f'))).toEqual({
      code: 0,
      output: `${sent(3)}${accepted}Feedback:
    sequence:
- 0
- 1
- 1

Feedback:
    sequence:
- 0
- 1
- 1
- 2

Result:
    sequence:
- 0
- 1
- 1
- 2

Goal finished with status: SUCCEEDED
`,
    });
  });

  test('without --feedback prints none, and takes the defaults for what is not given', async () => {
    expect(await outcome(sendGoal('{}'))).toEqual({
      code: 0,
      output: `${sent(0)}${accepted}Result:\n    sequence:\n- 0\n- 1\n\nGoal finished with status: SUCCEEDED\n`,
    });
  });

  test('says when the goal was rejected, and exits with 0 as ros2 does', async () => {
    expect(await outcome(sendGoal(`{order: ${refused}}`))).toEqual({
      code: 0,
      output: `${sent(refused)}Goal was rejected.\n`,
    });
  });

  test('prints the result of an aborted goal, too', async () => {
    const { code, output } = await outcome(sendGoal(`{order: ${aborted}}`));
    expect(code).toBe(0);
    expect(output).toMatch(/Goal finished with status: ABORTED\n$/);
  });

  test('an interrupt cancels the goal, and its result is still printed', async () => {
    const run = sendGoal(`{order: ${endless}}`);
    await run.untilOutput(/Goal accepted/, PATIENCE_MS);
    run.signal('SIGINT');
    expect(await outcome(run)).toEqual({
      code: 0,
      output: `${sent(endless)}${accepted}Canceling goal...
Goal canceled.
Result:
    sequence:
- 0
- 1
- 1
- 2
- 3
- 5

Goal finished with status: CANCELED
`,
    });
  });

  test('the end that the system asks for is an interrupt, too: a goal that cannot be canceled says so, exit code 1', async () => {
    const run = sendGoal(`{order: ${stubborn}}`);
    await run.untilOutput(/Goal accepted/, PATIENCE_MS);
    run.signal('SIGTERM');
    expect(await outcome(run)).toEqual({
      code: 1,
      output: `${sent(stubborn)}${accepted}Canceling goal...\nFailed to cancel goal\n`,
    });
    for (const release of stubbornGoals) release();
  });

  test('waits for a server no longer than it is told', async () => {
    expect(await rclts('action', 'send_goal', '/nobody', type, '{}', '-t', '1')).toEqual({
      code: 1,
      output: `Waiting for an action server to become available...
Action server is not available after waiting 1 seconds.
`,
    });
  });

  test('a name that no action can have is refused in one line', async () => {
    const { code, output } = await rclts('action', 'send_goal', 'no name', type);
    expect(code).toBe(1);
    expect(output).toContain('must not contain characters other than alphanumerics');
    expect(output).not.toContain('    at ');
  });

  test('an interrupt while it waits ends it with exit code 2, as ros2 does', async () => {
    const run = start('action', 'send_goal', '/nobody', type);
    await run.untilOutput(/Waiting/, PATIENCE_MS);
    run.signal('SIGINT');
    expect(await outcome(run)).toEqual({ code: 2, output: 'Waiting for an action server to become available...\n' });
  });
});

describe('rclts looks at the graph', () => {
  test.each([
    ['action list', 0, '/fibonacci\n'],
    ['action list -t', 0, `/fibonacci [${type}]\n`],
    ['action list -c', 0, '1\n'],
    ['action list --no-daemon --spin-time 1.5 -t', 0, `/fibonacci [${type}]\n`],
    [
      'action info /fibonacci',
      0,
      'Action: /fibonacci\nAction clients: 0\nAction servers: 1\n    /fibonacci_action_server\n',
    ],
    [
      'action info -t fibonacci',
      0,
      `Action: fibonacci\nAction clients: 0\nAction servers: 1\n    /fibonacci_action_server [${type}]\n`,
    ],
    ['action info -c /fibonacci', 0, 'Action: /fibonacci\nAction clients: 0\nAction servers: 1\n'],
    ['action info /nobody', 0, 'Action: /nobody\nAction clients: 0\nAction servers: 0\n'],
    ['action type /fibonacci', 0, `${type}\n`],
    ['action type /nobody', 1, ''],
    [`action find ${type}`, 0, '/fibonacci\n'],
    [`action find -c ${type}`, 0, '1\n'],
    ['action find nobody/action/Nothing', 0, ''],
  ])('%s', async (words, code, output) => {
    await expectToSee(words.split(' '), { code, output });
  });
});

describe('rclts trace', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'rclts-live-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('shows, live, the feedback and status of a goal that others talk about, until it is interrupted; writes them down', async () => {
    const capture = join(folder, 'live.pcap');
    await Promise.all([listenersOf('feedback', 0), listenersOf('status', 0)]);
    const run = start('trace', '--write', capture);
    await run.untilOutput(/writer of \/fibonacci\/_action\/status/, PATIENCE_MS);
    await Promise.all([listenersOf('feedback', 1), listenersOf('status', 1)]);
    expect((await outcome(sendGoal('{order: 3}'))).code).toBe(0);
    await run.untilOutput(FEEDBACK, PATIENCE_MS);
    const goal = FEEDBACK.exec(run.output)?.[1] ?? '';
    await run.untilOutput(/ DATA \/fibonacci\/_action\/status #\d+, \d+ bytes, goal /, PATIENCE_MS);
    run.signal('SIGINT');
    expect((await run.exited).code).toBe(0);
    const again = await rclts('trace', capture, '--goal', goal);
    expect(again.code).toBe(0);
    expect(again.output).toMatch(FEEDBACK);
  });
});
