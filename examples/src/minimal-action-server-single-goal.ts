// Executes one goal at a time; a new one aborts the one before.
// Usage: npm run example -- minimal-action-server-single-goal [SECONDS_PER_STEP]
import { ActionServer, CancelResponse, createNode, GoalResponse } from '@rclts/actions';
import { closeOnSignal, computeFibonacci, Fibonacci, type FibonacciHandle } from './fibonacci.js';

const stepMs = 1000 * Number(process.argv[2] ?? 1);
const node = await createNode('minimal_action_server');
let currentGoal: FibonacciHandle | undefined;

new ActionServer(node, Fibonacci, 'fibonacci', (goalHandle) => computeFibonacci(node, goalHandle, stepMs), {
  goalCallback: () => {
    node.logger.info('Received goal request');
    return GoalResponse.ACCEPT;
  },
  handleAcceptedCallback: (goalHandle) => {
    if (currentGoal?.isActive) {
      node.logger.info('Aborting previous goal');
      currentGoal.abort();
    }
    currentGoal = goalHandle;
    goalHandle.execute();
  },
  cancelCallback: () => {
    node.logger.info('Received cancel request');
    return CancelResponse.ACCEPT;
  },
});

closeOnSignal(node);
