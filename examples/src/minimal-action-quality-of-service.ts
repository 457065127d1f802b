// Quality of service of an action's five parts, at both ends, and feedback for nobody but the goal's owner.
// Usage: npm run example -- minimal-action-quality-of-service
import { ActionClient, ActionServer, createNode } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const node = await createNode('fast_and_loose');
// Only the latest feedback matters, and what is lost on the way is not sent again.
const feedback = { reliability: 'best_effort', depth: 1 } as const;

const server = new ActionServer(
  node,
  Fibonacci,
  'fibonacci',
  async function* ({ request }) {
    for (let i = 0; i < request.order; i++) yield { partial_sequence: [i] };
    return { sequence: [request.order] };
  },
  // status: the last sample waits for who comes late; what is left out (the three services) is as rcl_action has it.
  { feedback: 'owner', qos: { feedback, status: { durability: 'transient_local', depth: 1 } } },
);
const client = new ActionClient(node, Fibonacci, 'fibonacci', { qos: { feedback } });

const goal = await client.sendGoal({ order: 3 });
for await (const { partial_sequence } of goal.feedback()) node.logger.info(`Feedback: ${partial_sequence.join()}`);
node.logger.info(`Result: ${(await goal.result).result.sequence.join()}; goals left: ${server.goals().length}`);
await node.close();
