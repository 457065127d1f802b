import { GoalStatus } from '../../../src/goal-status.js';
import { clientInFakeWorld, participant } from '../../support/fake-servers.js';
import { idOf } from '../../support/fake-world.js';

const STAMP = { sec: 7, nanosec: 8 };
const SERVER = participant('server');
const DONE = { status: GoalStatus.SUCCEEDED, result: { sequence: Int32Array.of(0, 1, 1) } };
const UNKNOWN = { status: GoalStatus.UNKNOWN, result: { sequence: Int32Array.of() } };
const code = (text: string) => expect.objectContaining({ code: text }) as unknown;

type World = ReturnType<typeof clientInFakeWorld>;

function withServer(options: Parameters<typeof clientInFakeWorld>[0] = {}): World {
  const world = clientInFakeWorld(options);
  world.appear(SERVER);
  return world;
}

async function acceptedGoal(world: World, options: Parameters<World['client']['sendGoal']>[1] = {}) {
  const sent = world.client.sendGoal({ order: 5 }, options);
  world.last('send_goal').answer({ accepted: true, stamp: STAMP });
  await world.turn();
  return sent;
}

/** What a stream gives, as it comes; 'end' or the error's code at last. */
function follow(stream: AsyncIterable<unknown>): unknown[] {
  const heard: unknown[] = [];
  const read = async (): Promise<void> => {
    for await (const item of stream) heard.push(item);
  };
  read().then(
    () => heard.push('end'),
    (error: { code?: string }) => heard.push(error.code ?? String(error)),
  );
  return heard;
}

const asked = (world: World, service: string) => world.calls.filter((call) => call.service === service);
const partial = (...sequence: number[]) => ({ partial_sequence: Int32Array.from(sequence) });

describe('goal.feedback()', () => {
  it('gives the feedback from the first on, also what came before the acceptance, and ends with the result', async () => {
    const world = withServer();
    const sent = world.client.sendGoal({}, { goalId: idOf(1) });
    world.feedback(idOf(1), 0);
    world.last('send_goal').answer({ accepted: true, stamp: STAMP });
    const heard = follow((await sent).feedback());
    await world.turn();
    world.feedback(idOf(1), 0, 1);
    world.last('get_result').answer(DONE);
    await world.turn();
    expect(heard).toEqual([partial(0), partial(0, 1), 'end']);
    expect(world.client.goalCount).toBe(0);
  });

  it('several readers hear the same; the latest is enough for a slow one', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const [every, latest] = [goal.feedback(), goal.feedback({ policy: 'latest' })];
    for (let i = 0; i < 5; i++) world.feedback(goal.goalId, i);
    world.last('get_result').answer(DONE);
    await world.turn();
    const heard = [follow(every), follow(latest)];
    await world.turn();
    expect(heard[0]).toHaveLength(6);
    expect(heard[1]).toEqual([partial(4), 'end']);
    expect(asked(world, 'get_result')).toHaveLength(1);
  });

  it('ends when it is stopped; the callback hears nothing more either, and the result comes', async () => {
    const world = withServer();
    const called: unknown[] = [];
    const goal = await acceptedGoal(world, { feedbackCallback: (message) => called.push(message) });
    const heard = follow(goal.feedback());
    world.feedback(goal.goalId, 1);
    goal.stopFeedback();
    world.feedback(goal.goalId, 2);
    await world.turn();
    expect(heard).toEqual([partial(1), 'end']);
    expect(called).toHaveLength(1);
    expect(follow(goal.feedback())).toEqual([]);
    world.last('get_result').answer(DONE);
    expect(await goal.result).toBe(DONE);
  });

  it('throws what the result rejects with: a lost server, a closed client', async () => {
    for (const [end, expected] of [
      ['disappear', 'ERR_ACTION_SERVER_LOST'],
      ['close', 'ERR_ACTION_CLOSED'],
    ] as const) {
      const world = withServer();
      const goal = await acceptedGoal(world);
      const heard = follow(goal.feedback());
      if (end === 'disappear') world.disappear(SERVER);
      else {
        world.client.close();
        world.last('get_result').fail('ERR_NODE_CLOSED');
      }
      await world.turn();
      expect(heard).toEqual([expected]);
    }
  });

  it('of a goal that was rejected is none', async () => {
    const world = withServer();
    const sent = world.client.sendGoal({});
    world.last('send_goal').answer({ accepted: false, stamp: STAMP });
    const goal = await sent;
    const heard = [follow(goal.feedback()), follow(goal.events())];
    await world.turn();
    expect(heard).toEqual([['end'], ['end']]);
    expect(asked(world, 'get_result')).toEqual([]);
  });
});

describe('goal.events()', () => {
  it('merges status, feedback and the result; the end is told once, at the end', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const heard = follow(goal.events());
    world.status([goal.goalId, GoalStatus.EXECUTING]);
    world.status([goal.goalId, GoalStatus.EXECUTING]);
    world.feedback(goal.goalId, 0);
    world.status([goal.goalId, GoalStatus.SUCCEEDED]);
    world.feedback(goal.goalId, 0, 1);
    world.last('get_result').answer(DONE);
    await world.turn();
    expect(heard).toEqual([
      { type: 'status', status: GoalStatus.ACCEPTED },
      { type: 'status', status: GoalStatus.EXECUTING },
      { type: 'feedback', feedback: partial(0) },
      { type: 'feedback', feedback: partial(0, 1) },
      { type: 'result', ...DONE },
      'end',
    ]);
    expect(world.timers.size).toBe(0);
  });

  it('of a goal that is over gives its result', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    void goal.result;
    world.last('get_result').answer(DONE);
    await world.turn();
    const heard = follow(goal.events());
    await world.turn();
    expect(heard).toEqual([{ type: 'result', ...DONE }, 'end']);
  });

  it('a goal whose feedback somebody hears is asked about when its server comes back: it may give feedback to nobody else', async () => {
    const world = withServer();
    await acceptedGoal(world, { feedbackCallback: () => undefined });
    await acceptedGoal(world);
    world.disappear(SERVER);
    expect(asked(world, 'get_result')).toEqual([]);
    world.appear(SERVER);
    expect(asked(world, 'get_result')).toHaveLength(1);
  });

  it('goes on when the server is lost and comes back: the result is asked for again, and told', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const heard = follow(goal.events());
    const before = goal.getResult();
    world.disappear(SERVER);
    await expect(before).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
    await world.elapse(60_000);
    world.appear(SERVER);
    expect(asked(world, 'get_result')).toHaveLength(2);
    const after = goal.getResult();
    world.last('get_result').answer(DONE);
    expect(await after).toBe(DONE);
    await world.turn();
    expect(heard).toEqual([
      { type: 'status', status: GoalStatus.ACCEPTED },
      { type: 'serverLost', error: code('ERR_ACTION_SERVER_LOST') },
      { type: 'serverBack' },
      { type: 'result', ...DONE },
      'end',
    ]);
    expect(asked(world, 'get_result')).toHaveLength(2);
    expect(world.timers.size).toBe(0);
  });

  it('of a goal that is over, and whose server is gone, waits five minutes as well, however short it was remembered', async () => {
    for (const forgetFirst of [false, true]) {
      const world = withServer();
      const goal = await acceptedGoal(world);
      world.status([goal.goalId, GoalStatus.SUCCEEDED]);
      if (forgetFirst) await world.elapse(10_000);
      expect(world.client.goalCount).toBe(forgetFirst ? 0 : 1);
      world.disappear(SERVER);
      const heard = follow(goal.events());
      await world.elapse(299_000);
      await world.turn();
      expect(heard).toEqual([]);
      world.appear(SERVER);
      world.last('get_result').answer(DONE);
      await world.turn();
      expect(heard.slice(-2)).toEqual([{ type: 'result', ...DONE }, 'end']);
      expect(world.timers.size).toBe(0);
    }
  });

  it('of a goal that was forgotten ends when the client is closed', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    world.status([goal.goalId, GoalStatus.SUCCEEDED]);
    await world.elapse(10_000);
    world.disappear(SERVER);
    const heard = follow(goal.events());
    await world.turn();
    world.client.close();
    await world.turn();
    expect(heard).toEqual(['ERR_ACTION_CLOSED']);
  });

  it('throws when the server has not come back in five minutes, and when the client is closed', async () => {
    const world = withServer();
    const heard = follow((await acceptedGoal(world)).events());
    world.disappear(SERVER);
    await world.elapse(300_000);
    await world.turn();
    expect(heard.slice(2)).toEqual(['ERR_ACTION_SERVER_LOST']);
    const other = withServer();
    const closed = follow((await acceptedGoal(other)).events());
    other.client.close();
    await other.turn();
    expect(closed.at(-1)).toBe('ERR_ACTION_CLOSED');
  });
});

describe('a lost server, with patience', () => {
  it('leaves open what is asked, and asks again when it comes back', async () => {
    const world = withServer({ serverLostWaitMs: 30_000 });
    const goal = await acceptedGoal(world);
    const [result, cancel] = [goal.getResult(), goal.cancelGoal()];
    world.disappear(SERVER);
    await world.turn();
    await world.elapse(29_000);
    world.appear(SERVER);
    await world.turn();
    expect(asked(world, 'get_result')).toHaveLength(2);
    world.last('get_result').answer(DONE);
    const answer = { return_code: 3, goals_canceling: [] };
    world.last('cancel_goal').answer(answer);
    expect(await result).toBe(DONE);
    expect(await cancel).toBe(answer);
    expect(world.timers.size).toBe(0);
  });

  it('has an end, and can be renewed by asking again', async () => {
    const world = withServer({ serverLostWaitMs: 30_000 });
    const goal = await acceptedGoal(world);
    const [result, cancel, feedback] = [goal.getResult(), goal.cancelGoal(), follow(goal.feedback())];
    world.disappear(SERVER);
    await world.turn();
    await world.elapse(30_000);
    await expect(result).rejects.toMatchObject({ code: 'ERR_ACTION_SERVER_LOST', goalId: goal.goalId });
    await expect(cancel).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
    await world.turn();
    expect(feedback).toEqual(['ERR_ACTION_SERVER_LOST']);
    const again = goal.getResult();
    world.appear(SERVER);
    await world.turn();
    world.last('get_result').answer(DONE);
    expect(await again).toBe(DONE);
  });

  it('asks a new server once, which cannot know, and goes on waiting for its own', async () => {
    const world = withServer({ serverLostWaitMs: 30_000 });
    const goal = await acceptedGoal(world);
    const result = goal.getResult();
    world.disappear(SERVER);
    await world.turn();
    world.appear(participant('other'));
    await world.turn();
    world.last('get_result').answer(UNKNOWN);
    await world.turn();
    expect(asked(world, 'get_result')).toHaveLength(2);
    world.appear(SERVER);
    await world.turn();
    expect(world.last('get_result').server).toBe(SERVER);
    world.last('get_result').answer(DONE);
    expect(await result).toBe(DONE);
  });

  it('ends when the client is closed', async () => {
    const world = withServer({ serverLostWaitMs: 30_000 });
    const result = (await acceptedGoal(world)).getResult();
    world.disappear(SERVER);
    await world.turn();
    world.client.close();
    await expect(result).rejects.toEqual(code('ERR_ACTION_CLOSED'));
    expect(world.timers.size).toBe(0);
  });
});

describe('canceling all', () => {
  const entry = (n: number) => ({ goal_id: { uuid: new Uint8Array(16).fill(n) }, stamp: STAMP });

  it('asks every server for every goal, and merges what they say', async () => {
    const world = withServer();
    const other = participant('other');
    world.appear(other);
    const response = world.client.cancelAll();
    const calls = asked(world, 'cancel_goal');
    expect(calls).toMatchObject([SERVER, other].map((server) => ({ server, id: '0'.repeat(32) })));
    calls[0]?.answer({ return_code: 1, goals_canceling: [] } as never);
    calls[1]?.answer({ return_code: 0, goals_canceling: [entry(1), entry(2)] } as never);
    expect(await response).toEqual({ return_code: 0, goals_canceling: [entry(1), entry(2)] });
  });

  it('passes a single answer on as it is, with the stamp it was asked for', async () => {
    const world = withServer();
    const response = world.client.cancelAll(STAMP);
    const answer = { return_code: 0, goals_canceling: [entry(1)] };
    expect(world.last('cancel_goal').stamp).toEqual(STAMP);
    world.last('cancel_goal').answer(answer);
    expect(await response).toBe(answer);
  });

  it('rejects without a server, and when all are lost; one that answers is enough', async () => {
    const world = clientInFakeWorld();
    await expect(world.client.cancelAll()).rejects.toEqual(code('ERR_ACTION_SERVER_UNAVAILABLE'));
    world.appear(SERVER);
    const lost = world.client.cancelAll();
    const other = participant('other');
    world.appear(other);
    const half = world.client.cancelAll();
    world.disappear(SERVER);
    await expect(lost).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
    world.last('cancel_goal').answer({ return_code: 0, goals_canceling: [] });
    expect(await half).toEqual({ return_code: 0, goals_canceling: [] });
    world.client.close();
    await expect(world.client.cancelAll()).rejects.toEqual(code('ERR_ACTION_CLOSED'));
  });
});

describe('attaching to a goal by its id', () => {
  it('has no result as soon as all servers that are there say so, though another was lost before it answered', async () => {
    const world = withServer();
    const other = participant('other');
    world.appear(other);
    const result = world.client.attach(idOf(7)).getResult();
    world.last('get_result').answer(UNKNOWN);
    await world.turn();
    world.disappear(SERVER);
    expect(await result).toBe(UNKNOWN);
    expect(asked(world, 'get_result')).toHaveLength(2);
  });

  it('learns server, stamp and status from the status topic, before or after', async () => {
    for (const isBefore of [true, false]) {
      const world = withServer();
      const other = participant('other');
      world.appear(other);
      const tell = () => world.statusOf(other, [idOf(7), GoalStatus.EXECUTING]);
      if (isBefore) tell();
      const heard: unknown[] = [];
      const goal = world.client.attach(idOf(7));
      if (!isBefore) tell();
      await world.turn();
      expect(goal).toMatchObject({ accepted: true, goalId: idOf(7), status: GoalStatus.EXECUTING });
      world.client.attach(idOf(7), { feedbackCallback: ({ feedback }) => heard.push(feedback) });
      world.feedback(idOf(7), 1);
      expect(heard).toEqual([partial(1)]);
      const result = goal.getResult();
      void goal.cancelGoal();
      expect(world.calls.map(({ server }) => server)).toEqual([other, other]);
      world.last('get_result').answer(DONE);
      expect(await result).toBe(DONE);
      expect(world.client.goalCount).toBe(0);
    }
  });

  it('waits for the rest of a server of which the status topic is there first, and for another if it never comes', async () => {
    for (const comes of [true, false]) {
      const world = clientInFakeWorld();
      const [, , , , status] = world.sides;
      status?.add(SERVER);
      world.statusOf(SERVER, [idOf(7), GoalStatus.EXECUTING]);
      const goal = world.client.attach(idOf(7));
      const events = follow(goal.events());
      expect(goal.status).toBe(GoalStatus.EXECUTING);
      const result = goal.getResult();
      const cancel = goal.cancelGoal();
      await world.elapse(60_000);
      expect(world.calls).toEqual([]);
      if (!comes) status?.remove(SERVER);
      const server = comes ? SERVER : participant('other');
      for (const side of world.sides) if (!comes || side !== status) side.add(server);
      await world.turn();
      expect(world.calls.map((call) => call.server)).toEqual([server, server]);
      world.last('cancel_goal').answer({ return_code: 0, goals_canceling: [] });
      world.last('get_result').answer(DONE);
      expect(await cancel).toEqual({ return_code: 0, goals_canceling: [] });
      expect(await result).toBe(DONE);
      await world.turn();
      expect(events).toEqual([{ type: 'status', status: GoalStatus.EXECUTING }, { type: 'result', ...DONE }, 'end']);
    }
  });

  it('waits for a server, and asks all there are while it does not know which', async () => {
    const world = clientInFakeWorld();
    const goal = world.client.attach(idOf(7));
    const result = goal.getResult();
    await world.elapse(60_000);
    const other = participant('other');
    world.appear(SERVER);
    await world.turn();
    world.appear(other);
    const cancel = goal.cancelGoal();
    const [first, second] = asked(world, 'cancel_goal');
    first?.answer({ return_code: 2, goals_canceling: [] } as never);
    second?.answer({ return_code: 1, goals_canceling: [] } as never);
    expect(await cancel).toEqual({ return_code: 1, goals_canceling: [] });
    world.last('get_result').answer(DONE);
    expect(await result).toBe(DONE);
  });

  it('that no server knows has a result of status UNKNOWN', async () => {
    const world = withServer();
    world.appear(participant('other'));
    const result = world.client.attach(idOf(7)).getResult();
    for (const call of asked(world, 'get_result')) call.answer(UNKNOWN as never);
    await world.turn();
    expect(await result).toBe(UNKNOWN);
    expect(world.client.goalCount).toBe(0);
  });

  it("to one of the client's own is another handle on the same goal", async () => {
    const world = withServer();
    const goal = await acceptedGoal(world, { goalId: idOf(1) });
    const again = world.client.attach(idOf(1));
    expect(again).toMatchObject({ stamp: STAMP, status: GoalStatus.ACCEPTED });
    expect(again.getResult()).toBe(goal.getResult());
    expect(world.client.goalCount).toBe(1);
  });

  it('is refused for what is no id, for a goal that is being sent, and by a closed client', () => {
    const world = withServer();
    expect(() => world.client.attach('x')).toThrow(TypeError);
    void world.client.sendGoal({}, { goalId: idOf(1) });
    expect(() => world.client.attach(idOf(1))).toThrow(code('ERR_ACTION_GOAL_ID_IN_USE') as never);
    world.client.close();
    expect(() => world.client.attach(idOf(2))).toThrow('closed');
  });

  it('can be canceled by a signal', () => {
    const world = withServer();
    const controller = new AbortController();
    world.client.attach(idOf(7), { signal: controller.signal });
    controller.abort();
    expect(world.last('cancel_goal').id).toBe(idOf(7));
    world.client.attach(idOf(8), { signal: AbortSignal.abort() });
    expect(world.last('cancel_goal').id).toBe(idOf(8));
  });
});

describe("everybody's goals", () => {
  it('are told with each change, to listeners and readers; the latest of each is enough for a slow one', async () => {
    const world = withServer();
    world.status([idOf(1), GoalStatus.SUCCEEDED]);
    const told: unknown[] = [];
    const stop = world.client.board.onChanged(({ goalId, status }) => told.push([goalId, status]));
    const stream = world.client.board.read();
    world.status([idOf(1), GoalStatus.SUCCEEDED], [idOf(2), GoalStatus.EXECUTING]);
    world.status([idOf(2), GoalStatus.ABORTED]);
    expect(told).toEqual([
      [idOf(1), GoalStatus.SUCCEEDED],
      [idOf(2), GoalStatus.EXECUTING],
      [idOf(2), GoalStatus.ABORTED],
    ]);
    stop();
    const heard = follow(stream);
    await world.turn();
    world.status([idOf(3), GoalStatus.ACCEPTED]);
    await world.turn();
    const base = { stamp: { sec: 0, nanosec: 0 }, server: 'server' };
    expect(heard).toEqual([
      { ...base, goalId: idOf(1), status: GoalStatus.SUCCEEDED },
      { ...base, goalId: idOf(2), status: GoalStatus.ABORTED },
      { ...base, goalId: idOf(3), status: GoalStatus.ACCEPTED },
    ]);
    world.client.close();
    await world.turn();
    expect(heard.at(-1)).toBe('ERR_ACTION_CLOSED');
    expect(told).toHaveLength(3);
  });

  it('of a server that is gone are forgotten, and told again when it is back', () => {
    const world = withServer();
    const told: unknown[] = [];
    world.client.board.onChanged(({ goalId }) => told.push(goalId));
    world.status([idOf(1), GoalStatus.EXECUTING]);
    world.disappear(SERVER);
    expect(world.client.board.find(idOf(1))).toBeUndefined();
    world.appear(SERVER);
    world.status([idOf(1), GoalStatus.EXECUTING]);
    expect(told).toEqual([idOf(1), idOf(1)]);
  });

  it("a goal of one's own believes its own server only", async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    world.statusOf(participant('liar'), [goal.goalId, GoalStatus.ABORTED]);
    expect(goal.status).toBe(GoalStatus.ACCEPTED);
  });
});
