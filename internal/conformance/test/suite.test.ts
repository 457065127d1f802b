import { ActionClient } from '@rclts/actions';
import { Fibonacci, goals } from '../src/subject/behaviours.js';
import { cases } from '../src/suite/all.js';
import { Outcome, runSuite } from '../src/suite/run.js';
import { mutants } from './support/mutants.js';
import { subject, World } from './support/world.js';

const SUITE_MS = 300_000;

test(
  'our server passes every case',
  async () => {
    const world = new World();
    world.server();
    expect(await world.run()).toEqual(cases.map(({ name }) => ({ name, outcome: Outcome.PASSED })));
  },
  SUITE_MS,
);

test('cases that nobody gave the means for are not provoked, and say what they need', async () => {
  const world = new World();
  world.server();
  const { slowGoal: _slow, refusedGoal: _refused, rejectedGoal: _rejected, ...little } = subject;
  const probe = await world.network.run(() => world.probe());
  const names = ['cancel: one goal', 'goal: rejected, and known to nobody', 'goal: four execute at the same time'];
  const results = await world.network.run(() => runSuite(probe, { ...little, isOneAtATime: true }, { only: names }));
  expect(results).toEqual([
    {
      name: 'goal: rejected, and known to nobody',
      outcome: Outcome.NOT_PROVOKED,
      because: 'needs a goal that is rejected (--rejected-goal)',
    },
    {
      name: 'goal: four execute at the same time',
      outcome: Outcome.NOT_PROVOKED,
      because:
        'needs a server that takes several goals at once (no --one-at-a-time), a goal that takes its time (--slow-goal or --refused-goal)',
    },
    {
      name: 'cancel: one goal',
      outcome: Outcome.NOT_PROVOKED,
      because: 'needs a goal that can be canceled (--slow-goal)',
    },
  ]);
});

test('a goal that gives no feedback provokes no case about it', async () => {
  const world = new World();
  world.server({}, { publish: (topic, message, publish) => (topic === 'status' ? publish(message) : undefined) });
  const [result] = await world.run({}, { only: ['feedback: carries the id of its goal'] });
  expect(result).toMatchObject({ outcome: Outcome.NOT_PROVOKED, because: 'the goal gave no feedback' });
});

test('a server with goals of somebody else is left alone, for the suite cancels all that there are', async () => {
  const world = new World();
  world.server();
  const client = new ActionClient(world.node('somebody'), Fibonacci, subject.action);
  await world.network.run(async () => client.sendGoal(goals.slowGoal));
  await expect(world.run()).rejects.toThrow('the server has 1 active goals of somebody else');
});

test('two servers of one name are not asked: nobody could tell whose answer it is', async () => {
  const world = new World();
  world.server();
  world.server();
  await world.network.advance(5_000);
  await expect(world.run()).rejects.toThrow('/fibonacci has 2 servers: the suite asks one alone');
});

describe('a server that', () => {
  it.each(mutants.map((mutant) => [mutant.fault, mutant] as const))('%s is found out', async (_fault, mutant) => {
    const world = new World();
    mutant.make(world);
    const results = await world.run({ patienceMs: 3_000 }, { only: mutant.seenBy });
    expect(results.filter(({ outcome }) => outcome !== Outcome.FAILED)).toEqual([]);
    expect(results).toHaveLength(mutant.seenBy.length);
  });
});

test('there is a server that fails, for every case', () => {
  const seen = new Set(mutants.flatMap(({ seenBy }) => seenBy));
  expect(cases.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
});
