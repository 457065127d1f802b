import { cases } from '../../src/suite/all.js';
import { type CaseResult, Outcome } from '../../src/suite/run.js';
import { keepResults, Stage, SUITE_MS, words } from '../support/real.js';

/** What rclpy 9.1.2 (Kilted) does otherwise, exactly. */
const faults: Readonly<Record<string, string>> = {
  // rcl_action stamps the goal anew when it accepts it, after the reply was filled in.
  'status: the same stamp as in the reply to send_goal': 'it is later than the one in the reply',
  'cancel: a goal by the stamp in its own reply': 'the answer is NONE, goals [] instead of NONE, goals [1]',
  // rclpy/action/server.py never sets ERROR_REJECTED, …
  'cancel: a goal that refuses is REJECTED and goes on': 'the answer is NONE, goals [] instead of REJECTED, goals []',
  // … and takes goals out of the list over which it iterates: of three it asks the first and the third, and answers with the second.
  'cancel: all goals is REJECTED when three of three refuse':
    'the answer is NONE, goals [2] instead of REJECTED, goals []',
  'cancel: all goals lists those that agree, not the one that refuses':
    'not within 10000 ms: the end of goal 3, which the answer lists',
};

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
    const because = faults[name];
    const result = results.find((one) => one.name === name);
    expect(result).toEqual(
      because === undefined ? { name, outcome: Outcome.PASSED } : { name, outcome: Outcome.FAILED, because },
    );
  });

  it('ends with the exit code of faults', () => {
    expect(code).toBe(1);
  });
});
