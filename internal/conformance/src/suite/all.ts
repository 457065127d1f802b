import type { Case } from './case.js';
import { cancelCases } from './cases/cancel.js';
import { clientCases } from './cases/client.js';
import { endpointCases } from './cases/endpoints.js';
import { goalCases } from './cases/goals.js';
import { resultCases } from './cases/results.js';
import { statusCases } from './cases/status.js';

/** In the order in which they run. */
export const cases: readonly Case[] = [
  ...endpointCases,
  ...goalCases,
  ...statusCases,
  ...resultCases,
  ...cancelCases,
  ...clientCases,
];
