// A client that outlives its server: it waits a while for the server to come back, and then sends its goal anew.
// Usage: npm run example -- minimal-action-client-server-lost [ORDER [SECONDS_OF_PATIENCE]]
import { ActionClient, createNode, ServerLostError } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const order = Number(process.argv[2] ?? 10);
const waitMs = 1000 * Number(process.argv[3] ?? 30);
const node = await createNode('patient_client');
// What is asked of a lost server stays open for so long. Without this it rejects as soon as the loss is known.
const client = new ActionClient(node, Fibonacci, 'fibonacci', { serverLost: { waitMs } });
client.on('serverAvailable', () => node.logger.info('A server is there'));
client.on('serverLost', () => node.logger.info('The server is gone'));

for (;;) {
  try {
    const goal = await client.sendGoal({ order });
    node.logger.info('Goal accepted :)');
    // Asked again by itself when the server comes back: it may have finished the goal meanwhile.
    const { result } = await goal.getResult();
    node.logger.info(`Result: [${result.sequence.join(', ')}]`);
    break;
  } catch (error) {
    if (!(error instanceof ServerLostError)) throw error;
    node.logger.info('The goal is lost with its server; sending it anew');
  }
}
await node.close();
