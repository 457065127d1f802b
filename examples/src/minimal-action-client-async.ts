// Two goals at once, then two one after the other: goals are promises.
// Usage: npm run example -- minimal-action-client-async [ORDER]
import { ActionClient, createNode, GoalStatus } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const order = Number(process.argv[2] ?? 10);
const node = await createNode('minimal_action_client');
const client = new ActionClient(node, Fibonacci, 'fibonacci');

async function compute(name: string): Promise<void> {
  node.logger.info(`${name}: Sending goal request...`);
  const goal = await client.sendGoal(
    { order },
    {
      feedbackCallback: ({ feedback }) => {
        node.logger.info(`${name}: Received feedback: [${feedback.partial_sequence.join(', ')}]`);
      },
    },
  );
  if (!goal.accepted) return node.logger.info(`${name}: Goal rejected :(`);
  node.logger.info(`${name}: Goal accepted :)`);

  const { status, result } = await goal.getResult();
  if (status === GoalStatus.SUCCEEDED) {
    node.logger.info(`${name}: Goal succeeded! Result: [${result.sequence.join(', ')}]`);
  } else {
    node.logger.info(`${name}: Goal failed with status: ${status}`);
  }
}

node.logger.info('Waiting for action server...');
await client.waitForServer();
await Promise.all([compute('1'), compute('2')]);
await compute('A');
await compute('B');
await node.close();
