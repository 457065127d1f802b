// Reads a goal's feedback with `for await`: all of it, or the latest for a reader that is slower than the server.
// Usage: npm run example -- minimal-action-client-feedback [ORDER [SECONDS_PER_FEEDBACK]]
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionClient, createNode } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const order = Number(process.argv[2] ?? 10);
const pauseMs = 1000 * Number(process.argv[3] ?? 0);
const node = await createNode('minimal_action_client');
const client = new ActionClient(node, Fibonacci, 'fibonacci');

const goal = await client.sendGoal({ order });
if (goal.accepted) {
  for await (const feedback of goal.feedback({ policy: pauseMs > 0 ? 'latest' : 'all' })) {
    node.logger.info(`Received feedback: [${feedback.partial_sequence.join(', ')}]`);
    await sleep(pauseMs);
  }
  const { result } = await goal.result;
  node.logger.info(`Result: [${result.sequence.join(', ')}]`);
} else {
  node.logger.info('Goal rejected :(');
}

await node.close();
