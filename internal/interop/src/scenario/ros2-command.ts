import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { ACTION, CLIENT_NODE, SERVER_NODE, type Pair } from '../pair.js';
import { findCommand, Implementation } from '../process/programs.js';
import { fibonacci } from './order.js';
import { eventually, type Scenario } from './scenario.js';

const DISCOVERY_MS = 60_000;
const COMMAND_MS = 60_000;

/** A newcomer to a domain that has been up for a while: the real `ros2` where it is installed, else the same calls through rclpy. */
export const ros2Command: Scenario = {
  title: 'ros2 action list, info, send_goal and node info, or rclpy’s own calls for them',
  needsRcl: true,
  async run(pair) {
    const ros2 = findCommand('ros2');
    await (ros2 === undefined ? throughRclpy(pair) : throughCommand(ros2, pair));
  },
};

async function throughRclpy(pair: Pair): Promise<void> {
  const { client, server } = pair.cell;
  const onlooker = await pair.startNode(client === Implementation.RCLTS ? server : client, '/onlooker');
  await eventually('the onlooker sees everybody', DISCOVERY_MS, async () => {
    assert.deepEqual(await onlooker.call('nodes', {}), [CLIENT_NODE, '/onlooker', SERVER_NODE]);
    assert.deepEqual(await onlooker.call('actions', {}), { [ACTION]: ['test_msgs/action/Fibonacci'] });
    const info = { servers: [SERVER_NODE], clients: [CLIENT_NODE] };
    assert.deepEqual(await onlooker.call('actionInfo', { action: ACTION }), info);
    return true;
  });
  await onlooker.call('createActionClient', { action: ACTION });
  assert.equal(await onlooker.call('waitForServer', { action: ACTION, timeoutMs: DISCOVERY_MS }), true);
  // A client that knows the server may send a goal before the server knows who is to have its feedback.
  await eventually('the server knows the reader of feedback', DISCOVERY_MS, async () => {
    return (await pair.server.call('countFeedbackReaders', { action: ACTION })) === 2;
  });
  const { accepted, goalId } = await onlooker.call('sendGoal', { action: ACTION, order: 5 });
  assert.equal(accepted, true);
  const { status, sequence } = await onlooker.call('getResult', { goalId });
  assert.deepEqual({ status, sequence }, { status: 4, sequence: fibonacci(5) });
  await eventually('feedback', DISCOVERY_MS, async () => {
    return (await onlooker.call('feedback', { goalId })).length === 4;
  });
  await onlooker.stop();
}

async function throughCommand(ros2: string, { domain }: Pair): Promise<void> {
  const run = (...args: string[]): Promise<string> => output(ros2, args, domain.id);
  try {
    await eventually('ros2 action list and info', DISCOVERY_MS, async () => {
      assert.equal((await run('action', 'list', '-t')).trim(), `${ACTION} [test_msgs/action/Fibonacci]`);
      const info = await run('action', 'info', '-t', ACTION);
      assert.match(info, /Action clients: 1\s+\S*\/interop_client \[test_msgs\/action\/Fibonacci\]/);
      assert.match(info, /Action servers: 1\s+\S*\/robot\/interop_server \[test_msgs\/action\/Fibonacci\]/);
      return true;
    });
    const node = await run('node', 'info', SERVER_NODE);
    assert.match(node, new RegExp(`Action Servers:\\s+${ACTION}: test_msgs/action/Fibonacci`));
    const sent = await run('action', 'send_goal', '--feedback', ACTION, 'test_msgs/action/Fibonacci', '{order: 5}');
    assert.match(sent, /Goal accepted with ID: [0-9a-f]{32}/);
    assert.equal(sent.match(/^Feedback:$/gm)?.length, 4);
    assert.match(
      sent,
      /Result:\s+sequence:\s+- 0\s+- 1\s+- 1\s+- 2\s+- 3\s+- 5\s+Goal finished with status: SUCCEEDED/,
    );
  } finally {
    // The commands start one, which would outlive the test by hours.
    await run('daemon', 'stop');
  }
}

/** Runs it with the environment of the person whose `ros2` it is, in the domain of the test. */
function output(command: string, args: readonly string[], domainId: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ROS_DOMAIN_ID: String(domainId) },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: COMMAND_MS,
      killSignal: 'SIGKILL',
    });
    let text = '';
    const keep = (chunk: Buffer): void => void (text += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(text);
      else reject(new Error(`ros2 ${args.join(' ')} ended with ${code}:\n${text}`));
    });
  });
}
