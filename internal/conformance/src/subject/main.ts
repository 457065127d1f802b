/**
 * Our own server, behaving as behaviours.ts says, for the suite to be tried on. Ends when stdin does, or on SIGTERM.
 * Usage: subject/main.js ACTION RESULT_TIMEOUT_MS
 */
import { ActionServer, createNode } from '@rclts/actions';
import { cancelResponse, execute, Fibonacci, goalResponse } from './behaviours.js';

const [action = '/fibonacci', resultTimeoutMs = '10000'] = process.argv.slice(2);

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const node = await createNode('subject', { args: [] });
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
new ActionServer(node, Fibonacci, action, (goalHandle) => execute(goalHandle, sleep), {
  goalCallback: ({ order }) => goalResponse(order),
  cancelCallback: ({ goalId, request }) => {
    say({ event: 'cancel', goalId });
    return cancelResponse(request.order);
  },
  resultTimeoutMs: Number(resultTimeoutMs),
});
say({ event: 'ready' });

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await node.close();
  process.exit(0);
}
process.once('SIGTERM', () => void end());
process.stdin.resume().on('end', () => void end());
