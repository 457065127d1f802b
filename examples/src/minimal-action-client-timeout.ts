// Limits for everything that waits, by time and by AbortSignal.
// Usage: npm run example -- minimal-action-client-timeout [ORDER [SECONDS_FOR_THE_RESULT]]
import { ActionClient, ActionErrorCode, createNode, goalStatusName, isRcltsError } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const order = Number(process.argv[2] ?? 30);
const resultMs = 1000 * Number(process.argv[3] ?? 2);
const node = await createNode('hurried_client');
const client = new ActionClient(node, Fibonacci, 'fibonacci');

await client.waitForServer({ timeoutMs: 10_000 }); // or rejects with ERR_ACTION_SERVER_UNAVAILABLE

// The signal stands for the whole goal: aborted before the goal is accepted, it rejects; afterwards, it cancels the goal.
const user = new AbortController();
process.once('SIGINT', () => user.abort());
// A goal that is not accepted in time is canceled in case it is accepted after all: no orphan runs.
const goal = await client.sendGoal({ order }, { signal: user.signal, timeoutMs: 5_000 });
node.logger.info('Goal accepted :)');

try {
  // Stops waiting, and nothing else: the goal goes on.
  await goal.getResult({ timeoutMs: resultMs });
} catch (error) {
  if (!isRcltsError(error) || error.code !== ActionErrorCode.TIMEOUT) throw error;
  node.logger.info('That takes too long: canceling');
  await goal.cancelGoal({ timeoutMs: 5_000 });
}
const { status, result } = await goal.getResult({ signal: AbortSignal.timeout(60_000) });
node.logger.info(`${goalStatusName(status)}: ${result.sequence.length} numbers`);
await node.close();
