// What becomes of several goals at once, as a value: one of the policies, or a function of one's own.
// Usage: npm run example -- minimal-action-server-policy [POLICY] [SECONDS_PER_STEP]
import {
  ActionServer,
  CancelResponse,
  concurrent,
  createNode,
  queue,
  singlePreempt,
  singleReject,
} from '@rclts/actions';
import type { GoalOf, GoalPolicy } from '@rclts/actions';
import { closeOnSignal, computeFibonacci, Fibonacci } from './fibonacci.js';

/** One goal at a time; of those that wait, the shortest comes first. */
const shortestFirst: GoalPolicy<GoalOf<typeof Fibonacci>> = ({ request }, { running, waiting }) =>
  running.length === 0 && waiting.every((other) => request.order <= other.request.order) ? 'execute' : 'wait';

const policies = { concurrent, singleReject, singlePreempt, queue: queue(10), shortestFirst };
const name = process.argv[2] ?? 'singlePreempt';
const policy = Object.entries(policies).find(([key]) => key === name)?.[1];
if (!policy) throw new Error(`${name} is none of ${Object.keys(policies).join(', ')}`);

const stepMs = 1000 * Number(process.argv[3] ?? 1);
const node = await createNode('minimal_action_server');

const server = new ActionServer(
  node,
  Fibonacci,
  'fibonacci',
  async (goalHandle) => {
    try {
      return await computeFibonacci(node, goalHandle, stepMs);
    } finally {
      if (goalHandle.stopReason) node.logger.info(`Stopped: ${goalHandle.stopReason}`);
    }
  },
  {
    policy,
    // A reason for the log; clients hear that the goal is rejected.
    goalCallback: ({ order }) =>
      order > 46 ? { response: 'reject', reason: 'it would not fit into an int32' } : 'accept',
    cancelCallback: () => CancelResponse.ACCEPT,
    // Nobody would see the result: the goal of a client that has left is canceled.
    cancelOnClientLost: true,
  },
);
server.onGoalRejected(({ request }) => node.logger.info(`Rejected goal of order ${request.order}`));

closeOnSignal(node);
