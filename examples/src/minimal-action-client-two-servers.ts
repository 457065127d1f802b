// Two servers of one name: a goal goes to one of them, unless the client says otherwise. Here, each gets one.
// Usage: npm run example -- minimal-action-client-two-servers [ORDER]
import { once } from 'node:events';
import { ActionClient, createNode } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const order = Number(process.argv[2] ?? 5);
const node = await createNode('dispatcher');
const client = new ActionClient(node, Fibonacci, 'fibonacci');

// The client warns of the second server, with the names of both.
const arrivals = new EventTarget();
client.on('serverAvailable', () => arrivals.dispatchEvent(new Event('server')));
while (client.servers.length < 2) await once(arrivals, 'server');

const goals = await Promise.all(client.servers.map((server) => client.sendGoal({ order }, { server })));
node.logger.info(`${goals.filter((goal) => goal.accepted).length} goals accepted`);
for (const goal of goals) {
  const { result } = await goal.result; // asked of the server that has the goal
  node.logger.info(`Result: [${result.sequence.join(', ')}]`);
}
await node.close();
