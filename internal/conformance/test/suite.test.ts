import { cases } from '../src/suite/all.js';
import { Outcome } from '../src/suite/run.js';
import { mutants } from './support/mutants.js';
import { World } from './support/world.js';

const SUITE_MS = 60_000;

test(
  'our server passes every case',
  async () => {
    const world = new World();
    world.server();
    expect(await world.run()).toEqual(cases.map(({ name }) => ({ name, outcome: Outcome.PASSED })));
  },
  SUITE_MS,
);

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
