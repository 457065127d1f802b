import { GoalStatus } from '../../../../src/goal-status.js';
import { CancelReturnCode } from '../../../../src/responses.js';
import { clientInFakeWorld, participant } from '../../../support/fake-servers.js';
import { idOf } from '../../../support/fake-world.js';

const STAMP = { sec: 7, nanosec: 8 };
const SERVER = participant('server');
const DONE = { status: GoalStatus.SUCCEEDED, result: { sequence: Int32Array.of(0, 1, 1) } };
const CANCELING = { return_code: 0, goals_canceling: [] };
const code = (text: string) => expect.objectContaining({ code: text }) as unknown;

type World = ReturnType<typeof clientInFakeWorld>;

function withServer(options: Parameters<typeof clientInFakeWorld>[0] = {}): World {
  const world = clientInFakeWorld(options);
  world.appear(SERVER);
  return world;
}

async function acceptedGoal(world: World) {
  const sent = world.client.sendGoal({ order: 5 });
  world.last('send_goal').answer({ accepted: true, stamp: STAMP });
  await world.turn();
  return sent;
}

const asked = (world: World, service: string) => world.calls.filter((call) => call.service === service);

describe('getResult with a time limit or a signal', () => {
  it('stops waiting, and asks for nothing twice: the question stays open for others and for later', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const controller = new AbortController();
    const patient = goal.getResult();
    const hurried = goal.getResult({ timeoutMs: 1_000 });
    const stopped = goal.getResult({ signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    await world.elapse(1_000);
    await expect(hurried).rejects.toEqual(code('ERR_ACTION_TIMEOUT'));
    await expect(hurried).rejects.toThrow(/^Goal 6464.* of action \/fibonacci: No result within 1000 ms/);
    const later = goal.getResult({ timeoutMs: 1_000 });
    expect(asked(world, 'get_result')).toHaveLength(1);
    expect(asked(world, 'cancel_goal')).toHaveLength(0);
    world.last('get_result').answer(DONE);
    await world.turn();
    expect(await Promise.all([patient, later, goal.getResult({ timeoutMs: 0 })])).toEqual([DONE, DONE, DONE]);
    expect(world.timers.size).toBe(0);
  });

  it('rejects at once, and asks for nothing, when the signal is aborted already', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    await expect(goal.getResult({ signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    expect(asked(world, 'get_result')).toHaveLength(0);
  });

  it('rejects as without when the server is lost first, and leaves no timer', async () => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const result = goal.getResult({ timeoutMs: 60_000 });
    world.disappear(SERVER);
    await expect(result).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
    world.client.close();
    expect(world.timers.size).toBe(0);
  });

  it('may be shorter than the patience with a lost server', async () => {
    const world = withServer({ serverLostWaitMs: 60_000 });
    const goal = await acceptedGoal(world);
    const [patient, hurried] = [goal.getResult(), goal.getResult({ timeoutMs: 1_000 })];
    world.disappear(SERVER);
    await world.elapse(1_000);
    await expect(hurried).rejects.toEqual(code('ERR_ACTION_TIMEOUT'));
    world.appear(SERVER);
    await world.turn();
    world.last('get_result').answer(DONE);
    expect(await patient).toBe(DONE);
  });
});

describe('cancelGoal and cancelAll with a time limit or a signal', () => {
  it.each(['cancelGoal', 'cancelAll'] as const)('%s stops waiting, and so does the call behind it', async (verb) => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    const ask = (options: { timeoutMs?: number; signal?: AbortSignal }) =>
      verb === 'cancelGoal' ? goal.cancelGoal(options) : world.client.cancelAll(undefined, options);
    const controller = new AbortController();
    const [hurried, stopped, quick] = [
      ask({ timeoutMs: 1_000 }),
      ask({ signal: controller.signal }),
      ask({ timeoutMs: 1_000 }),
    ];
    const [first, second, third] = asked(world, 'cancel_goal');
    controller.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    expect([first, second].map((call) => call?.signal?.aborted)).toEqual([false, true]);
    (third as unknown as { answer(response: unknown): void }).answer(CANCELING);
    expect(await quick).toEqual(CANCELING);
    await world.elapse(1_000);
    await expect(hurried).rejects.toEqual(code('ERR_ACTION_TIMEOUT'));
    expect(first?.signal?.aborted).toBe(true);
    expect(world.timers.size).toBe(0);
  });

  it('takes back what was not sent yet, because the server is lost', async () => {
    const world = withServer({ serverLostWaitMs: 60_000 });
    const goal = await acceptedGoal(world);
    world.disappear(SERVER);
    const canceled = goal.cancelGoal({ timeoutMs: 1_000 });
    await world.elapse(1_000);
    await expect(canceled).rejects.toEqual(code('ERR_ACTION_TIMEOUT'));
    world.appear(SERVER);
    await world.turn();
    expect(asked(world, 'cancel_goal')).toHaveLength(0);
    world.client.close();
    expect(world.timers.size).toBe(0);
  });

  it('leaves nothing behind of a goal whose server never comes', async () => {
    const world = clientInFakeWorld();
    const goal = world.client.attach(idOf(1));
    for (let i = 0; i < 3; i++) {
      const canceled = goal.cancelGoal({ timeoutMs: 10 });
      await world.elapse(10);
      await expect(canceled).rejects.toEqual(code('ERR_ACTION_TIMEOUT'));
    }
    world.appear(SERVER);
    await world.turn();
    expect(world.calls).toEqual([]);
    expect(world.timers.size).toBe(0);
  });

  it.each([[-1], [Number.NaN], ['soon' as unknown as number]])('no verb takes %p ms', async (timeoutMs) => {
    const world = withServer();
    const goal = await acceptedGoal(world);
    expect(() => goal.getResult({ timeoutMs })).toThrow(RangeError);
    expect(() => goal.cancelGoal({ timeoutMs })).toThrow(RangeError);
    expect(() => world.client.cancelAll(undefined, { timeoutMs })).toThrow(RangeError);
  });
});

describe('a goal that nobody has told of yet', () => {
  const other = participant('other');

  function attached() {
    const world = withServer();
    world.appear(other);
    return { world, goal: world.client.attach(idOf(1)) };
  }

  it('is asked about at servers that come while another, dead, has still to be given up', async () => {
    const world = withServer();
    const goal = world.client.attach(idOf(1));
    const [result, canceled] = [goal.getResult(), goal.cancelGoal()];
    world.appear(other);
    await world.turn();
    expect([world.last('get_result').server, world.last('cancel_goal').server]).toEqual([other, other]);
    expect(world.calls).toHaveLength(4);
    world.last('cancel_goal').answer(CANCELING);
    world.last('get_result').answer(DONE);
    await world.turn();
    expect(await Promise.all([result, canceled])).toEqual([DONE, CANCELING]);
  });

  it('is asked about again at a server that was closed and opened in its process meanwhile', async () => {
    const { world, goal } = attached();
    const result = goal.getResult();
    expect(asked(world, 'get_result').map(({ server }) => server)).toEqual([SERVER, other]);
    world.disappear(other);
    world.appear(other);
    await world.turn();
    expect(asked(world, 'get_result').map(({ server }) => server)).toEqual([SERVER, other, other]);
    world.last('get_result').answer(DONE);
    await world.turn();
    expect(await result).toBe(DONE);
  });

  it('is canceled as soon as one server says so, whatever others are silent', async () => {
    const { world, goal } = attached();
    const canceled = goal.cancelGoal();
    world.last('cancel_goal').answer(CANCELING);
    expect(await canceled).toBe(CANCELING);
  });

  it('is unknown only when every server that is there has said so', async () => {
    const { world, goal } = attached();
    const canceled = goal.cancelGoal();
    const UNKNOWN = { return_code: CancelReturnCode.UNKNOWN_GOAL_ID, goals_canceling: [] };
    world.last('cancel_goal').answer(UNKNOWN);
    await world.turn();
    world.disappear(SERVER);
    expect(await canceled).toEqual(UNKNOWN);
  });

  it('is asked about anew by whoever asks later: the server that has it may have come since', async () => {
    const world = withServer();
    const goal = world.client.attach(idOf(1));
    const early = goal.getResult();
    world.last('get_result').answer({ ...DONE, status: GoalStatus.UNKNOWN });
    await world.turn();
    expect((await early).status).toBe(GoalStatus.UNKNOWN);
    world.appear(other);
    const late = goal.getResult();
    expect(world.last('get_result').server).toBe(other);
    world.last('get_result').answer(DONE);
    await world.turn();
    expect(await late).toBe(DONE);
    expect(asked(world, 'get_result')).toHaveLength(3);
  });
});

describe('a server that the caller names', () => {
  it('gets the goal, and what is asked about it', async () => {
    const world = withServer();
    const other = participant('other');
    world.appear(other);
    const sent = world.client.sendGoal({}, { server: other });
    expect(world.last('send_goal').server).toBe(other);
    world.last('send_goal').answer({ accepted: true, stamp: STAMP });
    const goal = await sent;
    void goal.getResult();
    void goal.cancelGoal();
    expect([world.last('get_result').server, world.last('cancel_goal').server]).toEqual([other, other]);
  });

  it('has to be there, with all of its endpoints', async () => {
    const world = withServer();
    const sent = world.client.sendGoal({}, { server: participant('elsewhere') });
    await expect(sent).rejects.toEqual(code('ERR_ACTION_SERVER_UNAVAILABLE'));
    expect(world.calls).toEqual([]);
    expect(world.client.goalCount).toBe(0);
  });
});
