import type { ServerParticipant } from '../action-servers.js';
import type { ClientGoal } from '../client-goal.js';

type AnyGoal = Pick<ClientGoal<unknown, unknown>, 'serverKey' | 'isServerMet'>;

/** The server that has the goal, if it is among these. */
export function serverOf(goal: AnyGoal, servers: readonly ServerParticipant[]): ServerParticipant | undefined {
  return servers.find((server) => server.guidPrefix.text === goal.serverKey);
}

/** Whom to ask about a goal: the server that has it; of a goal that nobody has told of yet, all that there are. */
export function serversToAsk(goal: AnyGoal, servers: readonly ServerParticipant[]): readonly ServerParticipant[] {
  if (goal.serverKey === undefined) return servers;
  const own = serverOf(goal, servers);
  return own === undefined ? [] : [own];
}

/** How long to wait for the goal's server, in ms; for one that was never there, for ever, as when a goal is sent. */
export function patienceFor(goal: AnyGoal, serverLostWaitMs: number): number {
  return goal.isServerMet ? serverLostWaitMs : Infinity;
}
