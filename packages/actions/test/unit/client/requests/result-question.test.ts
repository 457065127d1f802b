import { GoalStatus } from '../../../../src/goal-status.js';
import { limits } from '../../../../src/limits.js';
import { clientInFakeWorld, participant } from '../../../support/fake-servers.js';

const STAMP = { sec: 7, nanosec: 8 };
const SERVER = participant('server');
const DONE = { status: GoalStatus.SUCCEEDED, result: { sequence: Int32Array.of(0, 1, 1) } };
const code = (text: string) => expect.objectContaining({ code: text }) as unknown;

type World = ReturnType<typeof clientInFakeWorld>;

async function goalOfServer() {
  const world = clientInFakeWorld();
  world.appear(SERVER);
  const sent = world.client.sendGoal({ order: 5 });
  world.last('send_goal').answer({ accepted: true, stamp: STAMP });
  await world.turn();
  return { world, goal: await sent };
}

const questions = (world: World) => world.calls.filter((call) => call.service === 'get_result');

describe('a result that is due, and does not come', () => {
  it('is asked for again; the answer to either question counts', async () => {
    for (const answered of [0, 1]) {
      const { world, goal } = await goalOfServer();
      const result = goal.getResult();
      await world.elapse(3_600_000); // as long as the goal takes
      expect(questions(world)).toHaveLength(1);
      world.status([goal.goalId, GoalStatus.SUCCEEDED]);
      await world.elapse(limits.overdueResultMs - 1);
      expect(questions(world)).toHaveLength(1);
      await world.elapse(1);
      expect(questions(world)).toHaveLength(2);
      (questions(world)[answered] as unknown as { answer(response: unknown): void }).answer(DONE);
      await world.turn();
      expect(await result).toBe(DONE);
      expect(questions(world).every((call) => call.signal?.aborted)).toBe(true);
      expect(world.timers.size).toBe(0);
    }
  });

  it('is asked for again when the goal was over before anybody asked', async () => {
    const { world, goal } = await goalOfServer();
    world.status([goal.goalId, GoalStatus.CANCELED]);
    const result = goal.getResult();
    await world.elapse(limits.overdueResultMs);
    expect(questions(world)).toHaveLength(2);
    world.last('get_result').answer(DONE);
    expect(await result).toBe(DONE);
  });

  it('is asked for ever more rarely, and given up: no promise waits for ever. Asking anew asks anew', async () => {
    const { world, goal } = await goalOfServer();
    const result = goal.getResult();
    const ends: unknown[] = [];
    void (async () => {
      try {
        for await (const event of goal.events()) ends.push(event.type);
      } catch (error) {
        ends.push((error as { code: string }).code);
      }
    })();
    world.status([goal.goalId, GoalStatus.ABORTED]);
    const counts: number[] = [];
    for (const seconds of [5, 10, 20, 40, 79]) {
      await world.elapse(seconds * 1_000);
      world.status([goal.goalId, GoalStatus.ABORTED]); // every sample says so
      counts.push(questions(world).length);
    }
    expect(counts).toEqual([2, 3, 4, 5, 5]);
    await world.elapse(1_000);
    await expect(result).rejects.toEqual(code('ERR_ACTION_TIMEOUT'));
    await expect(result).rejects.toThrow(/It is over, and its server has not told its result within 155000 ms/);
    await world.turn();
    expect(ends).toEqual(['status', 'ERR_ACTION_TIMEOUT']);
    expect(questions(world).every((call) => call.signal?.aborted)).toBe(true);
    const again = goal.getResult();
    world.last('get_result').answer(DONE);
    expect(await again).toBe(DONE);
    expect(world.timers.size).toBe(0);
    expect(world.client.goalCount).toBe(0);
  });

  it('of a goal whose result could not be read is forgotten with its goal', async () => {
    const { world, goal } = await goalOfServer();
    const result = goal.getResult();
    world.last('get_result').fail('ERR_CDR_TRUNCATED');
    await expect(result).rejects.toEqual(code('ERR_CDR_TRUNCATED'));
    expect(world.client.goalCount).toBe(1);
    world.status([goal.goalId, GoalStatus.SUCCEEDED]);
    await world.elapse(limits.finishedGoalLingerMs);
    expect(world.client.goalCount).toBe(0);
    expect(world.timers.size).toBe(0);
  });

  it('cannot be made worse by asking: only a lost server ends the waiting early', async () => {
    const { world, goal } = await goalOfServer();
    const result = goal.getResult();
    world.status([goal.goalId, GoalStatus.SUCCEEDED]);
    await world.elapse(limits.overdueResultMs);
    world.last('get_result').fail('ERR_RTPS_WRITER_FULL');
    await world.turn();
    questions(world)[0]?.answer(DONE as never);
    expect(await result).toBe(DONE);
    const second = await goalOfServer();
    const lost = second.goal.getResult();
    second.world.status([second.goal.goalId, GoalStatus.SUCCEEDED]);
    await second.world.elapse(limits.overdueResultMs);
    second.world.disappear(SERVER);
    await expect(lost).rejects.toEqual(code('ERR_ACTION_SERVER_LOST'));
  });
});
