import { GoalStatus } from '../../../src/goal-status.js';
import { clientCalled, gate, serverInFakeWorld } from '../../support/fake-world.js';

type Options = Parameters<typeof serverInFakeWorld>[0];

/** Goals of which each has a result of four octets times its order. */
function setUp(options: Options) {
  const world = serverInFakeWorld({
    executeCallback: (handle) => {
      handle.succeed();
      return { sequence: Array.from({ length: handle.request.order }, () => 1) };
    },
    ...options,
  });
  return {
    ...world,
    async finish(n: number, order: number) {
      world.send(n, order);
      await world.settle();
    },
    async ask(n: number) {
      const answer = world.getResult(n);
      await world.settle();
      return answer.outcome?.status;
    },
  };
}
const { SUCCEEDED, UNKNOWN } = GoalStatus;

describe('a budget of octets for results', () => {
  it('forgets what finished first, and says UNKNOWN at once', async () => {
    const { finish, ask } = setUp({ maxCachedResultBytes: 40 });
    await finish(1, 4);
    await finish(2, 4);
    expect(await ask(1)).toBe(SUCCEEDED);
    await finish(3, 4);
    expect([await ask(1), await ask(2), await ask(3)]).toEqual([UNKNOWN, SUCCEEDED, SUCCEEDED]);
  });

  it('never forgets a goal that has not finished, and goes by the order of finishing', async () => {
    const first = gate();
    const { finish, ask, settle } = setUp({
      maxCachedResultBytes: 4,
      executeCallback: async (handle) => {
        if (handle.request.order === 7) await first.promise;
        handle.succeed();
        return { sequence: [1] };
      },
    });
    await finish(1, 7);
    await finish(2, 1);
    await finish(3, 1);
    expect([await ask(2), await ask(3)]).toEqual([UNKNOWN, SUCCEEDED]);
    first.open();
    await settle();
    expect([await ask(1), await ask(3)]).toEqual([SUCCEEDED, UNKNOWN]);
  });

  it('gives a result that is larger than the budget to those who wait, and its last state to the status topic', async () => {
    const { send, getResult, settle, ask, log } = setUp({ maxCachedResultBytes: 0 });
    send(1, 100);
    const waiting = getResult(1); // not accepted yet
    expect(waiting.outcome?.status).toBe(UNKNOWN);
    await new Promise((resolve) => setImmediate(resolve));
    const answer = getResult(1);
    await settle();
    expect(answer.outcome?.status).toBe(SUCCEEDED);
    expect(log.filter((line) => line.startsWith('status')).at(-1)).toBe('status 1:SUCCEEDED');
    expect(await ask(1)).toBe(UNKNOWN);
  });

  it('counts nothing that has expired', async () => {
    const { finish, ask, elapse } = setUp({ maxCachedResultBytes: 40 });
    await finish(1, 10);
    await elapse(10_000);
    await finish(2, 10);
    expect([await ask(1), await ask(2)]).toEqual([UNKNOWN, SUCCEEDED]);
  });
});

describe('keepResultUntilFetched', () => {
  it('lets the time run from when somebody gets the result, who may ask again meanwhile', async () => {
    const { finish, ask, elapse, timers } = setUp({ keepResultUntilFetched: true });
    await finish(1, 1);
    await elapse(1_000_000);
    expect(timers.size).toBe(0);
    expect(await ask(1)).toBe(SUCCEEDED);
    await elapse(9_999);
    expect(await ask(1)).toBe(SUCCEEDED);
    await elapse(1);
    expect(await ask(1)).toBe(UNKNOWN);
  });

  it('counts who waited for the end', async () => {
    const { send, getResult, settle, elapse, ask } = setUp({ keepResultUntilFetched: true });
    send(1, 1);
    await new Promise((resolve) => setImmediate(resolve));
    const { outcome } = getResult(1);
    expect(outcome).toBeUndefined();
    await settle();
    await elapse(10_000);
    expect(await ask(1)).toBe(UNKNOWN);
  });

  it('keeps nothing for a client that has left, before the end or after it', async () => {
    const running = gate();
    const { server, finish, elapse, ask, settle } = setUp({
      keepResultUntilFetched: true,
      executeCallback: async (handle) => {
        if (handle.request.order === 2) await running.promise;
        handle.succeed();
      },
    });
    await finish(1, 1);
    await finish(2, 2);
    server.handleClientLost(clientCalled('client'));
    await elapse(10_000);
    running.open();
    await settle();
    expect(await ask(1)).toBe(UNKNOWN);
    await elapse(9_000);
    expect([...server.goals].map(({ status }) => status)).toEqual([SUCCEEDED]);
    await elapse(1_000);
    expect([...server.goals]).toEqual([]);
  });

  it('does not outweigh the budget', async () => {
    const { finish, ask } = setUp({ keepResultUntilFetched: true, maxCachedResultBytes: 4 });
    await finish(1, 1);
    await finish(2, 1);
    expect([await ask(1), await ask(2)]).toEqual([UNKNOWN, SUCCEEDED]);
  });
});
