import {
  ActionClient,
  ActionServer,
  CancelResponse,
  createNode,
  defineAction,
  GoalResponse,
  GoalStatus,
  type FeedbackOf,
  type GoalOf,
  type Node,
  type ResultOf,
} from '@rclts/actions';
import { participantIdentity } from '@rclts/node';
import { Participant } from '@rclts/rtps';
import type { Random } from '../random.js';
import { check, type Scenario } from '../scenario.js';
import type { SimNetwork } from '../sim-network.js';
import { checkClose, checkSilence } from './silence.js';

const Work = defineAction(
  'sim_msgs/action/Work',
  `int32 steps
string ending
---
int32[] done
---
int32 step`,
);
type Work = typeof Work;
type WorkClient = ActionClient<GoalOf<Work>, ResultOf<Work>, FeedbackOf<Work>>;

/** How a goal is to end, and how it may: what the server does, and what the client must hear. */
const ENDINGS = {
  succeed: GoalStatus.SUCCEEDED,
  abort: GoalStatus.ABORTED,
  throw: GoalStatus.ABORTED,
  forget: GoalStatus.ABORTED,
  cancel: GoalStatus.CANCELED,
  reject: GoalStatus.UNKNOWN,
} as const;
type Ending = keyof typeof ENDINGS;

/** The lease is not what is tried here: at 30 % loss seven announcements in a row are lost now and then. */
const LEASE_MS = 600_000;
const DISCOVERY_MS = 120_000;
const SESSION_MS = 600_000;
const RESULT_TIMEOUT_MS = 60_000;

/**
 * One action server and one or two clients, each on a machine of its own; goals at random moments, several at once, that
 * end in every way there is; results asked for at once or late, and twice.
 */
export const actionGoal: Scenario = {
  name: 'action-goal',
  promise:
    'every goal is executed once and ends once, as the server ended it; feedback in order, none after the result',
  faults: { loss: 0.3, duplication: 0.1, reordering: 0.2, delayMs: 0.5, jitterMs: 2, reorderMs: 30, refusal: 0.02 },
  async play(network) {
    const { random } = network;
    const nodes: Node[] = [];
    const open = async (name: string): Promise<Node> => {
      const options = { domainId: 0, leaseDurationMs: LEASE_MS, ...participantIdentity('/') };
      const node = await createNode(name, { participant: new Participant(network.createHost(), options) });
      nodes.push(node);
      return node;
    };
    const executions = new Map<string, number>();
    const server = serve(await open('server'), random, executions);
    const clients: { readonly node: Node; readonly client: WorkClient }[] = [];
    for (let count = 1 + random.integer(2); count > 0; count -= 1) {
      const node = await open(`client_${count}`);
      clients.push({ node, client: new ActionClient(node, Work, 'work') });
    }

    const accepted = await network.run(async () => {
      await Promise.all(clients.map(({ client }) => client.waitForServer({ timeoutMs: DISCOVERY_MS })));
      const goals = clients.flatMap(({ node, client }) =>
        Array.from({ length: 2 + random.integer(4) }, () => sendGoal(network, node, client)),
      );
      return (await Promise.all(goals)).filter((goalId) => goalId !== undefined);
    }, SESSION_MS);

    check(new Set(accepted).size === accepted.length, 'two goals with one id');
    for (const goalId of accepted)
      check(executions.get(goalId) === 1, `${goalId}: executed ${executions.get(goalId)} times`);
    check(executions.size === accepted.length, `${executions.size} goals were executed, ${accepted.length} accepted`);
    check(server.goals().length === 0, 'a goal is still active');

    await network.advance(RESULT_TIMEOUT_MS + 5000);
    await checkSilence(network, nodes.length);
    await checkClose(network, nodes);
  },
};

function serve(
  node: Node,
  random: Random,
  executions: Map<string, number>,
): ActionServer<GoalOf<Work>, ResultOf<Work>, FeedbackOf<Work>> {
  return new ActionServer(
    node,
    Work,
    'work',
    async (goal) => {
      executions.set(goal.goalId, (executions.get(goal.goalId) ?? 0) + 1);
      const { steps, ending } = goal.request;
      for (let step = 0; step < steps; step += 1) {
        goal.publishFeedback({ step });
        if (random.chance(0.7)) await sleep(node, random.float() * 20);
      }
      switch (ending as Ending) {
        case 'throw':
          throw new Error('as asked');
        case 'abort':
          goal.abort();
          break;
        case 'cancel':
          while (!goal.isCancelRequested) await sleep(node, 10);
          goal.canceled();
          break;
        case 'succeed':
          goal.succeed();
          break;
        default: // leaves the state as it is
      }
      return { done: stepsUpTo(steps) };
    },
    {
      goalCallback: async ({ ending }) => {
        if (random.chance(0.3)) await sleep(node, random.float() * 50);
        return ending === 'reject' ? GoalResponse.REJECT : GoalResponse.ACCEPT;
      },
      cancelCallback: ({ request }) => (request.ending === 'cancel' ? CancelResponse.ACCEPT : CancelResponse.REJECT),
      resultTimeoutMs: RESULT_TIMEOUT_MS,
    },
  );
}

/** A goal from its sending to its end, and a while longer. Resolves to its id, or to undefined when it was rejected, as it should. */
async function sendGoal(network: SimNetwork, node: Node, client: WorkClient): Promise<string | undefined> {
  const { random } = network;
  const ending = random.pick(Object.keys(ENDINGS) as Ending[]);
  const steps = random.integer(12);
  await sleep(node, random.float() * 300);

  const feedback: number[] = [];
  const feedbackCallback = (message: { feedback: { step: number } }): void => void feedback.push(message.feedback.step);
  const goal = await client.sendGoal({ steps, ending }, { feedbackCallback });
  network.note(`${goal.goalId} ${ending} accepted: ${goal.accepted}`, node.name);
  check(goal.accepted === (ending !== 'reject'), `${goal.goalId}, to ${ending}: accepted is ${goal.accepted}`);
  if (!goal.accepted) return undefined;

  if (random.chance(0.3)) await sleep(node, random.float() * 1000);
  if (ending === 'cancel') {
    const { goals_canceling } = await goal.cancelGoal();
    check(goals_canceling.length === 1, `${goal.goalId}: canceling ${goals_canceling.length} goals`);
  }
  if (random.chance(0.2)) await sleep(node, random.float() * 5000);

  const { status, result } = await goal.getResult();
  network.note(`${goal.goalId} ended with ${status}`, node.name);
  const heard = feedback.length;
  const done = ending === 'throw' ? [] : stepsUpTo(steps);
  check(status === ENDINGS[ending] && goal.status === status, `${goal.goalId}, to ${ending}: status ${status}`);
  check(isEqual(result.done, done), `${goal.goalId}: result ${result.done.join(' ')}`);

  await sleep(node, 2000);
  const again = await goal.getResult();
  check(again.status === status && isEqual(again.result.done, done), `${goal.goalId}: another result the second time`);
  check(feedback.length === heard, `${goal.goalId}: feedback after the result`);
  // Volatile: it begins when the server has discovered the client's reader, and from there on nothing is missing.
  const [first = 0] = feedback;
  check(
    isEqual(feedback, stepsUpTo(steps).slice(first, first + heard)),
    `${goal.goalId}: feedback ${feedback.join(' ')}`,
  );
  return goal.goalId;
}

function sleep(node: Node, ms: number): Promise<void> {
  return new Promise((resolve) => node.schedule(ms, resolve));
}

function stepsUpTo(steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => step);
}

function isEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, at) => value === b[at]);
}
