/** Our half of test_communication's action tests. Ends with exit code 0 on SIGTERM. Usage: server.js ACTION_TYPE NAMESPACE */
import { ActionServer, createNode } from '@rclts/actions';
import { exchangeOf } from './exchange.js';

const STEP_MS = 100;

const [actionType = '', namespace = '/'] = process.argv.slice(2);
const exchange = exchangeOf(actionType);
const node = await createNode('action_server', { namespace, args: [] });

new ActionServer(node, exchange.type, `test/action/${actionType}`, async (goalHandle) => {
  if (!exchange.isExpected(goalHandle.request)) {
    goalHandle.abort();
    return undefined;
  }
  for (const feedback of exchange.feedback(goalHandle.request)) {
    goalHandle.publishFeedback(feedback);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  goalHandle.succeed();
  return exchange.result(goalHandle.request);
});
process.stdout.write('ready\n');

async function end(): Promise<void> {
  await node.close();
  process.exit(0);
}
process.once('SIGTERM', () => void end());
process.stdin.resume().on('end', () => void end());
