import { ServerLostError } from '../../errors.js';
import type { GoalOutcome } from '../../goal-outcome.js';
import { GoalStatus } from '../../goal-status.js';
import type { ServerParticipant } from '../action-servers.js';
import type { ClientGoal } from '../client-goal.js';

/**
 * How a goal ended, as one of these servers knows; of a goal that nobody has located yet, the first that knows has it. UNKNOWN
 * when its own server does not know the goal (any more), or none of all that are there: one that is lost before it answers can
 * tell nothing, and nobody waits for it for ever. Undefined when it was another that does not: one that was started anew, say,
 * cannot know.
 */
export async function outcomeFrom<Result, Feedback>(
  goal: ClientGoal<Result, Feedback>,
  servers: readonly ServerParticipant[],
  call: (server: ServerParticipant) => Promise<GoalOutcome<Result>>,
): Promise<GoalOutcome<Result> | undefined> {
  const isUnlocated = goal.serverKey === undefined;
  let unknown: GoalOutcome<Result> | undefined;
  let isOwn = false;
  const ask = async (server: ServerParticipant): Promise<GoalOutcome<Result>> => {
    const outcome = await call(server);
    const key = server.guidPrefix.text;
    if (outcome.status === GoalStatus.UNKNOWN) {
      unknown = outcome;
      if (key === goal.serverKey) isOwn = true;
      else goal.notAt.add(key);
      throw new Unknown();
    }
    if (isUnlocated) {
      goal.serverKey = key;
      goal.isServerMet = true;
    }
    return outcome;
  };
  try {
    return await Promise.any(servers.map(ask));
  } catch (failure) {
    const reasons = (failure as AggregateError).errors as unknown[];
    const failed = reasons.filter((reason) => !(reason instanceof Unknown));
    const isKnown = isUnlocated && unknown !== undefined && failed.every((reason) => reason instanceof ServerLostError);
    if (failed.length > 0 && !isKnown) throw failed[0];
    return isUnlocated || isOwn ? unknown : undefined;
  }
}

/** Says to `Promise.any` that this server is not the one. */
class Unknown extends Error {}
