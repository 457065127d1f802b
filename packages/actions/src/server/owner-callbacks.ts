/* What a server's owner is asked and told, and what becomes of it when the owner's callback throws. */
import { CancelResponse, type GoalDecision, GoalResponse } from '../responses.js';
import type { GoalServerOptions, GoalServerPorts } from './goal-server-ports.js';
import type { GoalCandidate, GoalPlan } from './goal-policy.js';
import type { ServerGoalHandle } from './server-goal-handle.js';

type Ports<Goal> = Pick<GoalServerPorts<Goal, never, never>, 'logger' | 'reportError' | 'goalRejected'>;

/** What the goal callback says to a goal; nonsense, and what throws, rejects. */
export async function decide<Goal>(
  goalCallback: GoalServerOptions<Goal, never, never>['goalCallback'],
  { goalId, request }: GoalCandidate<Goal>,
  ports: Ports<Goal>,
): Promise<GoalDecision> {
  try {
    const answer = await goalCallback(request, { goalId });
    const decision = typeof answer === 'object' ? answer : { response: answer };
    if (Object.values(GoalResponse).includes(decision.response)) return decision;
    ports.logger.warn('Goal request callback did not return a GoalResponse type. Rejecting goal.');
  } catch (error) {
    ports.reportError(error, 'goal callback, rejecting goal');
  }
  return { response: GoalResponse.REJECT };
}

/** What the policy says to it; what throws rejects, or keeps waiting what waits. */
export function planFor<Goal>(
  schedule: { plan(candidate: GoalCandidate<Goal>): GoalPlan },
  candidate: GoalCandidate<Goal>,
  ports: Ports<Goal>,
): GoalPlan {
  try {
    return schedule.plan(candidate);
  } catch (error) {
    ports.reportError(error, 'goal policy, rejecting goal');
    return { response: 'reject' };
  }
}

/** The wire has no field for the reason: it is told on this side. */
export function tellRejection<Goal>(candidate: GoalCandidate<Goal>, reason = '', ports: Ports<Goal>): void {
  if (reason !== '') ports.logger.info(`Goal rejected: ${reason}. Goal ID: ${candidate.goalId}`);
  ports.goalRejected({ ...candidate, reason });
}

/** Whether the cancel callback lets a goal be canceled; what throws does not. */
export async function mayCancel<Goal, Result, Feedback>(
  cancelCallback: GoalServerOptions<Goal, Result, Feedback>['cancelCallback'],
  handle: ServerGoalHandle<Goal, Result, Feedback>,
  ports: Pick<Ports<Goal>, 'reportError'>,
): Promise<boolean> {
  try {
    return (await cancelCallback(handle)) === CancelResponse.ACCEPT;
  } catch (error) {
    ports.reportError(error, 'cancel callback, rejecting cancel request');
    return false;
  }
}

/** Tells whoever wants to know that a goal's client has left. */
export function tellClientLost<Goal, Result, Feedback>(
  onClientLost: GoalServerOptions<Goal, Result, Feedback>['onClientLost'],
  handle: ServerGoalHandle<Goal, Result, Feedback>,
  ports: Pick<Ports<Goal>, 'reportError'>,
): void {
  const failed = (error: unknown): void => ports.reportError(error, 'onClientLost');
  try {
    Promise.resolve(onClientLost?.(handle)).catch(failed);
  } catch (error) {
    failed(error);
  }
}
