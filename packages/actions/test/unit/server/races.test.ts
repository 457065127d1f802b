import fc from 'fast-check';
import { GoalStatus, isTerminalStatus } from '../../../src/goal-status.js';
import { CancelResponse } from '../../../src/responses.js';
import { concurrent, type GoalPolicy, queue, singlePreempt, singleReject } from '../../../src/server/goal-policy.js';
import { gate, type Goal, serverInFakeWorld } from '../../support/fake-world.js';

const { EXECUTING, CANCELING, SUCCEEDED, ABORTED, CANCELED } = GoalStatus;

describe('a race of cancel and finish', () => {
  it('that the end wins: the callback that thinks about the cancel is told nothing, the client GOAL_TERMINATED', async () => {
    const thinking = gate<CancelResponse>();
    const world = serverInFakeWorld({ executeCallback: () => gate().promise, cancelCallback: () => thinking.promise });
    world.send(1);
    await world.settle();
    const cancel = world.cancel(1);
    const handle = world.handleOf(1);
    handle.succeed();
    thinking.open(CancelResponse.ACCEPT);
    await world.settle();
    expect(cancel.reply).toEqual({ return_code: 3, goals_canceling: [] });
    expect(handle.signal.aborted).toBe(false);
    expect(handle.stopReason).toBeUndefined();
    expect(world.warnings).toEqual([]);
  });

  it('that the cancel callback decides itself, by ending the goal', async () => {
    const world = serverInFakeWorld({
      executeCallback: () => gate().promise,
      cancelCallback: (handle) => {
        handle.abort({ sequence: [1] });
        return CancelResponse.ACCEPT;
      },
    });
    world.send(1);
    await world.settle();
    const cancel = world.cancel(1);
    await world.settle();
    expect(cancel.reply?.return_code).toBe(3);
    expect(world.statusOf(1)).toBe(ABORTED);
    expect(world.warnings).toEqual([]);
  });

  it.each([
    ['succeed', SUCCEEDED],
    ['abort', ABORTED],
    ['canceled', CANCELED],
  ] as const)(
    'that both win: %s() before the signal fires ends it, and the signal fires all the same',
    async (end, status) => {
      const world = serverInFakeWorld({
        executeCallback: () => gate().promise,
        cancelCallback: () => CancelResponse.ACCEPT,
      });
      world.send(1);
      await world.settle();
      const handle = world.handleOf(1);
      const { signal } = handle;
      const cancel = world.cancel(1);
      await world.microtasks();
      expect(handle.status).toBe(CANCELING);
      expect(signal.aborted).toBe(false);
      handle[end]();
      await world.settle();
      expect(cancel.reply?.return_code).toBe(0);
      expect(world.statusOf(1)).toBe(status);
      expect(signal.aborted).toBe(true);
      expect(world.warnings).toEqual([]);
    },
  );
});

describe('an illegal transition', () => {
  it('is a typed error that changes neither the state nor the status topic', async () => {
    const world = serverInFakeWorld({ executeCallback: () => gate().promise });
    world.send(1);
    await world.settle();
    const handle = world.handleOf(1);
    const lines = world.log.length;
    const illegal = (act: () => void, status: GoalStatus): void => {
      expect(act).toThrow(
        expect.objectContaining({ code: 'ERR_ACTION_ILLEGAL_TRANSITION', status, goalId: handle.goalId }),
      );
      expect(handle.status).toBe(status);
    };
    illegal(() => handle.canceled(), EXECUTING);
    illegal(() => handle.execute(), EXECUTING);
    await world.settle();
    expect(world.log).toHaveLength(lines);
    handle.succeed({ sequence: [1] });
    for (const end of ['succeed', 'abort', 'canceled'] as const)
      illegal(() => handle[end]({ sequence: [2] }), SUCCEEDED);
    illegal(() => handle.execute(), SUCCEEDED);
    const answer = world.getResult(1);
    await world.settle();
    expect(answer.outcome).toEqual({ status: SUCCEEDED, result: { sequence: Int32Array.of(1) } });
  });
});

describe('any order of whatever can happen', () => {
  const policies: readonly GoalPolicy<Goal>[] = [concurrent, singleReject, singlePreempt, queue(2)];
  const step = fc.record({
    act: fc.constantFrom('send', 'cancel', 'end', 'canceled', 'throw', 'result', 'cancelAll', 'lose', 'turn', 'wait'),
    goal: fc.integer({ min: 1, max: 4 }),
  });

  it('answers every question once, ends every goal once, and throws nowhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...policies), fc.array(step, { maxLength: 40 }), async (policy, steps) => {
        const ends = new Map<number, ReturnType<typeof gate<void>>>();
        const world = serverInFakeWorld({
          policy,
          cancelOnClientLost: true,
          cancelCallback: () => CancelResponse.ACCEPT,
          executeCallback: async (handle) => {
            const end = gate<void>();
            ends.set(handle.request.order, end);
            await end.promise;
            if (handle.isActive) handle.succeed();
          },
        });
        const sent = new Map<number, ReturnType<typeof world.send>>();
        const asked: ReturnType<typeof world.getResult>[] = [];
        for (const { act, goal } of steps) {
          if (act === 'send' && !sent.has(goal)) sent.set(goal, world.send(goal, goal));
          if (act === 'cancel') world.cancel(goal);
          if (act === 'cancelAll') world.cancel(undefined);
          if (act === 'end') ends.get(goal)?.open();
          if (act === 'throw') ends.get(goal)?.fail(new Error('thrown by the test'));
          if (act === 'canceled' && world.statusOf(goal) === CANCELING) world.handleOf(goal).canceled();
          if (act === 'result') asked.push(world.getResult(goal));
          if (act === 'lose') for (const { client } of world.server.goals) world.server.handleClientLost(client);
          if (act === 'turn') await world.settle();
          if (act === 'wait') await world.microtasks();
        }
        await world.settle();
        for (let round = 0; round < 5; round += 1) {
          for (const { open } of ends.values()) open();
          await world.settle();
        }
        for (const answer of sent.values()) expect(answer.reply).toBeDefined();
        for (const answer of asked) expect(answer.outcome).toBeDefined();
        for (const goal of world.server.goals) expect(isTerminalStatus(goal.status)).toBe(true);
        const unexpected = world.warnings.filter((line) => !/thrown by the test|assuming aborted/.test(line));
        expect(unexpected).toEqual([]);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe('the status of many goals at once', () => {
  it('waits for the next changes, some milliseconds, and leaves no timer behind', async () => {
    const world = serverInFakeWorld({ executeCallback: () => gate().promise });
    for (let n = 0; n < 255; n += 1) world.send(n + 1);
    await world.settle();
    const samples = (): number => world.log.filter((line) => line.startsWith('status')).length;
    const before = samples();
    world.handleOf(1).succeed();
    await world.settle();
    world.handleOf(2).succeed({ sequence: [1] });
    const answer = world.getResult(2);
    await world.settle();
    expect(answer.outcome).toBeUndefined();
    expect(samples() - before).toBeLessThanOrEqual(1);
    await world.elapse(10);
    expect(answer.outcome?.status).toBe(SUCCEEDED);
    expect(world.log.filter((line) => line.startsWith('status')).at(-1)).toContain('2:SUCCEEDED');
    world.handleOf(3).succeed();
    world.server.close();
    expect(world.log.filter((line) => line.startsWith('status')).at(-1)).toContain('3:SUCCEEDED');
    expect(world.timers.size).toBe(0);
  });
});
