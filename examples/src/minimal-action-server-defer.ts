// Accepts goals at once and executes them later.
// Usage: npm run example -- minimal-action-server-defer [SECONDS_PER_STEP [SECONDS_TO_DEFER]]
import { ActionServer, CancelResponse, createNode, GoalResponse } from '@rclts/actions';
import { closeOnSignal, computeFibonacci, Fibonacci } from './fibonacci.js';

const stepMs = 1000 * Number(process.argv[2] ?? 1);
const deferMs = 1000 * Number(process.argv[3] ?? 3);
const node = await createNode('minimal_action_server');

new ActionServer(node, Fibonacci, 'fibonacci', (goalHandle) => computeFibonacci(node, goalHandle, stepMs), {
  goalCallback: () => {
    node.logger.info('Received goal request');
    return GoalResponse.DEFER;
  },
  handleAcceptedCallback: (goalHandle) => {
    node.logger.info('Deferring execution...');
    node.schedule(deferMs, () => goalHandle.execute());
  },
  cancelCallback: () => {
    node.logger.info('Received cancel request');
    return CancelResponse.ACCEPT;
  },
});

closeOnSignal(node);
