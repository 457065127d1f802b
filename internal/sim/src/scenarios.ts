import type { Scenario } from './scenario.js';
import { actionGoal } from './scenarios/action-goal.js';
import { writerReader } from './scenarios/writer-reader.js';

/** What `dist/play.js` can play, by name. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  [writerReader, actionGoal].map((one) => [one.name, one]),
);
