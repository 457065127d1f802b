import assert from 'node:assert/strict';
import { ACTION, type Pair } from '../pair.js';
import type { GoalOutcome } from '../peer-protocol.js';
import { fibonacci, Order } from './order.js';
import { eventually, passing, type Scenario } from './scenario.js';

/** action_msgs/msg/GoalStatus. */
const SUCCEEDED = 4;
const CANCELED = 5;
const ABORTED = 6;

const ERROR_NONE = 0;

const PATIENCE_MS = 60_000;

async function accepted({ client }: Pair, order: number): Promise<string> {
  const goal = await client.call('sendGoal', { action: ACTION, order });
  assert.equal(goal.accepted, true, `order ${order} was not accepted`);
  return goal.goalId;
}

const outcome = ({ client }: Pair, goalId: string): Promise<GoalOutcome> =>
  client.call('getResult', { goalId, timeoutMs: PATIENCE_MS });

async function succeeds(pair: Pair, steps: number): Promise<void> {
  const { status, sequence } = await outcome(pair, await accepted(pair, Order.succeeds(steps)));
  assert.deepEqual({ status, sequence }, { status: SUCCEEDED, sequence: fibonacci(steps) });
}

export const findsServer: Scenario = {
  title: 'client finds server',
  async run({ client }) {
    assert.equal(await client.call('waitForServer', { action: ACTION, timeoutMs: PATIENCE_MS }), true);
  },
};

export const succeed: Scenario = {
  title: 'accept and succeed',
  run: (pair) => succeeds(pair, 5),
};

export const reject: Scenario = {
  title: 'reject',
  async run({ client }) {
    const goal = await client.call('sendGoal', { action: ACTION, order: Order.REJECTED });
    assert.equal(goal.accepted, false);
  },
};

export const feedback: Scenario = {
  title: 'feedback in order and complete',
  async run(pair) {
    // Ten messages of feedback: more do not fit into the queue of a client that is slow to look.
    const steps = 11;
    const goalId = await accepted(pair, Order.succeeds(steps));
    const { status } = await outcome(pair, goalId);
    assert.equal(status, SUCCEEDED);
    const expected = Array.from({ length: steps - 1 }, (_, index) => fibonacci(index + 2));
    // rclpy's client may look at the result first.
    await eventually('feedback', PATIENCE_MS, async () => {
      return (await pair.client.call('feedback', { goalId })).length >= expected.length;
    });
    assert.deepEqual(await pair.client.call('feedback', { goalId }), expected);
  },
};

export const abort: Scenario = {
  title: 'abort',
  async run(pair) {
    const { status, sequence } = await outcome(pair, await accepted(pair, Order.aborts(3)));
    assert.deepEqual({ status, sequence }, { status: ABORTED, sequence: fibonacci(3) });
  },
};

export const throwing: Scenario = {
  title: 'execute throws: aborted, empty result',
  async run(pair) {
    const { status, sequence } = await outcome(pair, await accepted(pair, Order.THROWS));
    assert.deepEqual({ status, sequence }, { status: ABORTED, sequence: [] });
  },
};

export const undecided: Scenario = {
  title: 'no terminal state: aborted, result kept',
  async run(pair) {
    const { status, sequence } = await outcome(pair, await accepted(pair, Order.UNDECIDED));
    assert.deepEqual({ status, sequence }, { status: ABORTED, sequence: [5, 0, 0] });
  },
};

export const cancelAccepted: Scenario = {
  title: 'cancel accepted',
  async run(pair) {
    const goalId = await accepted(pair, Order.ENDLESS);
    await eventually('feedback', PATIENCE_MS, async () => (await pair.client.call('feedback', { goalId })).length > 0);
    assert.deepEqual(await pair.client.call('cancelGoal', { goalId }), { returnCode: ERROR_NONE, goals: [goalId] });
    const { status, sequence } = await outcome(pair, goalId);
    assert.equal(status, CANCELED);
    assert.equal(sequence?.length, 1, 'no result of a goal that was canceled');
  },
};

export const cancelRefused: Scenario = {
  title: 'cancel refused',
  async run(pair) {
    const steps = 15;
    const goalId = await accepted(pair, Order.refusesCancel(steps));
    // rclpy answers ERROR_NONE here, rclcpp ERROR_REJECTED: what counts is that no goal is cancelled.
    assert.deepEqual((await pair.client.call('cancelGoal', { goalId })).goals, []);
    const { status, sequence } = await outcome(pair, goalId);
    assert.deepEqual({ status, sequence }, { status: SUCCEEDED, sequence: fibonacci(steps) });
  },
};

export const lateResult: Scenario = {
  title: 'result asked late',
  async run(pair) {
    const goalId = await accepted(pair, Order.succeeds(3));
    await pair.server.untilEvent('goal executed', (event) => event.event === 'executed' && event.goalId === goalId);
    await passing(500);
    const { status, sequence } = await outcome(pair, goalId);
    assert.deepEqual({ status, sequence }, { status: SUCCEEDED, sequence: fibonacci(3) });
  },
};

export const fourAtOnce: Scenario = {
  title: '4 goals at once',
  async run(pair) {
    const steps = [25, 26, 27, 28];
    await Promise.all(steps.map((count) => succeeds(pair, count)));
    // None of these ends before all of them have begun.
    const goals = await Promise.all(steps.map(() => accepted(pair, Order.ENDLESS)));
    for (const goalId of goals) {
      await pair.server.untilEvent('all execute', (event) => event.event === 'executing' && event.goalId === goalId);
    }
    for (const goalId of goals) {
      assert.deepEqual((await pair.client.call('cancelGoal', { goalId })).goals, [goalId]);
      assert.equal((await outcome(pair, goalId)).status, CANCELED);
    }
  },
};
