import { type Cell, isWithoutRcl } from '../cell.js';
import { bigResult, bigResultWithLoss } from './big-results.js';
import {
  abort,
  cancelAccepted,
  cancelRefused,
  feedback,
  findsServer,
  fourAtOnce,
  lateResult,
  reject,
  succeed,
  throwing,
  undecided,
} from './goals.js';
import { actionInfo, actionNames, nodeNames } from './graph.js';
import { clientCrashes, clientRestarts, serverCrashes, serverRestarts } from './restarts.js';
import { ros2Command } from './ros2-command.js';
import type { Scenario } from './scenario.js';
import { rosout, services, topics } from './topics-and-services.js';

/** In the order in which they run, in one domain: what disturbs the graph comes last. */
export const scenarios: readonly Scenario[] = [
  findsServer,
  succeed,
  reject,
  feedback,
  abort,
  throwing,
  undecided,
  cancelAccepted,
  cancelRefused,
  lateResult,
  fourAtOnce,
  bigResult,
  bigResultWithLoss,
  nodeNames,
  actionNames,
  actionInfo,
  topics,
  services,
  rosout,
  ros2Command,
  serverRestarts,
  clientRestarts,
  clientCrashes,
  serverCrashes,
];

/** Beside the scenarios: the tutorial's two programs in a domain of their own, and what tshark says of all that our peers sent and received. */
export const TUTORIAL = 'the tutorial’s two programs';
export const CAPTURE = 'tshark finds no malformed packet';

/** The rows of docs/INTEROP.md. */
export const rows: readonly string[] = [TUTORIAL, ...scenarios.map(({ title }) => title), CAPTURE];

/** The scenarios that a pair of these two goes through. */
export function scenariosOf(cell: Cell): readonly Scenario[] {
  return isWithoutRcl(cell) ? scenarios.filter(({ needsRcl }) => needsRcl !== true) : scenarios;
}

/** The rows that its column has a mark in. */
export function rowsOf(cell: Cell): readonly string[] {
  const titles = scenariosOf(cell).map(({ title }) => title);
  return isWithoutRcl(cell) ? [...titles, CAPTURE] : [TUTORIAL, ...titles, CAPTURE];
}
