// Without an argument: sends a goal, says its id, and leaves. With the id: comes back to the goal, as after a crash, and
// follows it to its end.
// Usage: npm run example -- minimal-action-client-attach [GOAL_ID]
import { ActionClient, createNode, goalStatusName } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const goalId = process.argv[2];
const node = await createNode('minimal_action_client');
const client = new ActionClient(node, Fibonacci, 'fibonacci');

if (goalId === undefined) {
  const goal = await client.sendGoal({ order: 20 });
  node.logger.info(goal.accepted ? `Goal accepted: ${goal.goalId}` : 'Goal rejected :(');
} else {
  const goal = client.attach(goalId);
  for await (const event of goal.events({ policy: 'latest', capacity: 10 })) {
    if (event.type === 'status') node.logger.info(`Status: ${goalStatusName(event.status)}`);
    if (event.type === 'feedback')
      node.logger.info(`Received feedback: ${event.feedback.partial_sequence.length} numbers`);
    if (event.type === 'serverLost') node.logger.info('The server is gone; waiting for it');
    if (event.type === 'result') {
      node.logger.info(`Result, ${goalStatusName(event.status)}: [${event.result.sequence.join(', ')}]`);
    }
  }
}

await node.close();
