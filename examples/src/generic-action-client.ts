// A client of an action whose definition is known at run time only: text in, JSON in, JSON out.
// Usage: npm run example -- generic-action-client ACTION TYPE DEFINITION_FILE GOAL_JSON
import { readFileSync } from 'node:fs';
import { ActionClient, createNode, defineAction, goalStatusName } from '@rclts/actions';

const [action = 'fibonacci', type = 'custom_action_interfaces/action/Fibonacci', file, goalJson = '{}'] =
  process.argv.slice(2);
if (file === undefined) throw new Error('Usage: generic-action-client ACTION TYPE DEFINITION_FILE GOAL_JSON');
const [packageName, , typeName] = type.split('/');
const definition = defineAction(`${packageName}/action/${typeName}`, readFileSync(file, 'utf8'));

// Typed arrays as lists, 64-bit integers as texts.
const json = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => {
    if (ArrayBuffer.isView(one)) return Array.from(one as unknown as ArrayLike<unknown>);
    return typeof one === 'bigint' ? String(one) : one;
  });

const node = await createNode('generic_action_client');
const client = new ActionClient(node, definition, action);
const goal = await client.sendGoal(JSON.parse(goalJson) as Record<string, unknown>, { timeoutMs: 30_000 });
for await (const feedback of goal.feedback()) node.logger.info(`Feedback: ${json(feedback)}`);
const { status, result } = await goal.result;
node.logger.info(`${goalStatusName(status)}: ${json(result)}`);

await node.close();
