import type { Scenario } from './scenario.js';
import { actionGoal } from './scenarios/action-goal.js';
import { serviceChurn } from './scenarios/service-churn.js';
import { writerReader } from './scenarios/writer-reader.js';

/** What `dist/play.js` can play, by name. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  [writerReader, serviceChurn, actionGoal].map((one) => [one.name, one]),
);
