import type { Scenario } from './scenario.js';
import { actionGoal } from './scenarios/action-goal.js';
import { actionOracle } from './scenarios/action-oracle.js';
import { MUTANTS } from './scenarios/action-oracle/mutants.js';
import { domain } from './scenarios/domain.js';
import { DOMAIN_MUTANTS } from './scenarios/domain/mutants.js';
import { serviceChurn } from './scenarios/service-churn.js';
import { writerReader } from './scenarios/writer-reader.js';

const scenarios: readonly Scenario[] = [
  writerReader,
  serviceChurn,
  actionGoal,
  actionOracle(),
  domain(),
  ...MUTANTS.map((mutant) => actionOracle(mutant)),
  ...DOMAIN_MUTANTS.map((mutant) => domain(mutant)),
];

/** What `dist/play.js` can play, by name; those with a colon have a deliberate defect, which has to be found. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(scenarios.map((one) => [one.name, one]));
