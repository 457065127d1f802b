// Cancels every goal of the action, whoever sent it: what an emergency stop does.
// Usage: npm run example -- minimal-action-client-cancel-all
import { ActionClient, createNode } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const node = await createNode('emergency_stop');
const client = new ActionClient(node, Fibonacci, 'fibonacci');

await client.waitForServer();
const { goals_canceling } = await client.cancelAll();
node.logger.info(`Canceling ${goals_canceling.length} goals`);
for (const { goal_id } of goals_canceling) {
  const { status } = await client.attach(goal_id).result;
  node.logger.info(`Goal ended with status ${status}`);
}

await node.close();
