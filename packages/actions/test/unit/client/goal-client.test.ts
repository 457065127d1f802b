import { GoalStatus } from '../../../src/goal-status.js';
import { clientInFakeWorld, participant } from '../../support/fake-servers.js';
import { idOf } from '../../support/fake-world.js';

const STAMP = { sec: 7, nanosec: 8 };
const SERVER = participant('server');
const DONE = { status: GoalStatus.SUCCEEDED, result: { sequence: Int32Array.of(0, 1, 1) } };
const code = (text: string) => expect.objectContaining({ code: text });

type World = ReturnType<typeof clientInFakeWorld>;

function withServer(): World {
  const world = clientInFakeWorld();
  world.appear(SERVER);
  return world;
}

/** A goal that is accepted, and whose event queue is open. */
async function acceptedGoal(world: World, options: Parameters<World['client']['sendGoal']>[1] = {}) {
  const sent = world.client.sendGoal({ order: 5 }, options);
  world.last('send_goal').answer({ accepted: true, stamp: STAMP });
  await world.turn();
  return sent;
}

/** The ids that the client asked to cancel. */
const cancels = (world: World) => world.calls.filter(({ service }) => service === 'cancel_goal').map(({ id }) => id);

describe('sending a goal', () => {
  it('test_send_goal_async: resolves to the handle of an accepted goal', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world, { goalId: idOf(1) });
    expect(world.calls[0]).toMatchObject({ id: idOf(1), server: SERVER, goal: { order: 5 } });
    expect(goal).toMatchObject({ accepted: true, stamp: STAMP, goalId: idOf(1), status: GoalStatus.ACCEPTED });
  });

  it('resolves to the handle of a rejected goal, and forgets it', async () => {
    const world = withServer();
    const sent = world.client.sendGoal({});
    world.last('send_goal').answer({ accepted: false, stamp: { sec: 0, nanosec: 0 } });
    const goal = await sent;
    expect(goal).toMatchObject({ accepted: false, stamp: { sec: 0, nanosec: 0 }, status: GoalStatus.UNKNOWN });
    expect(world.client.goalCount).toBe(0);
  });

  it('test_send_goal_multiple: three at once, answered in any order, each with a random id of its own', async () => {
    const world = withServer();
    const sent = [1, 2, 3].map((order) => world.client.sendGoal({ order }));
    expect(new Set(world.calls.map(({ id }) => id)).size).toBe(3);
    for (const call of [...world.calls].reverse()) call.answer({ accepted: true, stamp: STAMP } as never);
    for (const goal of await Promise.all(sent)) expect(goal.accepted).toBe(true);
  });

  it('test_send_goal_async_no_server: stays pending, and goes to the first server that is complete', async () => {
    const world = clientInFakeWorld();
    const sent = world.client.sendGoal({ order: 1 });
    let settled = false;
    void sent.then(() => (settled = true));
    await world.turn();
    for (const side of world.sides) {
      expect(world.calls).toEqual([]);
      side.add(SERVER);
    }
    expect(world.calls).toHaveLength(1);
    await world.turn();
    expect(settled).toBe(false);
    world.last('send_goal').answer({ accepted: true, stamp: STAMP });
    expect((await sent).accepted).toBe(true);
  });

  it('test_different_type_raises: a goal that does not fit is refused at once, and nothing is sent', () => {
    const world = withServer();
    expect(() => world.client.sendGoal({ orders: 1 } as never)).toThrow('goal.orders');
    expect(() => world.client.sendGoal({}, { feedbackCallback: 7 as never })).toThrow(TypeError);
    expect(() => world.client.sendGoal({}, { goalId: 'x' })).toThrow(TypeError);
    expect(world.calls).toEqual([]);
    expect(world.client.goalCount).toBe(0);
  });

  it('refuses an id that is in use here', async () => {
    const world = withServer();
    await acceptedGoal(world, { goalId: idOf(1) });
    await expect(world.client.sendGoal({}, { goalId: idOf(1) })).rejects.toEqual(code('ERR_ACTION_GOAL_ID_IN_USE'));
    expect(world.calls).toHaveLength(1);
    expect(world.client.goalCount).toBe(1);
  });

  it('goes to the server that has been there longest, and stays with it for cancel and get_result', async () => {
    const world = withServer();
    const other = participant('other');
    world.appear(other);
    const goal = await acceptedGoal(world);
    world.sides[1]?.list.reverse();
    world.sides[2]?.list.reverse();
    void goal.getResult();
    void goal.cancelGoal();
    expect(world.calls.map(({ server }) => server)).toEqual([SERVER, SERVER, SERVER]);
  });

  it('passes over a server that is only half discovered', async () => {
    const world = clientInFakeWorld();
    const half = participant('half');
    world.sides.slice(0, 4).forEach((side) => side.add(half));
    world.appear(SERVER);
    void world.client.sendGoal({});
    expect(world.calls[0]?.server).toBe(SERVER);
  });

  it('rejects with ServerLostError when the server goes before it answers', async () => {
    const world = withServer();
    const sent = world.client.sendGoal({}, { goalId: idOf(1) });
    world.disappear(SERVER);
    await expect(sent).rejects.toMatchObject({ code: 'ERR_ACTION_SERVER_LOST', goalId: idOf(1) });
    expect(world.client.goalCount).toBe(0);
  });

  it('passes other errors on as they are', async () => {
    const world = withServer();
    const sent = world.client.sendGoal({});
    world.last('send_goal').fail('ERR_RTPS_WRITER_FULL');
    await expect(sent).rejects.toEqual(code('ERR_RTPS_WRITER_FULL'));
  });
});

describe('feedback', () => {
  it('test_send_goal_async_with_feedback_after_goal', async () => {
    const world = withServer();
    const heard: unknown[] = [];
    const goal = await acceptedGoal(world, { feedbackCallback: (message) => heard.push(message) });
    world.feedback(goal.goalId, 0, 1);
    expect(heard).toEqual([
      { goal_id: { uuid: expect.any(Uint8Array) as unknown }, feedback: { partial_sequence: Int32Array.of(0, 1) } },
    ]);
  });

  it('that comes before the acceptance is held, and delivered a macrotask after `await sendGoal()` has returned', async () => {
    const world = withServer();
    const heard: string[] = [];
    const sendGoal = async () => {
      const wrapped = async () =>
        world.client.sendGoal({}, { goalId: idOf(1), feedbackCallback: () => heard.push('feedback') });
      const goal = await wrapped();
      heard.push('accepted');
      return goal;
    };
    const sent = sendGoal();
    world.feedback(idOf(1), 1);
    world.last('send_goal').answer({ accepted: true, stamp: STAMP });
    world.feedback(idOf(1), 2);
    await world.microtasks();
    world.feedback(idOf(1), 3);
    expect(heard).toEqual(['accepted']);
    await world.turn();
    await sent;
    expect(heard).toEqual(['accepted', 'feedback', 'feedback', 'feedback']);
  });

  it('of a goal that is rejected is never delivered', async () => {
    const world = withServer();
    const heard: unknown[] = [];
    const sent = world.client.sendGoal({}, { goalId: idOf(1), feedbackCallback: (message) => heard.push(message) });
    world.feedback(idOf(1), 1);
    world.last('send_goal').answer({ accepted: false, stamp: STAMP });
    await sent;
    await world.turn();
    expect(heard).toEqual([]);
  });

  it('test_send_goal_async_with_feedback_for_another_goal, and for_not_a_goal: dropped', async () => {
    const world = withServer();
    const heard: number[] = [];
    await acceptedGoal(world, { goalId: idOf(1), feedbackCallback: () => heard.push(1) });
    await acceptedGoal(world, { goalId: idOf(2), feedbackCallback: () => heard.push(2) });
    await acceptedGoal(world, { goalId: idOf(3) });
    world.feedback(idOf(2));
    world.feedback(idOf(3));
    world.feedback(idOf(9));
    expect(heard).toEqual([2]);
  });

  it('test_send_goal_async_with_feedback_after_goal_result_requested: delivered until the result, never after it', async () => {
    const world = withServer();
    const heard: string[] = [];
    const goal = await acceptedGoal(world, { feedbackCallback: () => heard.push('feedback') });
    const result = goal.getResult().then(() => heard.push('result'));
    world.feedback(goal.goalId, 1);
    world.last('get_result').answer(DONE);
    await world.microtasks();
    world.feedback(goal.goalId, 2);
    await result;
    expect(heard).toEqual(['feedback', 'result']);
    expect(world.client.goalCount).toBe(0);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('oops');
      },
    ],
    ['rejects', () => Promise.reject(new Error('oops'))],
  ])('a callback that %s is logged and disturbs nothing', async (_how, feedbackCallback) => {
    const world = withServer();
    const goal = await acceptedGoal(world, { feedbackCallback });
    world.feedback(goal.goalId, 1);
    world.feedback(goal.goalId, 2);
    await world.microtasks();
    expect(world.errors).toEqual(Array(2).fill('feedback callback: Error: oops'));
  });
});

describe('status', () => {
  it('is followed, goes only forward, and an end is final', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    world.status([goal.goalId, GoalStatus.EXECUTING], [idOf(9), GoalStatus.ABORTED]);
    expect(goal.status).toBe(GoalStatus.EXECUTING);
    world.status([goal.goalId, GoalStatus.ACCEPTED]);
    expect(goal.status).toBe(GoalStatus.EXECUTING);
    world.status([goal.goalId, GoalStatus.CANCELED]);
    world.status([goal.goalId, GoalStatus.ABORTED]);
    world.status([goal.goalId, GoalStatus.UNKNOWN]);
    expect(goal.status).toBe(GoalStatus.CANCELED);
  });

  it('may be ahead of the acceptance', async () => {
    const world = withServer();
    const sent = world.client.sendGoal({}, { goalId: idOf(1) });
    world.status([idOf(1), GoalStatus.EXECUTING]);
    world.last('send_goal').answer({ accepted: true, stamp: STAMP });
    expect((await sent).status).toBe(GoalStatus.EXECUTING);
  });

  it('says the end when the result does', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const result = goal.getResult();
    world.last('get_result').answer(DONE);
    await result;
    expect(goal.status).toBe(GoalStatus.SUCCEEDED);
  });

  it('lets a goal go whose result nobody wants, a while after its end; the result can be had all the same', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    world.status([goal.goalId, GoalStatus.SUCCEEDED]);
    await world.elapse(9_999);
    expect(world.client.goalCount).toBe(1);
    await world.elapse(1);
    expect(world.client.goalCount).toBe(0);
    const result = goal.getResult();
    world.last('get_result').answer(DONE);
    expect(await result).toBe(DONE);
    expect(world.timers.size).toBe(0);
  });
});

describe('the result', () => {
  it('test_get_result_async: resolves for every end alike', async () => {
    for (const status of [GoalStatus.SUCCEEDED, GoalStatus.CANCELED, GoalStatus.ABORTED, GoalStatus.UNKNOWN]) {
      const world = withServer();
      const goal = await acceptedGoal(world);
      const result = goal.getResult();
      expect(world.last('get_result')).toMatchObject({ id: goal.goalId, server: SERVER });
      world.last('get_result').answer({ status, result: { sequence: Int32Array.of() } });
      expect(await result).toEqual({ status, result: { sequence: Int32Array.of() } });
    }
  });

  it('is asked for once, however often the user does, before and after', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const results = [goal.getResult(), goal.getResult()];
    world.last('get_result').answer(DONE);
    results.push(goal.getResult());
    for (const result of results) expect(await result).toBe(DONE);
    expect(await goal.getResult()).toBe(DONE);
    expect(world.calls.filter(({ service }) => service === 'get_result')).toHaveLength(1);
  });

  it('of a goal that was rejected is what the server says: it knows no such goal', async () => {
    const world = withServer();
    const sent = world.client.sendGoal({});
    world.last('send_goal').answer({ accepted: false, stamp: STAMP });
    const result = (await sent).getResult();
    world.last('get_result').answer({ status: GoalStatus.UNKNOWN, result: { sequence: Int32Array.of() } });
    expect((await result).status).toBe(GoalStatus.UNKNOWN);
  });

  it('rejects when the server is lost; asking again asks again', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const lost = goal.getResult();
    world.disappear(SERVER);
    await expect(lost).rejects.toMatchObject({ code: 'ERR_ACTION_SERVER_LOST', goalId: goal.goalId });
    await expect(goal.getResult()).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
    world.appear(SERVER); // a partition healed
    const again = goal.getResult();
    world.last('get_result').answer(DONE);
    expect(await again).toBe(DONE);
  });

  it('cannot be had from a server that was started anew and knows no such goal', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    world.disappear(SERVER);
    world.appear(participant('restarted'));
    const result = goal.getResult();
    world.last('get_result').answer({ status: GoalStatus.UNKNOWN, result: { sequence: Int32Array.of() } });
    await expect(result).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
  });

  it('that nobody looks at rejects without an unhandled rejection', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    void goal.getResult();
    void goal.cancelGoal();
    void world.client.sendGoal({});
    world.disappear(SERVER);
    await world.turn(); // jest fails on unhandled rejections
  });

  it('a goal of a lost server is remembered for five minutes, in case it comes back', async () => {
    const world = withServer();
    const heard: number[] = [];
    const goal = await acceptedGoal(world, { feedbackCallback: () => heard.push(world.client.goalCount) });
    world.disappear(SERVER);
    await world.elapse(299_000);
    world.appear(SERVER);
    world.feedback(goal.goalId, 1);
    expect(heard).toEqual([1]);
    expect(world.timers.size).toBe(0);
    world.disappear(SERVER);
    await world.elapse(300_000);
    expect(world.client.goalCount).toBe(0);
  });
});

describe('canceling', () => {
  it("test_send_cancel_async: resolves to the server's full answer", async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const response = goal.cancelGoal();
    const answer = { return_code: 0, goals_canceling: [] };
    expect(world.last('cancel_goal')).toMatchObject({ id: goal.goalId, server: SERVER });
    world.last('cancel_goal').answer(answer);
    expect(await response).toBe(answer);
  });

  it('rejects when the server is lost, before or after asking', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const asked = goal.cancelGoal();
    world.disappear(SERVER);
    await expect(asked).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
    await expect(goal.cancelGoal()).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
  });
});

describe("the user's signal", () => {
  it('rejects before there is a server, and nothing is ever sent', async () => {
    const world = clientInFakeWorld();
    const controller = new AbortController();
    const sent = world.client.sendGoal({}, { signal: controller.signal });
    controller.abort('enough');
    await expect(sent).rejects.toBe('enough');
    world.appear(SERVER);
    expect(world.calls).toEqual([]);
    expect(world.client.goalCount).toBe(0);
  });

  it('rejects at once when it is aborted already', async () => {
    const world = withServer();
    await expect(world.client.sendGoal({}, { signal: AbortSignal.abort('before') })).rejects.toBe('before');
    await expect(world.client.waitForServer({ signal: AbortSignal.abort('before') })).rejects.toBe('before');
    expect(world.calls).toEqual([]);
    expect(world.client.goalCount).toBe(0);
  });

  it('before the acceptance rejects, and cancels the goal if it is accepted after all: no orphan runs', async () => {
    const world = withServer();
    const controller = new AbortController();
    const heard: unknown[] = [];
    const sent = world.client.sendGoal(
      {},
      { goalId: idOf(1), signal: controller.signal, feedbackCallback: (message) => heard.push(message) },
    );
    controller.abort('enough');
    await expect(sent).rejects.toBe('enough');
    expect(cancels(world)).toEqual([idOf(1)]); // its answer may be lost
    world.last('send_goal').answer({ accepted: true, stamp: STAMP });
    await world.turn();
    expect(cancels(world)).toEqual([idOf(1), idOf(1)]); // the server may not have known it before
    world.feedback(idOf(1), 1);
    await world.turn();
    expect(heard).toEqual([]);
    expect(world.client.goalCount).toBe(0);
  });

  it('before the acceptance, of a goal that is then rejected, asks for nothing more', async () => {
    const world = withServer();
    const controller = new AbortController();
    const sent = world.client.sendGoal({}, { signal: controller.signal });
    controller.abort('enough');
    await expect(sent).rejects.toBe('enough');
    world.last('send_goal').answer({ accepted: false, stamp: STAMP });
    await world.turn();
    expect(cancels(world)).toHaveLength(1);
    expect(world.client.goalCount).toBe(0);
  });

  it('after the acceptance asks to cancel, once', async () => {
    const world = withServer();
    const controller = new AbortController();
    const goal = await acceptedGoal(world, { signal: controller.signal });
    controller.abort();
    expect(world.calls.filter(({ service }) => service === 'cancel_goal')).toMatchObject([{ id: goal.goalId }]);
  });

  it('after the result means nothing, and is not listened to any more', async () => {
    const world = withServer();
    const controller = new AbortController();
    const removed = jest.spyOn(controller.signal, 'removeEventListener');
    const goal = await acceptedGoal(world, { signal: controller.signal });
    const result = goal.getResult();
    world.last('get_result').answer(DONE);
    await result;
    controller.abort();
    expect(world.calls).toHaveLength(2);
    expect(removed).toHaveBeenCalledTimes(2); // one listener while sending, one while the goal ran
  });
});

describe('a time limit for sending', () => {
  it('rejects when there is no server in time, and nothing is ever sent', async () => {
    const world = clientInFakeWorld();
    const sent = world.client.sendGoal({}, { goalId: idOf(1), timeoutMs: 500 });
    await world.elapse(500);
    await expect(sent).rejects.toEqual(code('ERR_ACTION_TIMEOUT'));
    await expect(sent).rejects.toThrow(/No server .*within 500 ms/);
    world.appear(SERVER);
    expect(world.calls).toEqual([]);
    expect(world.client.goalCount).toBe(0);
  });

  it('rejects when there is no answer in time, and cancels the goal, twice if it is accepted after all', async () => {
    const world = withServer();
    const sent = world.client.sendGoal({}, { goalId: idOf(1), timeoutMs: 500 });
    await world.elapse(499);
    expect(cancels(world)).toEqual([]);
    await world.elapse(1);
    await expect(sent).rejects.toEqual(code('ERR_ACTION_TIMEOUT'));
    expect(cancels(world)).toEqual([idOf(1)]);
    world.last('send_goal').answer({ accepted: true, stamp: STAMP });
    await world.turn();
    expect(cancels(world)).toEqual([idOf(1), idOf(1)]);
    expect(world.client.goalCount).toBe(0);
  });

  it('of a goal that is answered leaves no timer and cancels nothing', async () => {
    const world = withServer();
    await acceptedGoal(world, { timeoutMs: 500 });
    expect(world.timers.size).toBe(0);
    expect(cancels(world)).toEqual([]);
    const other = withServer();
    const lost = other.client.sendGoal({}, { timeoutMs: 500 });
    other.disappear(SERVER);
    await expect(lost).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
    expect(other.timers.size).toBe(0);
    expect(cancels(other)).toEqual([]);
  });

  it('is a number of milliseconds', () => {
    const world = withServer();
    expect(() => world.client.sendGoal({}, { timeoutMs: -1 })).toThrow(RangeError);
    expect(world.calls).toEqual([]);
  });
});

describe('waiting for a server', () => {
  it('test_wait_for_server_nowait and _timeout: rejects when the time is up, and says what was seen', async () => {
    const world = clientInFakeWorld();
    world.sides[0]?.add(SERVER);
    const waits = [world.client.waitForServer({ timeoutMs: 0 }), world.client.waitForServer({ timeoutMs: 2_000 })];
    await world.elapse(0);
    await expect(waits[0]).rejects.toEqual(code('ERR_ACTION_SERVER_UNAVAILABLE'));
    await world.elapse(1_999);
    expect(world.timers.size).toBe(1);
    await world.elapse(1);
    await expect(waits[1]).rejects.toThrow(
      'No server of action /fibonacci within 2000 ms (endpoints: send_goal: 1, cancel_goal: 0, get_result: 0, feedback: 0, status: 0)',
    );
    expect(world.timers.size).toBe(0);
  });

  it('test_wait_for_server_exists: resolves at once, without a timer', async () => {
    const world = withServer();
    await world.client.waitForServer({ timeoutMs: 2_000 });
    expect(world.timers.size).toBe(0);
  });

  it('waits for all five endpoints of one participant', async () => {
    const other = participant('other');
    for (let missing = 0; missing < 5; missing++) {
      const world = clientInFakeWorld();
      let found = false;
      void world.client.waitForServer().then(() => (found = true));
      world.sides.forEach((side, index) => side.add(index === missing ? other : SERVER));
      await world.microtasks();
      expect(found).toBe(false);
      world.sides[missing]?.add(SERVER);
      await world.microtasks();
      expect(found).toBe(true);
    }
  });

  it('stops at its signal, and leaves no timer', async () => {
    const world = clientInFakeWorld();
    const controller = new AbortController();
    const wait = world.client.waitForServer({ timeoutMs: 5_000, signal: controller.signal });
    controller.abort('enough');
    await expect(wait).rejects.toBe('enough');
    expect(world.timers.size).toBe(0);
    world.appear(SERVER);
  });

  it.each([[-1], [NaN], ['soon']])('refuses to wait for %p ms', (timeoutMs) => {
    const world = clientInFakeWorld();
    expect(() => world.client.waitForServer({ timeoutMs: timeoutMs as number })).toThrow(RangeError);
  });
});

describe('closing', () => {
  it('rejects all that waits, forgets all goals, and leaves no timer', async () => {
    const world = clientInFakeWorld();
    const wait = world.client.waitForServer({ timeoutMs: 1_000 });
    const waiting = world.client.sendGoal({});
    world.client.close();
    await expect(wait).rejects.toEqual(code('ERR_ACTION_CLOSED'));
    await expect(waiting).rejects.toEqual(code('ERR_ACTION_CLOSED'));
    expect(world.timers.size).toBe(0);
    expect(world.client.goalCount).toBe(0);
    world.client.close();
  });

  it('makes everything reject from then on', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const asked = goal.getResult();
    world.client.close();
    world.last('get_result').fail('ERR_NODE_CLOSED');
    for (const promise of [
      asked,
      goal.getResult(),
      goal.cancelGoal(),
      world.client.sendGoal({}),
      world.client.waitForServer(),
    ]) {
      await expect(promise).rejects.toEqual(code('ERR_ACTION_CLOSED'));
    }
  });

  it('delivers nothing of what is still under way', async () => {
    const world = withServer();
    const heard: unknown[] = [];
    const goal = await acceptedGoal(world, { feedbackCallback: (message) => heard.push(message) });
    const sent = world.client.sendGoal({}, { goalId: idOf(5), feedbackCallback: (message) => heard.push(message) });
    const call = world.last('send_goal');
    world.client.close();
    call.answer({ accepted: true, stamp: STAMP });
    await expect(sent).rejects.toEqual(code('ERR_ACTION_CLOSED'));
    world.feedback(goal.goalId, 1);
    world.feedback(idOf(5), 1);
    await world.turn();
    expect(heard).toEqual([]);
  });

  it('the list of servers stops listening', () => {
    const world = clientInFakeWorld();
    expect(world.sides.every((side) => side.listeners === 1)).toBe(true);
    world.servers.close();
    expect(world.sides.every((side) => side.listeners === 0)).toBe(true);
  });
});
