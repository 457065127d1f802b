import { requests } from './actions.js';
import type { CaseFamily } from './case.js';
import { encodings } from './encodings.js';
import { endpoints, graph, participants } from './discovery.js';
import { identities } from './identities.js';
import { crowded, headers, parameterLists, submessages } from './messages.js';
import { fragments, ranges, sets } from './reliability.js';

/** Every family and how many of its cases a whole run has. */
export const families: readonly { readonly family: CaseFamily; readonly count: number }[] = [
  { family: headers, count: 100 },
  { family: submessages, count: 150 },
  { family: parameterLists, count: 150 },
  { family: ranges, count: 150 },
  { family: sets, count: 100 },
  { family: fragments, count: 150 },
  { family: crowded, count: 10 },
  { family: participants, count: 150 },
  { family: endpoints, count: 180 },
  { family: encodings, count: 124 },
  { family: identities, count: 100 },
  { family: graph, count: 80 },
  { family: requests, count: 200 },
];
