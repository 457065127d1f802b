/**
 * ROS 2 action servers and clients in TypeScript. [The guide](../../docs/ACTIONS.md) shows all that they can do.
 *
 * @example
 * ```ts
 * import { ActionServer, createNode, defineAction } from '@rclts/actions';
 *
 * const Fibonacci = defineAction('custom_action_interfaces/action/Fibonacci', `int32 order
 * ---
 * int32[] sequence
 * ---
 * int32[] partial_sequence`);
 *
 * const node = await createNode('fibonacci_action_server');
 * new ActionServer(node, Fibonacci, 'fibonacci', async (goalHandle) => {
 *   node.logger.info('Executing goal...');
 *   let [previous, current] = [0, 1];
 *   const sequence = [previous, current];
 *   for (let i = 1; i < goalHandle.request.order; i++) {
 *     [previous, current] = [current, previous + current];
 *     sequence.push(current);
 *     goalHandle.publishFeedback({ partial_sequence: sequence });
 *   }
 *   goalHandle.succeed();
 *   return { sequence };
 * });
 * ```
 *
 * @packageDocumentation
 */
export { type ActionNames, actionNames } from './action-names.js';
export { ActionClient, type ActionClientOptions } from './client/action-client.js';
export type { FeedbackCallback } from './client/client-goal.js';
export type { ClientGoalHandle } from './client/client-goal-handle.js';
export type { GoalSnapshot } from './client/goal-board.js';
export type { AttachOptions, SendGoalOptions, WaitForServerOptions } from './client/goal-client-ports.js';
export type { ClientGoalEvent } from './client/goal-reading.js';
export type { GoalStream, StreamOptions } from './client/goal-stream.js';
export type { WaitOptions } from './client/requests/pending.js';
export type { ActionClientEvents } from './client/server-presence.js';
export { ActionError, ActionErrorCode, GoalStoppedError, IllegalTransitionError, ServerLostError } from './errors.js';
export type { GoalId, GoalIdLike } from './goal-id.js';
export type { GoalOutcome } from './goal-outcome.js';
export { GoalEvent } from './goal-state-machine.js';
export { GoalStatus, goalStatusName, isActiveStatus, isTerminalStatus } from './goal-status.js';
export { GoalStopReason } from './goal-stop-reason.js';
export {
  type ActionNode,
  countActionClients,
  countActionServers,
  getActionClientNamesAndTypesByNode,
  getActionClients,
  getActionNamesAndTypes,
  getActionServerNamesAndTypesByNode,
  getActionServers,
} from './graph.js';
export type { ActionQos } from './qos.js';
export { CancelResponse, CancelReturnCode, type GoalDecision, GoalResponse } from './responses.js';
export { ActionServer } from './server/action-server.js';
export type { ActionServerOptions } from './server/action-server-options.js';
export type { ExecuteCallback } from './server/execution.js';
export type { FeedbackAudience } from './server/feedback-audience.js';
export type { GoalClient } from './server/goal-client.js';
export {
  concurrent,
  type GoalCandidate,
  type GoalPlan,
  type GoalPolicy,
  type PolicyGoal,
  type PolicySituation,
  queue,
  singlePreempt,
  singleReject,
} from './server/goal-policy.js';
export type { GoalRejection } from './server/goal-server-ports.js';
export type { ServerGoalHandle } from './server/server-goal-handle.js';

// What the tutorial needs besides.
export { isRcltsError, RcltsError } from '@rclts/cdr';
export {
  type ActionType,
  type CancelGoal_Response,
  type ConstantsOfDeclarations,
  defineAction,
  defineMessage,
  type FeedbackMessage,
  type FeedbackOf,
  type GoalOf,
  type MessageInput,
  type ResultOf,
} from '@rclts/idl';
export {
  Context,
  createNode,
  type CreateNodeOptions,
  Node,
  NodeError,
  NodeErrorCode,
  type QosInput,
  type QosProfile,
  QosProfiles,
  type RemoteParticipant,
  ServiceIntrospectionState,
  Severity,
} from '@rclts/node';
