import type { ActionType, CancelGoal_Response, MessageInput, SendGoal_Request, Time } from '@rclts/idl';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import type { Node, QosInput, RemoteParticipant, ServiceIntrospectionState } from '@rclts/node';
import { type ActionEndpoint, configureActionIntrospection } from '../action-introspection.js';
import { actionNames, resolveActionName } from '../action-names.js';
import { checkActionType } from '../action-type-check.js';
import { type GoalIdLike, newGoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { type ActionQos, completeActionQos } from '../qos.js';
import { ActionServers } from './action-servers.js';
import type { ClientGoalHandle } from './client-goal-handle.js';
import type { GoalSnapshot } from './goal-board.js';
import { GoalClient } from './goal-client.js';
import type { AttachOptions, SendGoalOptions, WaitForServerOptions } from './goal-client-ports.js';
import type { GoalStream } from './goal-stream.js';
import type { WaitOptions } from './requests/pending.js';
import { type ActionClientEvents, ServerPresence } from './server-presence.js';

export interface ActionClientOptions {
  /**
   * How long `getResult` and `cancelGoal` stay open, in ms, when their goal's server is lost; default 0: they reject with a
   * ServerLostError as soon as it is known. A goal that is being sent rejects in any case: to send it twice could run it twice.
   */
  readonly serverLost?: { readonly waitMs: number } | undefined;
  readonly qos?: ActionQos | undefined;
}

const OPTIONS = ['qos', 'serverLost'];

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
  readonly #presence: ServerPresence;
  readonly #endpoints: ActionEndpoint[] = [];
  #stopListening: () => void = () => undefined;

  /**
   * @throws ActionError ERR_ACTION_INVALID_NAME
   * @throws NodeError ERR_NODE_CLOSED
   * @throws TypeError, RangeError for arguments of the wrong kind
   */
  constructor(node: Node, type: ActionType<Goal, Result, Feedback>, name: string, options: ActionClientOptions = {}) {
    checkActionType(type);
    for (const option of Object.keys(options)) {
      if (!OPTIONS.includes(option)) throw new TypeError(`${option}: an action client has no such option`);
    }
    const serverLostWaitMs = options.serverLost?.waitMs ?? 0;
    if (!(serverLostWaitMs >= 0)) throw new RangeError(`serverLost.waitMs: ${serverLostWaitMs} is no number of ms`);
    this.actionName = resolveActionName(node, name);
    this.type = type;
    const names = actionNames(this.actionName);
    const qos = completeActionQos(options.qos);
    // Topics first: a client that is seen to ask is ready to hear.
    const feedback = this.#own(() =>
      node.createSubscription(type.feedbackMessage, names.feedback, (m) => this.#core.handleFeedback(m), qos.feedback),
    );
    const status = this.#own(() =>
      node.createSubscription(
        GoalStatusArray,
        names.status,
        (m, { publisher }) => this.#core.handleStatus(m.status_list, publisher),
        qos.status,
      ),
    );
    const getResult = this.#own(() =>
      node.createServiceClient(type.getResult, names.getResult, { qos: qos.getResult }),
    );
    const cancelGoal = this.#own(() =>
      node.createServiceClient(type.cancelGoal, names.cancelGoal, { qos: qos.cancelGoal }),
    );
    const sendGoal = this.#own(() => node.createServiceClient(type.sendGoal, names.sendGoal, { qos: qos.sendGoal }));
    const reportError = (error: unknown, origin: string): void =>
      node.reportError(error, `action ${this.actionName}: ${origin}`);
    this.#presence = new ServerPresence(this.actionName, (text) => node.logger.warn(text), reportError);
    this.#servers = new ActionServers([sendGoal, cancelGoal, getResult], [feedback, status], () => {
      this.#core.handleServersChanged();
      this.#presence.update(this.#servers.available);
    });
    this.#core = new GoalClient({
      actionName: this.actionName,
      serverLostWaitMs,
      servers: this.#servers,
      resultServers: () => getResult.servers,
      cancelServers: () => cancelGoal.servers,
      statusServers: () => status.publishers,
      callSendGoal: (request, server) => sendGoal.call(request as MessageInput<SendGoal_Request<Goal>>, { server }),
      callGetResult: (request, server, signal) =>
        getResult.call(request, { server, signal }) as Promise<GoalOutcome<Result>>,
      callCancelGoal: (request, server, signal) => cancelGoal.call(request, { server, signal }),
      completeGoal: (goal) => type.goal.codec.normalize(goal, 'goal'),
      newGoalId: () => newGoalId(node.context.participant.randomBytes(16)),
      schedule: (delayMs, callback) => node.schedule(delayMs, callback),
      defer: (callback) => node.defer(callback),
      reportError,
    });
    this.#presence.update(this.#servers.available);
    this.#stopListening = node.onClosing(() => this.close());
  }

  /** Whether a goal could be sent now: a server is there with all of its endpoints. */
  get isServerAvailable(): boolean {
    return this.#servers.available.length > 0;
  }

  /**
   * The servers that a goal could be sent to now, the one that has been there longest first. A goal goes to one of them; who
   * wants several to have it sends it to each: `client.servers.map((server) => client.sendGoal(goal, { server }))`.
   */
  get servers(): readonly RemoteParticipant[] {
    return this.#servers.available;
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
   * ERR_ACTION_SERVER_UNAVAILABLE (of a `server` that was named), ERR_ACTION_GOAL_ID_IN_USE or ERR_ACTION_CLOSED. A goal that was given up after it was sent is canceled, at once and
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

  /**
   * A handle on a goal that is known by its id alone: one that this program sent before it was started anew, or somebody
   * else's. Its feedback from now on, its status, its result and canceling are as for a goal of one's own; without a server
   * they wait for one. A goal that no server knows has a result of status UNKNOWN.
   *
   * @throws TypeError for what is no goal id
   * @throws ActionError ERR_ACTION_CLOSED, ERR_ACTION_GOAL_ID_IN_USE (it is just being sent)
   */
  attach(goalId: GoalIdLike, options: AttachOptions<Feedback> = {}): ClientGoalHandle<Result, Feedback> {
    return this.#core.attach(goalId, options);
  }

  /**
   * Asks to cancel every goal of the action, whoever sent it, at all servers of the name; `goals_canceling` lists those that
   * agreed. Rejects with ERR_ACTION_SERVER_UNAVAILABLE when there is no server, a ServerLostError when it goes before it
   * answers, ERR_ACTION_TIMEOUT, the signal's reason, or ERR_ACTION_CLOSED.
   *
   * @throws RangeError for a `timeoutMs` that is no number of ms
   */
  cancelAll(options?: WaitOptions): Promise<CancelGoal_Response> {
    return this.#core.cancelAll(undefined, options);
  }

  /**
   * Asks to cancel every goal that was accepted at or before a stamp of the server's clock, such as a handle's `stamp`. Else as
   * {@link cancelAll}.
   *
   * @throws RangeError for the zero stamp: on the wire, it means all goals
   */
  cancelAllBefore(stamp: Time, options?: WaitOptions): Promise<CancelGoal_Response> {
    const { sec, nanosec } = stamp;
    if (!Number.isInteger(sec) || !Number.isInteger(nanosec))
      throw new RangeError('stamp is { sec, nanosec }, integers');
    if (sec === 0 && nanosec === 0) throw new RangeError('The zero stamp means every goal: cancelAll()');
    return this.#core.cancelAll({ sec, nanosec }, options);
  }

  /**
   * All goals that the servers of this action know, whoever sent them, and each change of their status, to be read with
   * `for await`; leaving the loop ends it. Of a goal that changes faster than it is read, only the latest status.
   */
  watchGoals(): GoalStream<GoalSnapshot> {
    return this.#core.board.read();
  }

  /** The same as a listener: called for all goals there are, and for each change. Returns what ends it. */
  onGoalChanged(listener: (goal: GoalSnapshot) => void): () => void {
    return this.#core.board.onChanged((snapshot) => this.#presence.run('goal listener', () => listener(snapshot)));
  }

  /** Calls the listener at each such event. Returns the client. */
  on<Name extends keyof ActionClientEvents>(event: Name, listener: ActionClientEvents[Name]): this {
    this.#presence.on(event, listener);
    return this;
  }

  off<Name extends keyof ActionClientEvents>(event: Name, listener: ActionClientEvents[Name]): this {
    this.#presence.off(event, listener);
    return this;
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

  /** Whatever is still waited for rejects with ERR_ACTION_CLOSED; goals on the server go on. Idempotent. */
  close(): void {
    this.#stopListening();
    this.#servers.close();
    this.#presence.close();
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
