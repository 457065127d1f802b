// The client of the ROS 2 tutorial "Writing an action server and client".
// Usage: npm run example -- minimal-action-client [ORDER]
import { ActionClient, createNode, defineAction } from '@rclts/actions';

const Fibonacci = defineAction(
  'custom_action_interfaces/action/Fibonacci',
  `int32 order
---
int32[] sequence
---
int32[] partial_sequence`,
);

const order = Number(process.argv[2] ?? 10);
const node = await createNode('fibonacci_action_client');
const client = new ActionClient(node, Fibonacci, 'fibonacci');

await client.waitForServer();
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
  const { result } = await goal.getResult();
  node.logger.info(`Result: [${result.sequence.join(', ')}]`);
} else {
  node.logger.info('Goal rejected :(');
}

await node.close();
