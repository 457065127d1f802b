import { isRcltsError } from '@rclts/cdr';
import { ActionError, ActionErrorCode } from './errors.js';

/** Names of the three services and two topics that make an action (rcl_action `names.c`). */
export interface ActionNames {
  readonly sendGoal: string;
  readonly cancelGoal: string;
  readonly getResult: string;
  readonly feedback: string;
  readonly status: string;
}

/**
 * `fibonacci` → `fibonacci/_action/send_goal` and its four siblings. Relative and private names stay so: the node expands
 * what is derived, as it does with any service's or topic's name.
 *
 * @throws ActionError ERR_ACTION_INVALID_NAME for a name that is empty or not a string
 */
export function actionNames(actionName: string): ActionNames {
  if (typeof actionName !== 'string' || actionName === '') {
    throw new ActionError(ActionErrorCode.INVALID_NAME, 'An action needs a name that is not empty');
  }
  const within = `${actionName}/_action/`;
  return {
    sendGoal: `${within}send_goal`,
    cancelGoal: `${within}cancel_goal`,
    getResult: `${within}get_result`,
    feedback: `${within}feedback`,
    status: `${within}status`,
  };
}

/**
 * The full name of an action: expanded and remapped by its node, as rcl_action does before it derives the five names.
 *
 * @throws ActionError ERR_ACTION_INVALID_NAME
 */
export function resolveActionName(node: { resolveTopicName(name: string): string }, actionName: string): string {
  actionNames(actionName);
  try {
    return node.resolveTopicName(actionName);
  } catch (error) {
    if (!isRcltsError(error) || error.code !== 'ERR_NODE_INVALID_NAME') throw error;
    throw new ActionError(ActionErrorCode.INVALID_NAME, error.message, { cause: error });
  }
}
