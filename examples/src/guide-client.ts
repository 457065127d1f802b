// The code of the client's half of docs/ACTIONS.md, which shows the regions; it has its own servers, and says what it hears.
// Usage: npm run example -- guide-client
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ActionClient,
  ActionServer,
  countActionClients,
  createNode,
  defineAction,
  getActionNamesAndTypes,
  getActionServers,
  GoalStatus,
  goalStatusName,
  isRcltsError,
} from '@rclts/actions';

const Countdown = defineAction(
  'launch_interfaces/action/Countdown',
  'uint32 from 3\n---\nstring text\n---\nuint32 left',
);

/** A server in a context of its own, as if it were another process. */
async function openPad(name: string) {
  const pad = await createNode(name);
  new ActionServer(
    pad,
    Countdown,
    'countdown',
    async (goal) => {
      for (let left = goal.request.from; left > 0; left--) {
        goal.publishFeedback({ left });
        await sleep(10, undefined, { signal: goal.signal });
      }
      goal.succeed();
      return { text: `Lift-off from ${name}` };
    },
    { cancelCallback: () => 'accept' },
  );
  return pad;
}
const pad = await openPad('first_pad');

// #region send
const node = await createNode('mission_control');
const client = new ActionClient(node, Countdown, 'countdown');
await client.waitForServer({ timeoutMs: 10_000 });

const goal = await client.sendGoal(
  { from: 5 },
  { feedbackCallback: ({ feedback }) => node.logger.debug(`T minus ${feedback.left}`) },
);
if (goal.accepted) {
  const { status, result } = await goal.getResult(); // or: await goal.result
  if (status === GoalStatus.SUCCEEDED) node.logger.info(result.text);
}
// #endregion

// #region feedback
const followed = await client.sendGoal({}); // what is left out is the definition's default
const heard: number[] = [];
for await (const { left } of followed.feedback()) heard.push(left);
node.logger.info(`T minus ${heard.join(', ')}`);
// #endregion

// #region events
const merged = await client.sendGoal({ from: 50 });
for await (const event of merged.events({ policy: 'latest', capacity: 10 })) {
  if (event.type === 'status') node.logger.debug(goalStatusName(event.status));
  else if (event.type === 'feedback') merged.stopFeedback();
  else if (event.type === 'serverLost') node.logger.warn('Waiting for the server to come back');
  else if (event.type === 'result') node.logger.info(`${goalStatusName(event.status)}: ${event.result.text}`);
}
// #endregion

// #region cancel
const long = await client.sendGoal({ from: 1_000_000 });
const { goals_canceling } = await long.cancelGoal(); // goals that agreed: this one, or none
node.logger.info(`${goals_canceling.length} agreed: ${goalStatusName((await long.result).status)}`);

const [older, newer] = [await client.sendGoal({ from: 1_000_000 }), await client.sendGoal({ from: 1_000_000 })];
await client.cancelAllBefore(older.stamp); // accepted at that stamp, or before
await client.cancelAll(); // whoever sent them
node.logger.info(`${goalStatusName((await older.result).status)} and ${goalStatusName((await newer.result).status)}`);
// #endregion

// #region limits
const controller = new AbortController();
const bounded = await client.sendGoal({ from: 1_000_000 }, { timeoutMs: 5_000, signal: controller.signal });
try {
  await bounded.getResult({ timeoutMs: 100 }); // this call waits no longer; the goal goes on
} catch (error) {
  if (!isRcltsError(error) || error.code !== 'ERR_ACTION_TIMEOUT') throw error;
  controller.abort(); // after the acceptance: asks to cancel the goal
}
node.logger.info(goalStatusName((await bounded.result).status));
// #endregion

// #region attach
const { goalId } = await client.sendGoal({ from: 1_000_000 }); // 32 hexadecimal digits, to be kept somewhere
const later = new ActionClient(node, Countdown, 'countdown'); // in another process, say
const again = later.attach(goalId);
for await (const { status, server } of later.watchGoals()) {
  node.logger.debug(`${server}: ${goalStatusName(status)}`);
  if (status === GoalStatus.EXECUTING) break; // leaving the loop ends it
}
await again.cancelGoal();
node.logger.info(goalStatusName((await again.result).status));
// #endregion
later.close();

// #region generic
const text = readFileSync(new URL('../definitions/Countdown.action', import.meta.url), 'utf8');
const generic = new ActionClient(node, defineAction('launch_interfaces/action/Countdown', text), 'countdown');
const untyped = await generic.sendGoal(JSON.parse('{ "from": 2 }') as Record<string, unknown>);
node.logger.info(String((await untyped.result).result['text']));
// #endregion
generic.close();

while (getActionServers(node, 'countdown').length === 0) await sleep(10); // its node's name comes by a topic

// #region graph
for (const { name, types } of getActionNamesAndTypes(node)) node.logger.info(`${name} [${types.join()}]`);
const serving = getActionServers(node, 'countdown').map((server) => server.node);
node.logger.info(`${serving.join()} for ${countActionClients(node, 'countdown')} client`);
// #endregion

const secondPad = await openPad('second_pad');
while (client.servers.length < 2) await sleep(10);

// #region all
const everywhere = await Promise.all(client.servers.map((server) => client.sendGoal({ from: 1 }, { server })));
for (const each of everywhere) node.logger.info((await each.result).result.text);
// #endregion
await secondPad.close();

// #region lost
client.on('serverLost', () => node.logger.info('The server is gone'));
const patient = new ActionClient(node, Countdown, 'countdown', { serverLost: { waitMs: 60_000 } });
const orphan = await client.sendGoal({ from: 1_000_000 });
const ending = orphan.getResult();
await pad.close(); // or its lease runs out
try {
  await ending;
} catch (error) {
  if (!isRcltsError(error) || error.code !== 'ERR_ACTION_SERVER_LOST') throw error;
  node.logger.info(error.message.replace(orphan.goalId, 'GOAL'));
}
// #endregion
patient.close();
await node.close();
