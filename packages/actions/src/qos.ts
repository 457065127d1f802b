import { type QosInput, QosProfiles } from '@rclts/node';
import { limits } from './limits.js';

/** Quality of service of an action's five endpoints; what is left out is as rcl_action has it. */
export interface ActionQos {
  readonly sendGoal?: QosInput | undefined;
  readonly cancelGoal?: QosInput | undefined;
  readonly getResult?: QosInput | undefined;
  readonly feedback?: QosInput | undefined;
  readonly status?: QosInput | undefined;
}

/**
 * Reliable and volatile as rcl_action's, but deeper than its 10: feedback that is published without a pause would push its own
 * predecessors out before they are sent (rclpy loses half of it). The depth concerns nobody but its owner.
 */
const FEEDBACK: QosInput = { ...QosProfiles.DEFAULT, depth: limits.feedbackDepth };

export type CompleteActionQos = { readonly [Endpoint in keyof ActionQos]-?: QosInput };

export function completeActionQos(qos: ActionQos = {}): CompleteActionQos {
  const known = ['sendGoal', 'cancelGoal', 'getResult', 'feedback', 'status'];
  for (const endpoint of Object.keys(qos)) {
    if (!known.includes(endpoint)) throw new TypeError(`qos.${endpoint}: an action has no such endpoint`);
  }
  return {
    sendGoal: qos.sendGoal ?? QosProfiles.SERVICES_DEFAULT,
    cancelGoal: qos.cancelGoal ?? QosProfiles.SERVICES_DEFAULT,
    getResult: qos.getResult ?? QosProfiles.SERVICES_DEFAULT,
    feedback: qos.feedback ?? FEEDBACK,
    status: qos.status ?? QosProfiles.ACTION_STATUS_DEFAULT,
  };
}
