import { cases } from '../../src/suite/all.js';
import { type CaseResult, Outcome } from '../../src/suite/run.js';
import { ACTION, keepResults, Stage, SUITE_MS, TYPE, words } from '../support/real.js';

interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly notProvoked: number;
  readonly servers: readonly string[];
  readonly cases: readonly CaseResult[];
}

describe('our client → our server', () => {
  let stage: Stage;
  let code: number | null;
  let report: Report;

  beforeAll(async () => {
    stage = await Stage.open('ours');
    const run = await stage.ask(...words, '--json');
    code = run.code;
    report = JSON.parse(run.output) as Report;
    keepResults('ours', report.cases);
  }, SUITE_MS);

  afterAll(() => stage.close());

  it.each(cases.map(({ name }) => name))('%s', (name) => {
    const result = report.cases.find((one) => one.name === name);
    expect(result).toEqual({ name, outcome: Outcome.PASSED });
  });

  it('is counted, and the exit code says that nothing failed', () => {
    expect({ ...report, cases: [] }).toMatchObject({ passed: cases.length, failed: 0, notProvoked: 0 });
    expect(report.servers).toEqual(['/subject']);
    expect(code).toBe(0);
  });

  it(
    'of a stranger who tells nothing but a goal prints a table, in which much is not provoked',
    async () => {
      const { code, output } = await stage.ask('--action', ACTION, '--type', TYPE, '--goal-text', 'order: 5');
      expect(output).toContain(`${ACTION} (${TYPE}) of /subject\n`);
      expect(output).toContain('  pass          result: can be asked for any number of times\n');
      expect(output).toContain(
        '  not provoked  cancel: one goal\n                needs a goal that can be canceled (--slow-goal)\n',
      );
      const [, passed, notProvoked] = /^(\d+) passed, 0 failed, (\d+) not provoked$/m.exec(output) ?? [];
      expect(Number(passed) + Number(notProvoked)).toBe(cases.length);
      expect(Number(notProvoked)).toBeGreaterThan(10);
      expect(code).toBe(0);
    },
    SUITE_MS,
  );

  it(
    'says of an action that nobody serves what is missing, exit code 2',
    async () => {
      const words = ['--action', '/nobody', '--type', TYPE, '--goal-text', '{}', '--timeout', '1'];
      expect(await stage.ask(...words)).toEqual({
        code: 2,
        output: 'no server of /nobody within 1000 ms (missing: send_goal, cancel_goal, get_result, feedback, status)\n',
      });
    },
    SUITE_MS,
  );
});
