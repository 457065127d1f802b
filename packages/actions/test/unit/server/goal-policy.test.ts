import { GoalStatus } from '../../../src/goal-status.js';
import { CancelResponse, GoalResponse } from '../../../src/responses.js';
import type { ServerGoalHandle } from '../../../src/server/server-goal-handle.js';
import { type GoalPolicy, queue, singlePreempt, singleReject } from '../../../src/server/goal-policy.js';
import { gate, type Feedback, type Goal, type Result, serverInFakeWorld } from '../../support/fake-world.js';

type Handle = ServerGoalHandle<Goal, Result, Feedback>;

/** A server whose goals run until the test lets them end, by themselves or because their signal says so. */
function setUp(policy: GoalPolicy<Goal>, options: Parameters<typeof serverInFakeWorld>[0] = {}) {
  const started: number[] = [];
  const running = new Map<number, { end: () => void; handle: Handle }>();
  const world = serverInFakeWorld({
    policy,
    cancelCallback: () => CancelResponse.ACCEPT,
    executeCallback: async (handle) => {
      const { order } = handle.request;
      const { promise, open } = gate();
      started.push(order);
      running.set(order, { end: () => open(), handle });
      await promise;
      if (handle.isActive) handle.succeed();
      return { sequence: [order] };
    },
    ...options,
  });
  return {
    world,
    started,
    handle: (n: number): Handle => world.handleOf(n),
    statuses: (...goals: number[]) => goals.map((n) => world.statusOf(n)),
    async send(...goals: number[]) {
      for (const n of goals) world.send(n, n);
      await world.settle();
    },
    async end(n: number) {
      running.get(n)?.end();
      await world.settle();
    },
  };
}

const { ACCEPTED, EXECUTING, SUCCEEDED, ABORTED, CANCELED } = GoalStatus;

describe('singleReject', () => {
  it('rejects goals while another one executes, says why, and takes one again afterwards', async () => {
    const { world, started, send, end } = setUp(singleReject);
    await send(1, 2);
    expect(started).toEqual([1]);
    expect(world.log).toContain('2 rejected');
    expect(world.log).toContain('Goal rejected: another goal is executing.');
    expect(world.rejections).toEqual([[2, 'another goal is executing']]);
    await end(1);
    await send(3);
    expect(started).toEqual([1, 3]);
    expect(world.warnings).toEqual([]);
  });

  it('counts a deferred goal that nobody has executed yet, and frees its place when it ends', async () => {
    const { world, send, handle } = setUp(singleReject, { goalCallback: () => GoalResponse.DEFER });
    await send(1, 2);
    expect(world.rejections).toHaveLength(1);
    world.cancel(1);
    await world.settle();
    handle(1).canceled();
    await send(3);
    expect(world.statusOf(3)).toBe(ACCEPTED);
  });

  it('takes one of two goals that are decided at the same time', async () => {
    const decisions = [gate<GoalResponse>(), gate<GoalResponse>()];
    const { world, started, send } = setUp(singleReject, {
      goalCallback: ({ order }) => decisions[order - 1]?.promise ?? GoalResponse.REJECT,
    });
    await send(1, 2);
    for (const { open } of decisions) open(GoalResponse.ACCEPT);
    await world.settle();
    expect(started).toEqual([1]);
    expect(world.rejections.map(([goal]) => goal)).toEqual([2]);
  });
});

describe('singlePreempt', () => {
  it('ends the goal before at once, and starts the new one when the callback has returned: never two at a time', async () => {
    const { world, started, send, end, handle, statuses } = setUp(singlePreempt);
    await send(1);
    const answer = world.getResult(1);
    const { signal } = handle(1);
    await send(2);
    expect(statuses(1, 2)).toEqual([ABORTED, ACCEPTED]);
    expect(started).toEqual([1]);
    expect(handle(1)).toMatchObject({ isActive: false, stopReason: 'preempted' });
    expect(signal.reason).toMatchObject({
      name: 'AbortError',
      code: 'ERR_ACTION_GOAL_STOPPED',
      reason: 'preempted',
      goalId: handle(1).goalId,
    });
    expect(answer.outcome).toBeUndefined();
    await end(1);
    expect(answer.outcome).toMatchObject({ status: ABORTED, result: { sequence: Int32Array.of(1) } });
    expect(started).toEqual([1, 2]);
    await end(2);
    expect(statuses(2)).toEqual([SUCCEEDED]);
    expect(world.warnings).toEqual([]);
  });

  it('makes a goal that was asked to cancel CANCELED; its signal keeps the first reason, the handle has the last', async () => {
    const { world, send, handle, statuses } = setUp(singlePreempt);
    await send(1);
    const { signal } = handle(1);
    world.cancel(1);
    await world.settle();
    await send(2);
    expect(statuses(1)).toEqual([CANCELED]);
    expect(signal.reason).toMatchObject({ reason: 'cancelRequested' });
    expect(handle(1).stopReason).toBe('preempted');
  });

  it('takes the newest: what still waits is preempted, too, and never executed', async () => {
    const { world, started, send, end, statuses } = setUp(singlePreempt);
    await send(1);
    await send(2, 3);
    const answer = world.getResult(2);
    await world.settle();
    expect(statuses(1, 2, 3)).toEqual([ABORTED, ABORTED, ACCEPTED]);
    expect(answer.outcome).toMatchObject({ status: ABORTED, result: { sequence: Int32Array.of() } });
    await end(1);
    expect(started).toEqual([1, 3]);
    const samples = world.log.filter((line) => line.startsWith('status'));
    expect(samples.some((line) => line.includes('2:EXECUTING'))).toBe(true); // no state of a goal is skipped
    expect(world.warnings).toEqual([]);
  });

  it('of three goals in one turn executes the last', async () => {
    const { started, send, statuses } = setUp(singlePreempt);
    await send(1, 2, 3);
    expect(started).toEqual([3]);
    expect(statuses(1, 2, 3)).toEqual([ABORTED, ABORTED, EXECUTING]);
  });

  it.each<[string, (handle: Handle) => Promise<void>]>([
    ['throws what its signal says', (handle) => aborted(handle).then(() => Promise.reject(handle.signal.reason))],
    ['ends the goal itself, too late', (handle) => aborted(handle).then(() => handle.succeed())],
    ['does not know that it is over', (handle) => aborted(handle).then(() => handle.publishFeedback({}))],
  ])('logs nothing of a callback that %s', async (_what, executeCallback) => {
    const { world, send, statuses } = setUp(singlePreempt, { executeCallback });
    await send(1);
    await send(2);
    expect(statuses(1, 2)).toEqual([ABORTED, EXECUTING]);
    expect(world.warnings).toEqual([]);
  });

  it('logs any other error of such a callback', async () => {
    const { world, send } = setUp(singlePreempt, {
      executeCallback: (handle) => aborted(handle).then(() => Promise.reject(new Error('arm stuck'))),
    });
    await send(1);
    await send(2);
    expect(world.warnings).toEqual(['ERROR Error raised in execute callback: Error: arm stuck']);
  });

  it('stops a generator, which may tidy up first', async () => {
    const tidied: number[] = [];
    const { world, send, statuses } = setUp(singlePreempt, {
      executeCallback: async function* (handle) {
        try {
          await aborted(handle);
          yield { partial_sequence: [1] };
        } finally {
          tidied.push(handle.request.order);
        }
      },
    });
    await send(1);
    await send(2);
    expect(tidied).toEqual([1]);
    expect(statuses(1, 2)).toEqual([ABORTED, EXECUTING]);
    expect(world.log.filter((line) => line.startsWith('feedback'))).toEqual([]);
  });
});

describe('queue(n)', () => {
  it('executes one goal after the other in acceptance order, and rejects what is too much', async () => {
    const { world, started, send, end } = setUp(queue(2));
    await send(1, 2, 3, 4);
    expect(world.rejections).toEqual([[4, 'the queue is full']]);
    expect(started).toEqual([1]);
    await end(1);
    await send(5);
    await end(2);
    await end(3);
    expect(started).toEqual([1, 2, 3, 5]);
    expect(world.warnings).toEqual([]);
  });

  it('lets a waiting goal be canceled: CANCELED at once, never executed, with every state in the status topic', async () => {
    const { world, started, send, end, statuses } = setUp(queue(Infinity));
    await send(1, 2, 3);
    const answer = world.getResult(2);
    const cancel = world.cancel(2);
    await world.settle();
    expect(cancel.reply).toMatchObject({ return_code: 0, goals_canceling: [{}] });
    expect(answer.outcome).toMatchObject({ status: CANCELED });
    expect(world.log.slice(-4)).toEqual([
      'status 1:EXECUTING 2:CANCELING 3:ACCEPTED',
      'canceling [2] code 0',
      'status 1:EXECUTING 2:CANCELED 3:ACCEPTED',
      'result 2 CANCELED []',
    ]);
    await end(1);
    expect(started).toEqual([1, 3]);
    expect(statuses(2)).toEqual([CANCELED]);
  });

  it('hands a goal to handleAcceptedCallback when its turn comes', async () => {
    const handed: number[] = [];
    const { send, end, started } = setUp(queue(9), {
      handleAcceptedCallback: (handle) => {
        handed.push(handle.request.order);
        handle.execute();
      },
    });
    await send(1, 2);
    expect(handed).toEqual([1]);
    await end(1);
    expect(handed).toEqual([1, 2]);
    expect(started).toEqual([1, 2]);
  });

  it('gives way to execute() on the handle of a goal that waits', async () => {
    const { send, started, handle, end } = setUp(queue(9));
    await send(1, 2, 3);
    handle(3).execute();
    await send();
    expect(started).toEqual([1, 3]);
    await end(1);
    expect(started).toEqual([1, 3]);
    await end(3);
    expect(started).toEqual([1, 3, 2]);
  });

  it('goes on after a goal whose callback throws', async () => {
    const { world, send, statuses } = setUp(queue(9), {
      executeCallback: (handle) => {
        if (handle.request.order === 1) throw new Error('no');
        handle.succeed();
      },
    });
    await send(1, 2);
    expect(statuses(1, 2)).toEqual([ABORTED, SUCCEEDED]);
    expect(world.warnings).toHaveLength(2);
  });

  it.each([-1, Number.NaN])('is no queue of %p', (length) => {
    expect(() => queue(length)).toThrow(RangeError);
  });
});

describe("a policy of one's own", () => {
  it('may take the most urgent goal that waits', async () => {
    const urgent: GoalPolicy<Goal> = ({ request }, { running, waiting }) =>
      running.length === 0 && waiting.every((other) => other.request.order <= request.order) ? 'execute' : 'wait';
    const { started, send, end } = setUp(urgent);
    await send(5, 1, 9, 7);
    for (const goal of [5, 9, 7]) await end(goal);
    expect(started).toEqual([5, 9, 7, 1]);
  });

  it('may run two at a time, and preempt what it likes', async () => {
    const policy: GoalPolicy<Goal> = ({ request }, { running }) =>
      running.length < 2
        ? 'execute'
        : { response: 'execute', preempt: running.filter((other) => other.request.order < request.order).slice(0, 1) };
    const { started, send, end, statuses } = setUp(policy);
    await send(1, 2);
    await send(3);
    expect(statuses(1, 2, 3)).toEqual([ABORTED, EXECUTING, ACCEPTED]);
    await end(1);
    expect(started).toEqual([1, 2, 3]);
  });

  it.each<[string, GoalPolicy<Goal>, string]>([
    [
      'throws',
      () => {
        throw new Error('no idea');
      },
      'Error: no idea',
    ],
    ['answers nonsense', () => 'maybe' as 'wait', 'TypeError: a goal policy answered "maybe"'],
  ])('that %s rejects', async (_what, policy, message) => {
    const { world, send } = setUp(policy);
    await send(1);
    expect(world.log).toEqual(['1 rejected']);
    expect(world.warnings).toEqual([`goal policy, rejecting goal: ${message}`]);
  });

  it('cannot reject a goal that waits: it goes on waiting', async () => {
    const { world, send, end, statuses, started } = setUp((goal, { running, waiting }) => {
      if (waiting.some(({ goalId }) => goalId === goal.goalId)) return 'reject';
      return running.length === 0 ? 'execute' : 'wait';
    });
    await send(1, 2);
    await end(1);
    expect(statuses(2)).toEqual([ACCEPTED]);
    expect(started).toEqual([1]);
    expect(world.rejections).toEqual([]);
  });
});

describe('a goal callback that rejects with a reason', () => {
  it('is logged and told locally; the client gets what it gets from any server', async () => {
    const { world, send } = setUp(() => 'execute', {
      goalCallback: () => ({ response: GoalResponse.REJECT, reason: 'battery low' }),
    });
    await send(1);
    expect(world.log).toEqual(['Goal rejected: battery low.', '1 rejected']);
    expect(world.rejections).toEqual([[1, 'battery low']]);
  });

  it('may accept or defer in the same form', async () => {
    const { started, send } = setUp(() => 'execute', {
      goalCallback: ({ order }) => ({ response: order === 1 ? GoalResponse.ACCEPT : GoalResponse.DEFER }),
    });
    await send(1, 2);
    expect(started).toEqual([1]);
  });
});

function aborted(handle: Handle): Promise<void> {
  return new Promise((resolve) => handle.signal.addEventListener('abort', () => resolve()));
}
