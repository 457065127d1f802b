// Sends a goal, and cancels it while it runs.
// Usage: npm run example -- minimal-action-client-cancel [ORDER [SECONDS_TO_CANCEL]]
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionClient, createNode } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const order = Number(process.argv[2] ?? 10);
const cancelAfterMs = 1000 * Number(process.argv[3] ?? 2);
const node = await createNode('minimal_action_client');
const client = new ActionClient(node, Fibonacci, 'fibonacci');

node.logger.info('Waiting for action server...');
await client.waitForServer();

node.logger.info('Sending goal request...');
const goal = await client.sendGoal(
  { order },
  {
    feedbackCallback: ({ feedback }) => {
      node.logger.info(`Received feedback: [${feedback.partial_sequence.join(', ')}]`);
    },
  },
);

if (goal.accepted) {
  node.logger.info('Goal accepted :)');
  await sleep(cancelAfterMs);
  node.logger.info('Canceling goal');
  const { goals_canceling } = await goal.cancelGoal();
  node.logger.info(goals_canceling.length > 0 ? 'Goal successfully canceled' : 'Goal failed to cancel');
} else {
  node.logger.info('Goal rejected :(');
}

await node.close();
