import { cases } from '../../src/suite/all.js';
import { Need } from '../../src/suite/case.js';
import { type CaseResult, Outcome, runSuite } from '../../src/suite/run.js';
import { RclpyProbe } from '../support/rclpy-probe.js';
import { ACTION, keepResults, Stage, SUITE_MS } from '../support/real.js';
import { subject } from '../support/world.js';

describe('rclpy’s client (Kilted) → our server', () => {
  let stage: Stage;
  let probe: RclpyProbe;
  let results: readonly CaseResult[];

  beforeAll(async () => {
    stage = await Stage.open('ours');
    probe = await RclpyProbe.open(ACTION, stage.domain.id);
    results = await runSuite(probe, subject);
    keepResults('rclpy-client', results);
  }, SUITE_MS);

  afterAll(async () => {
    await probe.close();
    await stage.close();
  });

  it.each(cases.map(({ name, needs = [] }) => [name, needs.includes(Need.ORDER)] as const))('%s', (name, isOrder) => {
    const result = results.find((one) => one.name === name);
    // rclpy's executor hands out what has come in an order of its own.
    const because = `needs ${Need.ORDER}`;
    expect(result).toEqual(
      isOrder ? { name, outcome: Outcome.NOT_PROVOKED, because } : { name, outcome: Outcome.PASSED },
    );
  });
});
