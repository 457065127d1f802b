// The messages and services that a service or an action implies (rosidl_parser's definition.py): nobody writes them down, but
// they are what travels, and each has its own hash.
import type {
  ActionDefinition,
  Container,
  ElementType,
  FieldDefinition,
  MessageDefinition,
  ServiceDefinition,
} from './definition.js';

const SINGLE: Container = { kind: 'single' };
const AT_MOST_ONE: Container = { kind: 'sequence', bound: 1 };

const nested = (name: string, typeName: string, container: Container = SINGLE): FieldDefinition => ({
  name,
  element: { kind: 'nested', typeName },
  container,
});
const primitive = (name: string, type: 'bool' | 'int8'): FieldDefinition => ({
  name,
  element: { kind: 'primitive', name: type } satisfies ElementType,
  container: SINGLE,
});
const message = (typeName: string, ...fields: FieldDefinition[]): MessageDefinition => ({
  kind: 'message',
  typeName,
  fields,
  constants: [],
});

const GOAL_ID = nested('goal_id', 'unique_identifier_msgs/msg/UUID');

/** `T_Event`: what service introspection publishes. */
export function serviceEventDefinition(typeName: string): MessageDefinition {
  return message(
    `${typeName}_Event`,
    nested('info', 'service_msgs/msg/ServiceEventInfo'),
    nested('request', `${typeName}_Request`, AT_MOST_ONE),
    nested('response', `${typeName}_Response`, AT_MOST_ONE),
  );
}

/** `T_SendGoal`: goal id and goal, answered by accepted and when. */
export function sendGoalDefinition({ typeName }: ActionDefinition): ServiceDefinition {
  const service = `${typeName}_SendGoal`;
  return {
    kind: 'service',
    typeName: service,
    request: message(`${service}_Request`, GOAL_ID, nested('goal', `${typeName}_Goal`)),
    response: message(
      `${service}_Response`,
      primitive('accepted', 'bool'),
      nested('stamp', 'builtin_interfaces/msg/Time'),
    ),
  };
}

/** `T_GetResult`: goal id, answered by status and result. */
export function getResultDefinition({ typeName }: ActionDefinition): ServiceDefinition {
  const service = `${typeName}_GetResult`;
  return {
    kind: 'service',
    typeName: service,
    request: message(`${service}_Request`, GOAL_ID),
    response: message(`${service}_Response`, primitive('status', 'int8'), nested('result', `${typeName}_Result`)),
  };
}

/** `T_FeedbackMessage`: goal id and feedback, the message of the feedback topic. */
export function feedbackMessageDefinition({ typeName }: ActionDefinition): MessageDefinition {
  return message(`${typeName}_FeedbackMessage`, GOAL_ID, nested('feedback', `${typeName}_Feedback`));
}

/** A service as the structure that its hash is taken of. */
export function serviceStructure(typeName: string): MessageDefinition {
  return message(
    typeName,
    nested('request_message', `${typeName}_Request`),
    nested('response_message', `${typeName}_Response`),
    nested('event_message', `${typeName}_Event`),
  );
}

/** An action as the structure that its hash is taken of. */
export function actionStructure(typeName: string): MessageDefinition {
  return message(
    typeName,
    nested('goal', `${typeName}_Goal`),
    nested('result', `${typeName}_Result`),
    nested('feedback', `${typeName}_Feedback`),
    nested('send_goal_service', `${typeName}_SendGoal`),
    nested('get_result_service', `${typeName}_GetResult`),
    nested('feedback_message', `${typeName}_FeedbackMessage`),
  );
}
