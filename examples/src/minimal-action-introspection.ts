// Looks into an action: a client that publishes what passes its services, as `ros2 action echo` wants it, and who reads that.
// Usage: npm run example -- minimal-action-introspection [ORDER]
import { ActionClient, createNode, ServiceIntrospectionState } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const EVENTS = ['REQUEST_SENT', 'REQUEST_RECEIVED', 'RESPONSE_SENT', 'RESPONSE_RECEIVED'];

const order = Number(process.argv[2] ?? 3);
const node = await createNode('introspected_client');
const client = new ActionClient(node, Fibonacci, 'fibonacci');
// METADATA tells who asks whom, and when; CONTENTS the goals and results, too.
client.configureIntrospection(ServiceIntrospectionState.CONTENTS);

node.createSubscription(Fibonacci.sendGoal.event, 'fibonacci/_action/send_goal/_service_event', ({ info, request }) => {
  node.logger.info(`send_goal ${EVENTS[info.event_type]}${request.map(({ goal }) => `: order ${goal.order}`).join()}`);
});
const ended = new Promise<void>((resolve) => {
  node.createSubscription(Fibonacci.getResult.event, 'fibonacci/_action/get_result/_service_event', (event) => {
    const results = event.response.map(({ result }) => `: [${result.sequence.join(', ')}]`);
    node.logger.info(`get_result ${EVENTS[event.info.event_type]}${results.join()}`);
    if (event.response.length > 0) resolve();
  });
});

const goal = await client.sendGoal({ order });
await goal.result;
await ended;
await node.close();
