import { isRcltsError } from '@rclts/cdr';
import type { ActionType, FeedbackMessage, GetResult_Request, GetResult_Response, MessageInput } from '@rclts/idl';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import {
  DEFERRED,
  type Node,
  type Publisher,
  type QosInput,
  type RemoteParticipant,
  type RequestId,
  type ServiceIntrospectionState,
  type ServiceServer,
} from '@rclts/node';
import { type ActionEndpoint, configureActionIntrospection } from '../action-introspection.js';
import { type ActionNames, actionNames, resolveActionName } from '../action-names.js';
import { checkActionType } from '../action-type-check.js';
import { type GoalId, goalIdBytes, goalIdOf } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { GoalStatus, isActiveStatus } from '../goal-status.js';
import { limits } from '../limits.js';
import { type CompleteActionQos, completeActionQos } from '../qos.js';
import { type ActionServerOptions, completeOptions } from './action-server-options.js';
import type { ExecuteCallback } from './execution.js';
import { FeedbackReaders, type MatchedEndpoints } from './feedback-audience.js';
import { GoalServer } from './goal-server.js';
import type { GoalRejection } from './goal-server-ports.js';
import type { ServerGoalHandle } from './server-goal-handle.js';
import { trustedType } from './trusted-type.js';

/**
 * An action server: rclpy's ActionServer. It serves from its construction until it, or its node, is closed.
 *
 * @example
 * ```ts
 * new ActionServer(node, Fibonacci, 'fibonacci', async (goalHandle) => {
 *   goalHandle.publishFeedback({ partial_sequence: [0, 1] });
 *   goalHandle.succeed();
 *   return { sequence: [0, 1, 1] };
 * });
 * ```
 */
export class ActionServer<Goal, Result, Feedback> {
  /** The action's full name. */
  readonly actionName: string;
  readonly type: ActionType<Goal, Result, Feedback>;
  readonly #core: GoalServer<Goal, Result, Feedback>;
  readonly #endpoints: ActionEndpoint[] = [];
  readonly #onRejected = new Set<(rejection: GoalRejection<Goal>) => void>();
  readonly #reportError: (error: unknown, origin: string) => void;
  #statusPublisher: Publisher<GoalStatusArray> | undefined;
  #getResult: ServiceServer<GetResult_Request, GetResult_Response<Result>> | undefined;
  #feedbackPublisher: Publisher<FeedbackMessage<Feedback>> | undefined;
  /** What is matched, whenever it is looked at. */
  #matched: MatchedEndpoints | undefined;
  readonly #feedbackReaders: FeedbackReaders;
  #stopListening: () => void = () => undefined;

  /**
   * @param executeCallback does a goal's work: an async function that returns the result, or an async generator that yields
   * feedback and returns the result. A goal that it leaves by throwing, or without `succeed()`, `abort()` or `canceled()`, is
   * aborted.
   * @throws ActionError ERR_ACTION_INVALID_NAME
   * @throws NodeError ERR_NODE_CLOSED
   * @throws TypeError, RangeError for arguments of the wrong kind
   */
  constructor(
    node: Node,
    type: ActionType<Goal, Result, Feedback>,
    name: string,
    executeCallback: ExecuteCallback<NoInfer<Goal>, NoInfer<Result>, NoInfer<Feedback>>,
    options: ActionServerOptions<NoInfer<Goal>, NoInfer<Result>, NoInfer<Feedback>> = {},
  ) {
    checkActionType(type);
    this.actionName = resolveActionName(node, name);
    this.type = type;
    this.#feedbackReaders = new FeedbackReaders(options.feedback ?? 'all');
    this.#reportError = (error, origin) => node.reportError(error, `action ${this.actionName}: ${origin}`);
    this.#core = new GoalServer(completeOptions(executeCallback, options), {
      now: () => node.context.participant.now(),
      stamp: () => node.now(),
      schedule: (delayMs, callback) => node.schedule(delayMs, callback),
      defer: (callback) => node.defer(callback),
      publishStatus: (goals) => {
        const status_list = Array.from(goals, ({ goalInfo, status }) => ({ goal_info: goalInfo, status }));
        this.#guard('status', () => this.#statusPublisher?.publish({ status_list }));
      },
      publishFeedback: (goalId, feedback, followers) => {
        this.#publishFeedback(goalId, feedback, followers);
      },
      completeResult: (result) => type.result.codec.normalize(result ?? {}, 'result'),
      repairsLate: (client) => this.#getResult?.repairsLate(client) === true,
      solicit: (client) => this.#getResult?.solicit(client),
      sizeOfResult: (result) => type.result.codec.encode(result).byteLength,
      logger: node.logger,
      goalRejected: (rejection) => {
        for (const listener of [...this.#onRejected]) this.#guard('goalRejected listener', () => listener(rejection));
      },
      reportError: (error, origin) => this.#reportError(error, origin),
    });
    try {
      this.#open(
        node,
        actionNames(this.actionName),
        completeActionQos(options.qos),
        options.qos?.feedback === undefined ? limits.feedbackBytes : undefined,
      );
    } catch (error) {
      this.close();
      throw error;
    }
    this.#stopListening = node.onClosing(() => this.close());
  }

  /** The goals that are active, in acceptance order. */
  goals(): readonly ServerGoalHandle<Goal, Result, Feedback>[] {
    return Array.from(this.#core.goals)
      .filter((goal) => isActiveStatus(goal.status))
      .map((goal) => goal.handle);
  }

  /**
   * How many content filters of feedback readers were not understood, which then get everything. Clients of Lyrical and later
   * filter by the ids of their goals, and that is understood.
   */
  get ignoredFeedbackFilters(): number {
    return this.#feedbackReaders.ignoredFilters;
  }

  /** Calls back for every goal that is refused, by the goal callback or by the policy. Returns what ends it. */
  onGoalRejected(listener: (rejection: GoalRejection<Goal>) => void): () => void {
    const entry = (rejection: GoalRejection<Goal>): void => listener(rejection);
    this.#onRejected.add(entry);
    return () => this.#onRejected.delete(entry);
  }

  /**
   * Publishes what passes the three services at this end on `<service>/_service_event`, for `ros2 action echo`: nothing (`off`),
   * `metadata`, or that and the `contents`. The QoS is taken when it is switched on; to change it, switch off first.
   *
   * @throws ActionError ERR_ACTION_CLOSED
   * @throws TypeError, RangeError for a state or QoS that does not exist
   */
  configureIntrospection(state: ServiceIntrospectionState, qos?: QosInput): void {
    configureActionIntrospection(this.actionName, this.#endpoints, state, qos);
  }

  /**
   * Takes no more goals. What has been decided is still told to the clients; goals that run learn it by their `signal`, and
   * their results reach nobody. Idempotent.
   */
  close(): void {
    this.#stopListening();
    this.#onRejected.clear();
    this.#core.close();
    for (const endpoint of this.#endpoints.splice(0)) endpoint.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /** Topics first, and the goal service last: a client that sees a goal service finds the rest in place. */
  #open(node: Node, names: ActionNames, qos: CompleteActionQos, deepBytes: number | undefined): void {
    const { type } = this;
    const core = this.#core;
    this.#feedbackPublisher = this.#own(
      node.createPublisher(type.feedbackMessage, names.feedback, qos.feedback, { deepBytes }),
    );
    this.#statusPublisher = this.#own(node.createPublisher(trustedType(GoalStatusArray), names.status, qos.status));
    const getResult = node.createServiceServer(
      type.getResult,
      names.getResult,
      (request, { requestId, requester }) => {
        core.handleGetResult(
          request,
          (outcome) => this.#replyResult(getResult, requestId, outcome, goalIdOf(request.goal_id.uuid)),
          requester,
        );
        return DEFERRED;
      },
      { qos: qos.getResult },
    );
    this.#own(getResult);
    this.#getResult = getResult;
    const cancelGoal = node.createServiceServer(
      type.cancelGoal,
      names.cancelGoal,
      (request, { requestId }) => {
        void core.handleCancelGoal(request, (response) =>
          this.#guard('reply to cancel_goal', () => cancelGoal.sendResponse(requestId, response)),
        );
        return DEFERRED;
      },
      { qos: qos.cancelGoal },
    );
    this.#own(cancelGoal);
    const sendGoal = node.createServiceServer(
      type.sendGoal,
      names.sendGoal,
      (request, { requestId }) => {
        void core.handleSendGoal(request, requestId.requestWriter, (response) =>
          this.#guard('reply to send_goal', () => sendGoal.sendResponse(requestId, response)),
        );
        return DEFERRED;
      },
      { qos: qos.sendGoal },
    );
    this.#own(sendGoal);
    const [feedback, status] = [this.#feedbackPublisher, this.#statusPublisher];
    this.#matched = {
      get feedback() {
        return feedback.readers;
      },
      get status() {
        return status.readers;
      },
      get sendGoal() {
        return sendGoal.requestWriters;
      },
      get cancelGoal() {
        return cancelGoal.requestWriters;
      },
      get getResult() {
        return getResult.requestWriters;
      },
    };
    sendGoal.onClientLost((requestWriter) => core.handleClientLost(requestWriter));
  }

  /** A result that is too large to be sent is as good as none: to wait for it would be to wait for ever. */
  #replyResult(
    getResult: ServiceServer<GetResult_Request, GetResult_Response<Result>>,
    requestId: RequestId,
    { status, result }: GoalOutcome<Result>,
    goalId: GoalId,
  ): void {
    const send = (outcome: object): void =>
      getResult.sendResponse(requestId, outcome as MessageInput<GetResult_Response<Result>>);
    this.#guard(`result of goal ${goalId}`, () => {
      try {
        send({ status, result });
      } catch (error) {
        if (isRcltsError(error) && error.code === 'ERR_RTPS_PAYLOAD_TOO_LARGE') send({ status: GoalStatus.UNKNOWN });
        throw error;
      }
    });
  }

  /** What cannot be sent, a result of more octets than DDS takes, say, must stop neither its goal nor what others wait for. */
  #guard(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#reportError(error, what);
    }
  }

  /** A client that takes nothing must not stop the goal: once its writer is full, feedback is dropped. */
  #publishFeedback(goalId: GoalId, feedback: MessageInput<Feedback>, followers: ReadonlySet<RemoteParticipant>): void {
    try {
      const message: unknown = { goal_id: { uuid: goalIdBytes(goalId) }, feedback };
      const readers = this.#matched && this.#feedbackReaders.select(this.#matched, { goalId, followers });
      this.#feedbackPublisher?.publish(message as MessageInput<FeedbackMessage<Feedback>>, { readers });
    } catch (error) {
      if (!isRcltsError(error) || error.code !== 'ERR_RTPS_WRITER_FULL') throw error;
    }
  }

  #own<Endpoint extends { close(): void }>(endpoint: Endpoint): Endpoint {
    this.#endpoints.push(endpoint);
    return endpoint;
  }
}
