/**
 * Our half of test_communication's action tests: sends the goal and ends, with exit code 0 when feedback and result are right.
 * Usage: client.js ACTION_TYPE NAMESPACE
 */
import { ActionClient, createNode } from '@rclts/actions';
import { exchangeOf } from './exchange.js';

const SERVER_MS = 120_000;

const [actionType = '', namespace = '/'] = process.argv.slice(2);
const exchange = exchangeOf(actionType);
const node = await createNode('action_client', { namespace, args: [] });
let isRight = true;
let heard = 0;

const client = new ActionClient(node, exchange.type, `test/action/${actionType}`);
await client.waitForServer({ timeoutMs: SERVER_MS });
const goal = await client.sendGoal(exchange.goal, {
  feedbackCallback: ({ feedback }) => {
    heard++;
    isRight &&= exchange.isFeedbackRight(feedback);
  },
});
isRight &&= goal.accepted;
const { result } = await goal.getResult();
isRight &&= exchange.isResultRight(result) && heard > 0;
await node.close();
process.exitCode = isRight ? 0 : 1;
