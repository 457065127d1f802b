// What becomes of goals whose client has left: by saying so, or because nothing was heard of it for the time of its lease.
// Usage: npm run example -- minimal-action-server-client-lost [SECONDS_PER_STEP]
import { ActionServer, createNode, goalStatusName } from '@rclts/actions';
import { closeOnSignal, computeFibonacci, Fibonacci } from './fibonacci.js';

const stepMs = 1000 * Number(process.argv[2] ?? 1);
const node = await createNode('minimal_action_server');

new ActionServer(
  node,
  Fibonacci,
  'fibonacci',
  async (goalHandle) => {
    const result = await computeFibonacci(node, goalHandle, stepMs);
    node.logger.info(`${goalStatusName(goalHandle.status)}, stopped by: ${goalHandle.stopReason ?? 'nobody'}`);
    return result;
  },
  {
    // Called once for every active goal of a client that has left. The goal goes on, if nobody ends it …
    onClientLost: ({ goalId, client }) => node.logger.info(`Client ${client.guidText} has left goal ${goalId}`),
    // … but here it is canceled, without asking the cancel callback.
    cancelOnClientLost: true,
  },
);

closeOnSignal(node);
