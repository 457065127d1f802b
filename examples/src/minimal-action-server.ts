// The server of the ROS 2 tutorial "Writing an action server and client".
// Usage: npm run example -- minimal-action-server [SECONDS_PER_STEP]
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionServer, createNode, defineAction } from '@rclts/actions';

const Fibonacci = defineAction(
  'custom_action_interfaces/action/Fibonacci',
  `int32 order
---
int32[] sequence
---
int32[] partial_sequence`,
);

const stepMs = 1000 * Number(process.argv[2] ?? 1);
const node = await createNode('fibonacci_action_server');

new ActionServer(node, Fibonacci, 'fibonacci', async (goalHandle) => {
  node.logger.info('Executing goal...');

  let [previous, current] = [0, 1];
  const sequence = [previous, current];
  for (let i = 1; i < goalHandle.request.order; i++) {
    [previous, current] = [current, previous + current];
    sequence.push(current);
    node.logger.info(`Feedback: [${sequence.join(', ')}]`);
    goalHandle.publishFeedback({ partial_sequence: sequence });
    await sleep(stepMs);
  }

  goalHandle.succeed();
  return { sequence };
});

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void node.close());
