import type { Scenario } from './scenario.js';
import { actionGoal } from './scenarios/action-goal.js';
import { actionOracle } from './scenarios/action-oracle.js';
import { MUTANTS } from './scenarios/action-oracle/mutants.js';
import { serviceChurn } from './scenarios/service-churn.js';
import { writerReader } from './scenarios/writer-reader.js';

const scenarios = [writerReader, serviceChurn, actionGoal, actionOracle()];

/** What `dist/play.js` can play, by name; those with a colon have a deliberate defect, which has to be found. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  [...scenarios, ...MUTANTS.map((mutant) => actionOracle(mutant))].map((one) => [one.name, one]),
);
