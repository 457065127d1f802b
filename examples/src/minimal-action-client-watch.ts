// Says what all goals of an action do, whoever sent them.
// Usage: npm run example -- minimal-action-client-watch
import { ActionClient, createNode, goalStatusName } from '@rclts/actions';
import { closeOnSignal, Fibonacci } from './fibonacci.js';

const node = await createNode('goal_watcher');
const client = new ActionClient(node, Fibonacci, 'fibonacci');
client.on('serverAvailable', () => node.logger.info('A server is there'));
client.on('serverLost', () => node.logger.info('A server is gone'));
client.onGoalChanged(({ goalId, status }) => node.logger.info(`${goalId}: ${goalStatusName(status)}`));

closeOnSignal(node);
