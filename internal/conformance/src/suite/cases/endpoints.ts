import { checkEqual } from '../bench.js';
import type { Case } from '../case.js';

/** Types of the three services and two topics, as rosidl names them. */
function expectedTypes(action: string, typeName: string): { services: object; publishers: object } {
  return {
    services: {
      [`${action}/_action/send_goal`]: [`${typeName}_SendGoal`],
      [`${action}/_action/cancel_goal`]: ['action_msgs/srv/CancelGoal'],
      [`${action}/_action/get_result`]: [`${typeName}_GetResult`],
    },
    publishers: {
      [`${action}/_action/feedback`]: [`${typeName}_FeedbackMessage`],
      [`${action}/_action/status`]: ['action_msgs/msg/GoalStatusArray'],
    },
  };
}

export const endpointCases: readonly Case[] = [
  {
    name: 'endpoints: three services and two topics, by name and type',
    async run({ probe, subject: { action, typeName } }) {
      const { services, publishers } = await probe.endpoints();
      checkEqual('the endpoints', { services, publishers }, expectedTypes(action, typeName));
    },
  },
  {
    name: 'endpoints: status is transient local',
    async run({ probe }) {
      checkEqual('the status', (await probe.endpoints()).statusDurability, 'transient_local');
    },
  },
];
