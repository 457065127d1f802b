/*
 * What an action client does, without the wires: goals, results and cancel requests out; replies, feedback and status in.
 * Services, time and turns of the loop come through `GoalClientPorts`; ActionClient plugs them into a node.
 *
 * A goal is registered before it is written, so no answer can come too early. What the user hears of it goes through the
 * goal's own event queue. A goal stays with the one server that accepted it.
 */
import { isRcltsError } from '@rclts/cdr';
import type { CancelGoal_Response, FeedbackMessage, MessageInput, Time } from '@rclts/idl';
import { ActionError, ActionErrorCode, ServerLostError } from '../errors.js';
import { type GoalId, goalIdBytes, goalIdOf, toGoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { GoalStatus, isTerminalStatus } from '../goal-status.js';
import { limits } from '../limits.js';
import type { ServerParticipant } from './action-servers.js';
import { ClientGoal, type FeedbackCallback } from './client-goal.js';
import { ClientGoalHandle, type GoalRequester } from './client-goal-handle.js';
import { GoalEventQueue } from './goal-event-queue.js';
import type { GoalClientPorts, SendGoalOptions, WaitForServerOptions, WireGoalId } from './goal-client-ports.js';
import { Pending } from './pending.js';

const ANY_TIME: Time = { sec: 0, nanosec: 0 };

export class GoalClient<Goal, Result, Feedback> implements GoalRequester<Result, Feedback> {
  readonly #ports: GoalClientPorts<Goal, Result>;
  readonly #goals = new Map<GoalId, ClientGoal<Result, Feedback>>();
  /** What `close` has to reject because nothing else will. */
  readonly #waiting = new Set<{ reject(reason: unknown): void }>();
  #isClosed = false;

  constructor(ports: GoalClientPorts<Goal, Result>) {
    this.#ports = ports;
  }

  waitForServer({ timeoutMs = Infinity, signal }: WaitForServerOptions = {}): Promise<void> {
    checkTimeout(timeoutMs);
    const { actionName, servers, schedule } = this.#ports;
    let stopWaiting: (() => void) | undefined;
    let cancelTimer: (() => void) | undefined;
    const pending = new Pending<void>(() => {
      stopWaiting?.();
      cancelTimer?.();
      this.#waiting.delete(pending);
    });
    pending.rejectOn(signal);
    if (pending.isSettled) return pending.promise;
    this.#waiting.add(pending);
    if (this.#isClosed) pending.reject(this.#closedError());
    else stopWaiting = servers.whenAvailable(() => pending.resolve());
    if (!pending.isSettled && timeoutMs !== Infinity) {
      cancelTimer = schedule(timeoutMs, () => {
        const text = `No server of action ${actionName} within ${timeoutMs} ms (endpoints: ${servers.describe()})`;
        pending.reject(new ActionError(ActionErrorCode.SERVER_UNAVAILABLE, text));
      });
    }
    return pending.promise;
  }

  sendGoal(
    input: MessageInput<Goal>,
    { feedbackCallback, signal, timeoutMs = Infinity, goalId: wanted }: SendGoalOptions<Feedback> = {},
  ): Promise<ClientGoalHandle<Result, Feedback>> {
    checkTimeout(timeoutMs);
    const request = this.#ports.completeGoal(input);
    const goalId = wanted === undefined ? this.#ports.newGoalId() : toGoalId(wanted);
    if (feedbackCallback !== undefined && typeof feedbackCallback !== 'function') {
      throw new TypeError('feedbackCallback is no function');
    }
    const events = new GoalEventQueue((callback) => this.#ports.defer(callback), limits.heldFeedback);
    const goal = new ClientGoal<Result, Feedback>(goalId, feedbackCallback, events);
    let stopWaiting: (() => void) | undefined;
    let cancelTimer: (() => void) | undefined;
    const pending = new Pending<ClientGoalHandle<Result, Feedback>>(() => {
      stopWaiting?.();
      cancelTimer?.();
      this.#waiting.delete(pending);
      if (goal.isAnswered || this.#isClosed) return;
      // Given up. The server may have the goal, and its answer may be lost: no orphan shall run.
      if (goal.serverKey === undefined) this.#drop(goal);
      else void this.cancelGoal(goal);
    });
    pending.rejectOn(signal);
    if (pending.isSettled) return pending.promise;
    this.#waiting.add(pending);
    if (this.#isClosed) pending.reject(this.#closedError());
    else if (this.#goals.has(goalId)) {
      pending.reject(new ActionError(ActionErrorCode.GOAL_ID_IN_USE, `Goal ${goalId} is this client's already`));
    } else {
      this.#goals.set(goalId, goal);
      stopWaiting = this.#ports.servers.whenAvailable(
        (server) => void this.#send(goal, request, server, pending, signal),
      );
    }
    if (!pending.isSettled && timeoutMs !== Infinity) {
      cancelTimer = this.#ports.schedule(timeoutMs, () => pending.reject(this.#timeoutError(goal, timeoutMs)));
    }
    return pending.promise;
  }

  getResult(goal: ClientGoal<Result, Feedback>): Promise<GoalOutcome<Result>> {
    if (goal.result !== undefined) return goal.result.promise;
    const pending = new Pending<GoalOutcome<Result>>();
    goal.result = pending;
    void this.#askForResult(goal, pending);
    return pending.promise;
  }

  cancelGoal(goal: ClientGoal<Result, Feedback>): Promise<CancelGoal_Response> {
    const pending = new Pending<CancelGoal_Response>();
    const server = this.#find(goal, this.#ports.cancelServers());
    if (this.#isClosed) pending.reject(this.#closedError());
    else if (server === undefined) pending.reject(new ServerLostError(this.#ports.actionName, goal.goalId));
    else {
      const goal_info = { goal_id: { uuid: goalIdBytes(goal.goalId) }, stamp: ANY_TIME };
      this.#ports.callCancelGoal({ goal_info }, server).then(
        (response) => pending.resolve(response),
        (error: unknown) => pending.reject(this.#explain(error, goal)),
      );
    }
    return pending.promise;
  }

  handleFeedback(message: FeedbackMessage<Feedback>): void {
    const goal = this.#goals.get(goalIdOf(message.goal_id.uuid));
    const callback = goal?.feedbackCallback;
    if (callback !== undefined) goal?.events.push(() => this.#callBack(callback, message));
  }

  handleStatus(
    statusList: Iterable<{ readonly goal_info: { readonly goal_id: WireGoalId }; readonly status: number }>,
  ): void {
    if (this.#goals.size === 0) return;
    for (const { goal_info, status } of statusList) {
      const goal = this.#goals.get(goalIdOf(goal_info.goal_id.uuid));
      if (goal === undefined) continue;
      goal.updateStatus(status as GoalStatus);
      if (isTerminalStatus(goal.status)) this.#forgetLater(goal, limits.finishedGoalLingerMs);
    }
  }

  /** Servers have come or gone. */
  handleServersChanged(): void {
    const servers = this.#ports.resultServers();
    for (const goal of this.#goals.values()) {
      if (goal.serverKey === undefined || isTerminalStatus(goal.status)) continue;
      if (this.#find(goal, servers) === undefined) this.#forgetLater(goal, limits.lostGoalLingerMs);
      else this.#keep(goal);
    }
  }

  /** Goals that this client listens for. */
  get goalCount(): number {
    return this.#goals.size;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const waiting of [...this.#waiting]) waiting.reject(this.#closedError());
    for (const goal of [...this.#goals.values()]) {
      goal.events.discard();
      this.#forget(goal);
    }
  }

  async #send(
    goal: ClientGoal<Result, Feedback>,
    request: Goal,
    server: ServerParticipant,
    pending: Pending<ClientGoalHandle<Result, Feedback>>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    goal.serverKey = server.guidPrefix.text;
    try {
      const goal_id = { uuid: goalIdBytes(goal.goalId) };
      const { accepted, stamp } = await this.#ports.callSendGoal({ goal_id, goal: request }, server);
      if (this.#isClosed) return;
      goal.isAnswered = true;
      goal.accepted = accepted;
      if (!accepted) this.#drop(goal);
      else if (pending.isSettled) {
        void this.cancelGoal(goal); // again: the first time, the server may not have known the goal
        this.#drop(goal);
      } else {
        goal.stamp = stamp;
        goal.updateStatus(GoalStatus.ACCEPTED);
        this.#cancelOnAbort(goal, signal);
      }
      pending.resolve(new ClientGoalHandle(goal, this));
      goal.events.open();
    } catch (error) {
      goal.isAnswered = true;
      this.#drop(goal);
      pending.reject(this.#explain(error, goal));
    }
  }

  async #askForResult(goal: ClientGoal<Result, Feedback>, pending: Pending<GoalOutcome<Result>>): Promise<void> {
    try {
      if (this.#isClosed) throw this.#closedError();
      const { actionName, servers } = this.#ports;
      const server = this.#find(goal, this.#ports.resultServers()) ?? servers.available[0];
      if (server === undefined) throw new ServerLostError(actionName, goal.goalId);
      const outcome = await this.#ports.callGetResult({ goal_id: { uuid: goalIdBytes(goal.goalId) } }, server);
      // Another server than the goal's, one that was started anew, say, cannot know how the goal ended.
      if (outcome.status === GoalStatus.UNKNOWN && server.guidPrefix.text !== goal.serverKey) {
        throw new ServerLostError(actionName, goal.goalId);
      }
      const deliver = (): void => {
        goal.updateStatus(outcome.status);
        this.#forget(goal);
        pending.resolve(outcome);
      };
      if (goal.events.isFinished) deliver();
      else goal.events.finish(deliver);
    } catch (error) {
      goal.result = undefined; // asking again is allowed
      pending.reject(this.#explain(error, goal));
    }
  }

  #cancelOnAbort(goal: ClientGoal<Result, Feedback>, signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const onAbort = (): void => void this.cancelGoal(goal);
    signal.addEventListener('abort', onAbort, { once: true });
    goal.releaseSignal = () => signal.removeEventListener('abort', onAbort);
  }

  #find(goal: ClientGoal<Result, Feedback>, servers: readonly ServerParticipant[]): ServerParticipant | undefined {
    return servers.find((server) => server.guidPrefix.text === goal.serverKey);
  }

  /** Nothing more of this goal is for the user. */
  #drop(goal: ClientGoal<Result, Feedback>): void {
    goal.events.discard();
    this.#forget(goal);
  }

  #forget(goal: ClientGoal<Result, Feedback>): void {
    this.#keep(goal);
    goal.releaseSignal?.();
    goal.releaseSignal = undefined;
    if (this.#goals.get(goal.goalId) === goal) this.#goals.delete(goal.goalId);
  }

  #forgetLater(goal: ClientGoal<Result, Feedback>, delayMs: number): void {
    goal.cancelForgetting ??= this.#ports.schedule(delayMs, () => this.#forget(goal));
  }

  #keep(goal: ClientGoal<Result, Feedback>): void {
    goal.cancelForgetting?.();
    goal.cancelForgetting = undefined;
  }

  #callBack(callback: FeedbackCallback<Feedback>, message: FeedbackMessage<Feedback>): void {
    const report = (error: unknown): void => this.#ports.reportError(error, 'feedback callback');
    try {
      const returned = callback(message) as { then?: unknown } | null | undefined;
      // An async function's error is reported, too.
      if (typeof returned?.then === 'function') Promise.resolve(returned).catch(report);
    } catch (error) {
      report(error);
    }
  }

  /** What a call's error means for a goal. */
  #explain(error: unknown, goal: ClientGoal<Result, Feedback>): unknown {
    const code = isRcltsError(error) ? error.code : undefined;
    if (code === 'ERR_NODE_SERVER_LOST' || code === 'ERR_NODE_SERVER_UNAVAILABLE') {
      return new ServerLostError(this.#ports.actionName, goal.goalId, { cause: error });
    }
    return code === 'ERR_NODE_CLOSED' ? this.#closedError(error) : error;
  }

  #timeoutError(goal: ClientGoal<Result, Feedback>, timeoutMs: number): ActionError {
    const { actionName, servers } = this.#ports;
    const what = goal.serverKey === undefined ? `No server (endpoints: ${servers.describe()})` : 'No answer';
    const text = `Goal ${goal.goalId} of action ${actionName}: ${what} within ${timeoutMs} ms`;
    return new ActionError(ActionErrorCode.TIMEOUT, text);
  }

  #closedError(cause?: unknown): ActionError {
    return new ActionError(ActionErrorCode.CLOSED, `The client of action ${this.#ports.actionName} is closed`, {
      cause,
    });
  }
}

function checkTimeout(timeoutMs: number): void {
  if (!(timeoutMs >= 0)) throw new RangeError(`timeoutMs: ${timeoutMs} is not a number of milliseconds`);
}
