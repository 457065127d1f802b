import { cases } from '../../src/suite/all.js';
import { rclpyFaults } from '../../src/suite/rclpy-faults.js';
import { type CaseResult, Outcome } from '../../src/suite/run.js';
import { keepResults, Stage, SUITE_MS, words } from '../support/real.js';

describe('our client → rclpy’s server (Kilted)', () => {
  let stage: Stage;
  let code: number | null;
  let results: readonly CaseResult[];

  beforeAll(async () => {
    stage = await Stage.open('rclpy');
    const run = await stage.ask(...words, '--json');
    code = run.code;
    results = (JSON.parse(run.output) as { cases: readonly CaseResult[] }).cases;
    keepResults('rclpy-server', results);
  }, SUITE_MS);

  afterAll(() => stage.close());

  it.each(cases.map(({ name }) => name))('%s', (name) => {
    const because = rclpyFaults[name]?.because;
    const result = results.find((one) => one.name === name);
    expect(result).toEqual(
      because === undefined ? { name, outcome: Outcome.PASSED } : { name, outcome: Outcome.FAILED, because },
    );
  });

  it('ends with the exit code of faults', () => {
    expect(code).toBe(1);
  });
});
