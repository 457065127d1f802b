import { ActionClient, CancelResponse, CancelReturnCode, GoalStatus, type ServerGoalHandle } from '../../src/index.js';
import {
  Fibonacci,
  type FibonacciFeedback,
  type FibonacciGoal,
  type FibonacciResult,
  World,
} from '../support/world.js';

type Handle = ServerGoalHandle<FibonacciGoal, FibonacciResult, FibonacciFeedback>;

const GOAL_ID = '0123456789abcdef0123456789abcdef';
const accept = { cancelCallback: () => CancelResponse.ACCEPT };

describe('an id that two clients choose', () => {
  it('is the first one’s: the second goal is rejected, until the first is over and its result has expired', async () => {
    const world = new World();
    const executed: number[] = [];
    const node = world.node('server');
    world.server({ resultTimeoutMs: 2_000 }, (handle) => {
      executed.push(handle.request.order);
      return world.fibonacci(node, 100)(handle);
    });
    const [first, second] = [await world.clientOfServer(), await world.clientOfServer(world.node('other'))];
    const goal = await world.run(() => first.sendGoal({ order: 4 }, { goalId: GOAL_ID }));
    const send = () => world.run(() => second.sendGoal({ order: 5 }, { goalId: GOAL_ID }));
    const twin = await send();
    expect([goal.accepted, twin.accepted, twin.status]).toEqual([true, false, GoalStatus.UNKNOWN]);
    expect((await world.run(() => goal.getResult())).status).toBe(GoalStatus.SUCCEEDED);
    expect((await send()).accepted).toBe(false); // the result is kept
    await world.network.advance(2_500);
    expect((await send()).accepted).toBe(true);
    expect(executed).toEqual([4, 5]);
  });
});

describe('a goal that is deferred', () => {
  it('is CANCELING when it is canceled, stays so until somebody ends it, and a second request is GOAL_TERMINATED', async () => {
    const world = new World();
    const handles: Handle[] = [];
    world.server({
      ...accept,
      goalCallback: () => 'defer',
      handleAcceptedCallback: (handle) => void handles.push(handle),
    });
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({ order: 3 }));
    const [first, second] = [await world.run(() => goal.cancelGoal()), await world.run(() => goal.cancelGoal())];
    expect(first).toMatchObject({ return_code: CancelReturnCode.NONE, goals_canceling: [{ stamp: goal.stamp }] });
    expect(second).toEqual({ return_code: CancelReturnCode.GOAL_TERMINATED, goals_canceling: [] }); // rcl_action: not cancelable
    await world.network.advance(30_000);
    expect(goal.status).toBe(GoalStatus.CANCELING);
    handles[0]?.execute();
    expect((await world.run(() => goal.getResult())).status).toBe(GoalStatus.CANCELED);
  });
});

describe('a result that has expired', () => {
  it('is UNKNOWN at once, to its client and to one that attaches; its cancel is UNKNOWN_GOAL_ID', async () => {
    const world = new World();
    world.server({ ...accept, resultTimeoutMs: 1_000 });
    const client = await world.clientOfServer();
    const goal = await world.run(() => client.sendGoal({ order: 2 }));
    await world.until(() => goal.status === GoalStatus.SUCCEEDED);
    const terminated = await world.run(() => goal.cancelGoal());
    expect(terminated.return_code).toBe(CancelReturnCode.GOAL_TERMINATED);
    await world.network.advance(1_500);
    const other = new ActionClient(world.node('other'), Fibonacci, 'fibonacci');
    await world.run(() => other.waitForServer());
    const start = world.network.now;
    const outcomes = await world.run(() => Promise.all([goal.getResult(), other.attach(goal.goalId).getResult()]));
    expect(outcomes.map(({ status }) => status)).toEqual([GoalStatus.UNKNOWN, GoalStatus.UNKNOWN]);
    expect(world.network.now - start).toBeLessThan(50);
    expect(goal.status).toBe(GoalStatus.SUCCEEDED); // what was heard is true all the same
    expect((await world.run(() => goal.cancelGoal())).return_code).toBe(CancelReturnCode.UNKNOWN_GOAL_ID);
  });
});

describe('waiting for a server', () => {
  it('that is there does not wait, that is not there yet waits, and that has gone waits again', async () => {
    const world = new World();
    const client = world.client();
    const nowait = client.waitForServer({ timeoutMs: 0 });
    await world.network.advance(1);
    await expect(nowait).rejects.toMatchObject({ code: 'ERR_ACTION_SERVER_UNAVAILABLE' });
    const waiting = [client.waitForServer(), client.waitForServer({ timeoutMs: 30_000 })];
    await world.network.advance(5_000);
    const node = world.node('server');
    world.server({}, undefined, node);
    await world.run(() => Promise.all(waiting));
    await client.waitForServer({ timeoutMs: 0 });
    await world.run(() => node.close());
    await world.until(() => !client.isServerAvailable);
    const gone = client.waitForServer({ timeoutMs: 100 });
    await world.network.advance(101);
    await expect(gone).rejects.toMatchObject({ code: 'ERR_ACTION_SERVER_UNAVAILABLE' });
    expect(client.servers).toEqual([]);
  });

  it('of the same node works, and ends when the node closes', async () => {
    const world = new World();
    const node = world.node('both');
    world.server({}, undefined, node);
    const client = world.client(node);
    await world.run(() => client.waitForServer());
    expect((await world.run(async () => (await client.sendGoal({ order: 3 })).result)).status).toBe(
      GoalStatus.SUCCEEDED,
    );
    const other = new ActionClient(node, Fibonacci, 'elsewhere');
    const never = other.waitForServer();
    await world.run(() => node.close());
    await expect(never).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
    await expect(other.waitForServer()).rejects.toMatchObject({ code: 'ERR_ACTION_CLOSED' });
  });
});
