import { endpointCrowd, gidCrowd } from './crowds.js';
import { junkFlood, participantFlood, reflection, slowFragments } from './floods.js';
import type { AttackScenario } from './scenario.js';
import { farFutureHeartbeat, orphanRequests, spoofedFarewell } from './spoofing.js';

/** In this order: what may throw the client out for good comes last. */
export const scenarios: readonly AttackScenario[] = [
  orphanRequests,
  reflection,
  slowFragments,
  junkFlood,
  participantFlood,
  endpointCrowd,
  gidCrowd,
  spoofedFarewell,
  farFutureHeartbeat,
];
