// The code of the server's half of docs/ACTIONS.md, which shows the regions; it asks its own servers, and says what they answer.
// Usage: npm run example -- guide-server
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ActionClient,
  ActionServer,
  CancelResponse,
  createNode,
  defineAction,
  type FeedbackOf,
  type GoalOf,
  goalStatusName,
  queue,
  type ResultOf,
  type ServerGoalHandle,
  singlePreempt,
} from '@rclts/actions';

// #region definition
const Countdown = defineAction(
  'launch_interfaces/action/Countdown',
  `uint32 from 3
---
string text
---
uint32 left`,
);
// #endregion

const node = await createNode('launch_pad');

// #region function
new ActionServer(
  node,
  Countdown,
  'countdown',
  async (goal) => {
    for (let left = goal.request.from; left > 0; left--) {
      goal.publishFeedback({ left });
      await sleep(10, undefined, { signal: goal.signal }); // throws when the goal is to stop, which makes it CANCELED
    }
    goal.succeed();
    return { text: 'Lift-off' };
  },
  { cancelCallback: () => CancelResponse.ACCEPT }, // without it, no goal can be canceled, as with rclpy
);
// #endregion

// #region generator
new ActionServer(node, Countdown, 'generator', async function* ({ request }) {
  for (let left = request.from; left > 0; left--) yield { left };
  return { text: 'Lift-off' };
});
// #endregion

// #region poll
async function countDown(goal: ServerGoalHandle<GoalOf<Type>, ResultOf<Type>, FeedbackOf<Type>>) {
  for (let left = goal.request.from; left > 0; left--) {
    if (!goal.isActive) return { text: 'Ended by somebody else' }; // preempted: it is ABORTED already
    if (goal.isCancelRequested) {
      goal.canceled();
      return { text: `Stopped at ${left}: ${goal.stopReason}` };
    }
    goal.publishFeedback({ left });
    await sleep(10);
  }
  goal.succeed();
  return { text: 'Lift-off' };
}
type Type = typeof Countdown;
// #endregion

// #region decide
const careful = new ActionServer(node, Countdown, 'careful', countDown, {
  goalCallback: async ({ from }) => {
    if (await isTooLong(from)) return { response: 'reject', reason: `${from} is too long` };
    return from === 0 ? 'defer' : 'accept';
  },
  handleAcceptedCallback: (goal) => {
    if (goal.request.from > 0) goal.execute();
    else setTimeout(() => goal.execute(), 100); // whenever its time has come
  },
});
careful.onGoalRejected(({ goalId, reason }) => node.logger.info(`${goalId.length} digits: ${reason}`));
// #endregion

// #region policy
new ActionServer(node, Countdown, 'newest', countDown, { policy: singlePreempt });
new ActionServer(node, Countdown, 'in_turn', countDown, {
  policy: queue(10),
  cancelCallback: () => CancelResponse.ACCEPT,
});
new ActionServer(node, Countdown, 'short_first', countDown, {
  policy: ({ request }, { running }) => (request.from < 5 || running.length === 0 ? 'execute' : 'wait'),
});
// #endregion

// #region cache
new ActionServer(node, Countdown, 'remembered', countDown, {
  resultTimeoutMs: 60_000, // after the goal's end; default 10 s
  keepResultUntilFetched: true, // … or after somebody has got the result
  maxCachedResultBytes: 1_000_000, // the oldest go first
});
// #endregion

// #region lost
new ActionServer(node, Countdown, 'watchful', countDown, {
  cancelOnClientLost: true,
  onClientLost: ({ goalId, client }) => node.logger.warn(`The client of ${goalId} is gone: ${client.guidText}`),
});
// #endregion

// #region audience
const crowded = new ActionServer(node, Countdown, 'crowded', countDown, {
  feedback: 'owner',
  qos: { feedback: { reliability: 'reliable', depth: 1_000 } },
});
crowded.configureIntrospection('metadata'); // what `ros2 action echo` shows of the three services
node.logger.info(`${crowded.goals().length} goals are active`);
// #endregion

function isTooLong(from: number): Promise<boolean> {
  return Promise.resolve(from > 100);
}

async function ask(action: string, from: number, isCanceled = false): Promise<string> {
  const client = new ActionClient(node, Countdown, action);
  const goal = await client.sendGoal({ from });
  if (!goal.accepted) return `${action}: rejected`;
  if (isCanceled) await goal.cancelGoal();
  const { status, result } = await goal.result;
  client.close();
  return `${action}: ${goalStatusName(status)}, ${result.text}`;
}
node.logger.info(await ask('countdown', 3));
node.logger.info(await ask('countdown', 1_000, true));
node.logger.info(await ask('generator', 3));
node.logger.info(await ask('careful', 0));
node.logger.info(await ask('careful', 101));
node.logger.info(await ask('in_turn', 1_000, true));
for (const action of ['newest', 'short_first', 'remembered', 'watchful', 'crowded']) {
  node.logger.info(await ask(action, 2));
}
await node.close();
