// Executes one goal at a time; the others wait for their turn.
// Usage: npm run example -- minimal-action-server-queue [SECONDS_PER_STEP]
import { ActionServer, CancelResponse, createNode, GoalResponse } from '@rclts/actions';
import { closeOnSignal, computeFibonacci, Fibonacci, type FibonacciHandle } from './fibonacci.js';

const stepMs = 1000 * Number(process.argv[2] ?? 1);
const node = await createNode('minimal_action_server');
const queue: FibonacciHandle[] = [];
let currentGoal: FibonacciHandle | undefined;

new ActionServer(
  node,
  Fibonacci,
  'fibonacci',
  async (goalHandle) => {
    try {
      return await computeFibonacci(node, goalHandle, stepMs);
    } finally {
      currentGoal = queue.shift();
      if (currentGoal) {
        node.logger.info('Next goal pulled from the queue');
        currentGoal.execute();
      }
    }
  },
  {
    goalCallback: () => {
      node.logger.info('Received goal request');
      return GoalResponse.ACCEPT;
    },
    handleAcceptedCallback: (goalHandle) => {
      if (currentGoal) {
        queue.push(goalHandle);
        node.logger.info('Goal put in the queue');
      } else {
        currentGoal = goalHandle;
        goalHandle.execute();
      }
    },
    cancelCallback: () => {
      node.logger.info('Received cancel request');
      return CancelResponse.ACCEPT;
    },
  },
);

closeOnSignal(node);
