import type { ActionType, MessageInput, SendGoal_Request } from '@rclts/idl';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import type { Node } from '@rclts/node';
import { actionNames, resolveActionName } from '../action-names.js';
import { checkActionType } from '../action-type-check.js';
import { newGoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { type ActionQos, completeActionQos } from '../qos.js';
import { ActionServers } from './action-servers.js';
import type { ClientGoalHandle } from './client-goal-handle.js';
import { GoalClient } from './goal-client.js';
import type { SendGoalOptions, WaitForServerOptions } from './goal-client-ports.js';

export interface ActionClientOptions {
  readonly qos?: ActionQos | undefined;
}

/**
 * An action client: rclpy's ActionClient.
 *
 * @example
 * ```ts
 * const client = new ActionClient(node, Fibonacci, 'fibonacci');
 * await client.waitForServer({ timeoutMs: 5000 });
 * const goal = await client.sendGoal({ order: 10 }, { feedbackCallback: (m) => console.log(m.feedback.partial_sequence) });
 * if (goal.accepted) {
 *   const { status, result } = await goal.getResult();
 * }
 * ```
 */
export class ActionClient<Goal, Result, Feedback> {
  /** The action's full name. */
  readonly actionName: string;
  readonly type: ActionType<Goal, Result, Feedback>;
  readonly #core: GoalClient<Goal, Result, Feedback>;
  readonly #servers: ActionServers;
  readonly #endpoints: { close(): void }[] = [];
  #stopListening: () => void = () => undefined;

  /**
   * @throws ActionError ERR_ACTION_INVALID_NAME
   * @throws NodeError ERR_NODE_CLOSED
   * @throws TypeError, RangeError for arguments of the wrong kind
   */
  constructor(node: Node, type: ActionType<Goal, Result, Feedback>, name: string, options: ActionClientOptions = {}) {
    checkActionType(type);
    for (const option of Object.keys(options)) {
      if (option !== 'qos') throw new TypeError(`${option}: an action client has no such option`);
    }
    this.actionName = resolveActionName(node, name);
    this.type = type;
    const names = actionNames(this.actionName);
    const qos = completeActionQos(options.qos);
    // Topics first: a client that is seen to ask is ready to hear.
    const feedback = this.#own(() =>
      node.createSubscription(type.feedbackMessage, names.feedback, (m) => this.#core.handleFeedback(m), qos.feedback),
    );
    const status = this.#own(() =>
      node.createSubscription(GoalStatusArray, names.status, (m) => this.#core.handleStatus(m.status_list), qos.status),
    );
    const getResult = this.#own(() =>
      node.createServiceClient(type.getResult, names.getResult, { qos: qos.getResult }),
    );
    const cancelGoal = this.#own(() =>
      node.createServiceClient(type.cancelGoal, names.cancelGoal, { qos: qos.cancelGoal }),
    );
    const sendGoal = this.#own(() => node.createServiceClient(type.sendGoal, names.sendGoal, { qos: qos.sendGoal }));
    this.#servers = new ActionServers([sendGoal, cancelGoal, getResult], [feedback, status], () =>
      this.#core.handleServersChanged(),
    );
    this.#core = new GoalClient({
      actionName: this.actionName,
      servers: this.#servers,
      resultServers: () => getResult.servers,
      cancelServers: () => cancelGoal.servers,
      callSendGoal: (request, server) => sendGoal.call(request as MessageInput<SendGoal_Request<Goal>>, { server }),
      callGetResult: (request, server) => getResult.call(request, { server }) as Promise<GoalOutcome<Result>>,
      callCancelGoal: (request, server) => cancelGoal.call(request, { server }),
      completeGoal: (goal) => type.goal.codec.normalize(goal, 'goal'),
      newGoalId: () => newGoalId(node.context.participant.randomBytes(16)),
      schedule: (delayMs, callback) => node.schedule(delayMs, callback),
      defer: (callback) => node.defer(callback),
      reportError: (error, origin) => node.reportError(error, `action ${this.actionName}: ${origin}`),
    });
    this.#stopListening = node.onClosing(() => this.close());
  }

  /** Whether a goal could be sent now: a server is there with all of its endpoints. */
  get isServerAvailable(): boolean {
    return this.#servers.available.length > 0;
  }

  /**
   * Resolves when there is a server, with all of its endpoints: three services and two topics of one participant. Rejects
   * with ERR_ACTION_SERVER_UNAVAILABLE after `timeoutMs`, with the signal's reason, or with ERR_ACTION_CLOSED.
   */
  waitForServer(options: WaitForServerOptions = {}): Promise<void> {
    return this.#core.waitForServer(options);
  }

  /**
   * Sends a goal and resolves to its handle when the server has taken or refused it: look at `accepted`. (rclpy's blocking
   * `send_goal` returns the result; this is its `send_goal_async`.) Fields that are missing in the goal take the defaults of
   * the definition. Without a server it waits for one. The goal goes to one server, and what is asked about it later, too.
   *
   * Rejects with the signal's reason, ERR_ACTION_TIMEOUT, a ServerLostError (ERR_ACTION_SERVER_LOST),
   * ERR_ACTION_GOAL_ID_IN_USE or ERR_ACTION_CLOSED. A goal that was given up after it was sent is canceled, at once and
   * again if it is accepted after all: no orphan runs, as far as the server lets goals be canceled.
   *
   * @throws TypeError, RangeError at once, for a goal that does not fit its definition; the message names the field
   */
  sendGoal(
    goal: MessageInput<Goal>,
    options: SendGoalOptions<Feedback> = {},
  ): Promise<ClientGoalHandle<Result, Feedback>> {
    return this.#core.sendGoal(goal, options);
  }

  /** Whatever is still waited for rejects with ERR_ACTION_CLOSED; goals on the server go on. Idempotent. */
  close(): void {
    this.#stopListening();
    this.#servers.close();
    this.#core.close();
    for (const endpoint of this.#endpoints.splice(0)) endpoint.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /** One that cannot be made takes those with it that were made before. */
  #own<Endpoint extends { close(): void }>(create: () => Endpoint): Endpoint {
    try {
      const endpoint = create();
      this.#endpoints.push(endpoint);
      return endpoint;
    } catch (error) {
      for (const endpoint of this.#endpoints) endpoint.close();
      throw error;
    }
  }
}
