import type { ActionDefinition } from './definition.js';
import { feedbackMessageDefinition, getResultDefinition, sendGoalDefinition } from './implicit.js';
import { linkMessage, type Constants, type FindMessage, type LinkOptions, type MessageType } from './message-type.js';
import { typeHash } from './rihs01.js';
import { linkService, type ServiceType } from './service-type.js';
import type { CancelGoal_Request, CancelGoal_Response, Time, UUID } from './standard.js';

/** Request of `_action/send_goal`. */
export interface SendGoal_Request<Goal> {
  goal_id: UUID;
  goal: Goal;
}
/** Response of `_action/send_goal`. `stamp`: when the goal was accepted; 0 where it was not. */
export interface SendGoal_Response {
  accepted: boolean;
  stamp: Time;
}
/** Request of `_action/get_result`. */
export interface GetResult_Request {
  goal_id: UUID;
}
/** Response of `_action/get_result`. `status`: a STATUS_ constant of action_msgs/msg/GoalStatus. */
export interface GetResult_Response<Result> {
  status: number;
  result: Result;
}
/** Message of `_action/feedback`. */
export interface FeedbackMessage<Feedback> {
  goal_id: UUID;
  feedback: Feedback;
}

/** An action type, linked, with the services and messages that it implies. */
export interface ActionType<
  Goal,
  Result,
  Feedback,
  Name extends string = string,
  GoalConstants = Constants,
  ResultConstants = Constants,
  FeedbackConstants = Constants,
> {
  readonly kind: 'action';
  /** `example_interfaces/action/Fibonacci` */
  readonly typeName: Name;
  readonly typeHash: string;
  readonly definition: ActionDefinition;
  readonly goal: MessageType<Goal, string, GoalConstants>;
  readonly result: MessageType<Result, string, ResultConstants>;
  readonly feedback: MessageType<Feedback, string, FeedbackConstants>;
  readonly sendGoal: ServiceType<SendGoal_Request<Goal>, SendGoal_Response>;
  readonly getResult: ServiceType<GetResult_Request, GetResult_Response<Result>>;
  /** `action_msgs/srv/CancelGoal`, of every action. */
  readonly cancelGoal: ServiceType<CancelGoal_Request, CancelGoal_Response>;
  readonly feedbackMessage: MessageType<FeedbackMessage<Feedback>>;
}

/** Links an action definition to the types that it nests. Throws IdlError where one is unknown. */
export function linkAction(
  definition: ActionDefinition,
  find: FindMessage,
  cancelGoal: () => ServiceType<unknown, unknown>,
  options: LinkOptions = {},
): ActionType<unknown, unknown, unknown> {
  return new LinkedAction(definition, find, cancelGoal, options);
}

class LinkedAction implements ActionType<unknown, unknown, unknown> {
  readonly kind = 'action';
  readonly typeName: string;
  readonly definition: ActionDefinition;
  readonly goal: MessageType<unknown>;
  readonly result: MessageType<unknown>;
  readonly feedback: MessageType<unknown>;
  readonly sendGoal: ServiceType<SendGoal_Request<unknown>, SendGoal_Response>;
  readonly getResult: ServiceType<GetResult_Request, GetResult_Response<unknown>>;
  readonly feedbackMessage: MessageType<FeedbackMessage<unknown>>;
  readonly #cancelGoal: () => ServiceType<unknown, unknown>;
  #typeHash: string | undefined;

  constructor(
    definition: ActionDefinition,
    find: FindMessage,
    cancelGoal: () => ServiceType<unknown, unknown>,
    options: LinkOptions,
  ) {
    const { typeHash, ...others } = options;
    this.typeName = definition.typeName;
    this.definition = definition;
    this.goal = linkMessage(definition.goal, find, others);
    this.result = linkMessage(definition.result, find, others);
    this.feedback = linkMessage(definition.feedback, find, others);
    const parts = [this.goal, this.result, this.feedback];
    const findPart: FindMessage = (typeName) => parts.find((part) => part.typeName === typeName) ?? find(typeName);
    this.sendGoal = linkService(sendGoalDefinition(definition), findPart, others) as typeof this.sendGoal;
    this.getResult = linkService(getResultDefinition(definition), findPart, others) as typeof this.getResult;
    this.feedbackMessage = linkMessage(
      feedbackMessageDefinition(definition),
      findPart,
      others,
    ) as typeof this.feedbackMessage;
    this.#cancelGoal = cancelGoal;
    this.#typeHash = typeHash;
  }

  get typeHash(): string {
    return (this.#typeHash ??= typeHash(this));
  }

  get cancelGoal(): ServiceType<CancelGoal_Request, CancelGoal_Response> {
    return this.#cancelGoal() as ServiceType<CancelGoal_Request, CancelGoal_Response>;
  }
}
