/*
 * What an action client does, without the wires: goals, results and cancel requests out; replies, feedback and status in.
 * Services, time and turns of the loop come through `GoalClientPorts`; ActionClient plugs them into a node.
 *
 * A goal is registered before it is written, so no answer can come too early. What the user hears of it goes through the
 * goal's own event queue. A goal stays with the one server that accepted it. When that is lost and comes back, it is asked
 * again: replies are not kept for a reader that was gone.
 */
import { isRcltsError } from '@rclts/cdr';
import type { CancelGoal_Response, FeedbackMessage, MessageInput, Time } from '@rclts/idl';
import { ActionError, ActionErrorCode, ServerLostError } from '../errors.js';
import { type GoalId, type GoalIdLike, goalIdBytes, goalIdOf, toGoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { GoalStatus, isTerminalStatus } from '../goal-status.js';
import { limits } from '../limits.js';
import type { ServerParticipant } from './action-servers.js';
import { answersOf } from './cancel-answers.js';
import { ClientGoal, type FeedbackCallback } from './client-goal.js';
import { ClientGoalHandle, type GoalRequester } from './client-goal-handle.js';
import { GoalBoard, type WireGoalStatus } from './goal-board.js';
import type {
  AttachOptions,
  GoalClientPorts,
  SendGoalOptions,
  WaitForServerOptions,
  WireGoalId,
} from './goal-client-ports.js';
import { GoalEventQueue } from './goal-event-queue.js';
import { Pending } from './pending.js';
import { outcomeFrom } from './result-answers.js';
import { ServerWaits } from './server-waits.js';

const ANY_GOAL = new Uint8Array(16);
const ANY_TIME: Time = { sec: 0, nanosec: 0 };

export class GoalClient<Goal, Result, Feedback> implements GoalRequester<Result, Feedback> {
  /** Everybody's goals. */
  readonly board: GoalBoard = new GoalBoard();
  readonly #ports: GoalClientPorts<Goal, Result>;
  readonly #serverWaits: ServerWaits;
  readonly #goals = new Map<GoalId, ClientGoal<Result, Feedback>>();
  /** What `close` has to reject because nothing else will. */
  readonly #waiting = new Set<{ reject(reason: unknown): void }>();
  #isClosed = false;

  constructor(ports: GoalClientPorts<Goal, Result>) {
    this.#ports = ports;
    this.#serverWaits = new ServerWaits(ports.actionName, (delayMs, callback) => ports.schedule(delayMs, callback));
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
    const goal = this.#newGoal(goalId, feedbackCallback);
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

  /** A handle on a goal that somebody has sent; this process before it was started anew, say. */
  attach(
    like: GoalIdLike,
    { feedbackCallback, signal }: AttachOptions<Feedback> = {},
  ): ClientGoalHandle<Result, Feedback> {
    const goalId = toGoalId(like);
    if (this.#isClosed) throw this.#closedError();
    const known = this.#goals.get(goalId);
    if (known?.isAnswered === false) {
      throw new ActionError(ActionErrorCode.GOAL_ID_IN_USE, `Goal ${goalId} is being sent`);
    }
    const goal = known ?? this.#newGoal(goalId, undefined);
    if (feedbackCallback !== undefined) this.#listen(goal, feedbackCallback);
    if (known === undefined) {
      goal.accepted = true;
      goal.isAnswered = true;
      this.#goals.set(goalId, goal);
      const seen = this.board.find(goalId);
      if (seen !== undefined) this.#learn(goal, seen.server, seen.stamp, seen.status);
      goal.events.open();
    }
    this.#cancelOnAbort(goal, signal);
    // A server may give feedback only to those who sent a goal or asked for its result.
    if (feedbackCallback !== undefined) void this.getResult(goal);
    return new ClientGoalHandle(goal, this);
  }

  getResult(goal: ClientGoal<Result, Feedback>): Promise<GoalOutcome<Result>> {
    if (goal.result !== undefined) return goal.result.promise;
    const pending = new Pending<GoalOutcome<Result>>();
    goal.result = pending;
    goal.isResultWanted = true;
    void this.#askForResult(goal, pending);
    return pending.promise;
  }

  cancelGoal(goal: ClientGoal<Result, Feedback>): Promise<CancelGoal_Response> {
    const pending = new Pending<CancelGoal_Response>();
    if (this.#isClosed) pending.reject(this.#closedError());
    else {
      const goal_info = { goal_id: { uuid: goalIdBytes(goal.goalId) }, stamp: ANY_TIME };
      this.#serverWaits
        .ask(
          goal.goalId,
          () => this.#patience(goal),
          () => this.#ownOf(goal, this.#ports.cancelServers()),
          (servers) => this.#cancelAt(servers, { goal_info }, goal.goalId),
        )
        .then(
          (response) => pending.resolve(response),
          (error: unknown) => pending.reject(this.#explain(error, goal.goalId)),
        );
    }
    return pending.promise;
  }

  /** Asks every server of the name to cancel all goals, or all that were accepted up to a stamp. */
  cancelAll(stamp: Time = ANY_TIME): Promise<CancelGoal_Response> {
    const pending = new Pending<CancelGoal_Response>();
    const { actionName, servers: known } = this.#ports;
    const servers = this.#ports.cancelServers();
    if (this.#isClosed) pending.reject(this.#closedError());
    else if (servers.length === 0) {
      const text = `No server of action ${actionName} (endpoints: ${known.describe()})`;
      pending.reject(new ActionError(ActionErrorCode.SERVER_UNAVAILABLE, text));
    } else {
      this.#cancelAt(servers, { goal_info: { goal_id: { uuid: ANY_GOAL }, stamp } }, undefined).then(
        (response) => pending.resolve(response),
        (error: unknown) => pending.reject(error),
      );
    }
    return pending.promise;
  }

  handleFeedback(message: FeedbackMessage<Feedback>): void {
    this.#goals.get(goalIdOf(message.goal_id.uuid))?.hearFeedback(message);
  }

  handleStatus(sample: readonly WireGoalStatus[], server: ServerParticipant): void {
    this.board.handleStatus(server, sample);
    if (this.#goals.size === 0) return;
    const key = server.guidPrefix.text;
    for (const { goal_info, status } of sample) {
      const goal = this.#goals.get(goalIdOf(goal_info.goal_id.uuid));
      if (goal !== undefined && (goal.serverKey ?? key) === key) {
        this.#learn(goal, key, goal_info.stamp, status as GoalStatus);
      }
    }
  }

  /** Servers have come or gone. */
  handleServersChanged(): void {
    this.#serverWaits.handleServersChanged();
    this.board.keepOnly(this.#ports.statusServers());
    const servers = this.#ports.resultServers();
    for (const goal of [...this.#goals.values()]) {
      if (goal.serverKey === undefined || !goal.isAnswered) continue;
      const isLost = this.#find(goal, servers) === undefined;
      if (isLost !== goal.isServerLost) this.#tellPresence(goal, isLost);
      if (isTerminalStatus(goal.status) && !goal.isResultWanted) continue;
      if (isLost) this.#forgetLater(goal, limits.lostGoalLingerMs);
      else this.#keep(goal);
      if (goal.isResultWanted && goal.result === undefined && this.#resultServers(goal).length > 0) {
        void this.getResult(goal);
      }
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
    this.#serverWaits.close(this.#closedError());
    this.board.close(this.#closedError());
    for (const goal of [...this.#goals.values()]) {
      goal.events.discard();
      goal.tellNow((listener) => listener.onFailed?.(this.#closedError()));
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
      pending.reject(this.#explain(error, goal.goalId));
    }
  }

  async #askForResult(goal: ClientGoal<Result, Feedback>, pending: Pending<GoalOutcome<Result>>): Promise<void> {
    try {
      if (this.#isClosed) throw this.#closedError();
      const outcome = await this.#serverWaits.ask(
        goal.goalId,
        () => this.#patience(goal),
        () => this.#resultServers(goal),
        (servers) => outcomeFrom(goal, servers, (server) => this.#resultAt(goal, server)),
      );
      const deliver = (): void => {
        goal.updateStatus(outcome.status);
        goal.outcome = outcome;
        this.#forget(goal);
        pending.resolve(outcome);
        goal.tellNow((listener) => listener.onResult?.(outcome));
      };
      if (goal.events.isFinished) deliver();
      else goal.events.finish(deliver);
    } catch (error) {
      goal.result = undefined; // asking again is allowed
      const reason = this.#explain(error, goal.goalId);
      pending.reject(reason);
      if (!(reason instanceof ServerLostError)) goal.tellNow((listener) => listener.onFailed?.(reason));
    }
  }

  /** Whom to ask for the result: the goal's server; while it is not there, another that might be it, started anew. */
  #resultServers(goal: ClientGoal<Result, Feedback>): readonly ServerParticipant[] {
    const own = this.#ownOf(goal, this.#ports.resultServers());
    if (own.length > 0 || goal.serverKey === undefined) return own;
    return this.#ports.servers.available.filter((server) => !goal.notAt.has(server.guidPrefix.text)).slice(0, 1);
  }

  async #resultAt(goal: ClientGoal<Result, Feedback>, server: ServerParticipant): Promise<GoalOutcome<Result>> {
    try {
      return await this.#ports.callGetResult({ goal_id: { uuid: goalIdBytes(goal.goalId) } }, server);
    } catch (error) {
      throw this.#explain(error, goal.goalId);
    }
  }

  #cancelAt(
    servers: readonly ServerParticipant[],
    request: { readonly goal_info: { readonly goal_id: WireGoalId; readonly stamp: Time } },
    goalId: GoalId | undefined,
  ): Promise<CancelGoal_Response> {
    return answersOf(
      servers.map((server) =>
        this.#ports.callCancelGoal(request, server).catch((error: unknown) => {
          throw this.#explain(error, goalId ?? 'any');
        }),
      ),
    );
  }

  /** The status topic tells where a goal is, and how. */
  #learn(goal: ClientGoal<Result, Feedback>, serverKey: string, stamp: Time, status: GoalStatus): void {
    if (goal.serverKey === undefined && goal.isAnswered) {
      goal.serverKey = serverKey;
      goal.stamp = stamp;
    }
    goal.updateStatus(status);
    if (isTerminalStatus(goal.status) && !goal.isResultWanted) this.#forgetLater(goal, limits.finishedGoalLingerMs);
  }

  #tellPresence(goal: ClientGoal<Result, Feedback>, isLost: boolean): void {
    goal.isServerLost = isLost;
    if (!isLost) {
      // To a server that had lost us, we are somebody new: asking about the goal is what makes its feedback ours again.
      if (goal.listeners.size > 0) goal.isResultWanted = true;
      return goal.tell((listener) => listener.onServerBack?.());
    }
    const error = new ServerLostError(this.#ports.actionName, goal.goalId);
    goal.tell((listener) => listener.onServerLost?.(error));
  }

  #newGoal(goalId: GoalId, callback: FeedbackCallback<Feedback> | undefined): ClientGoal<Result, Feedback> {
    const events = new GoalEventQueue((deliver) => this.#ports.defer(deliver), limits.heldFeedback);
    const goal = new ClientGoal<Result, Feedback>(goalId, events);
    if (callback !== undefined) this.#listen(goal, callback);
    return goal;
  }

  #listen(goal: ClientGoal<Result, Feedback>, callback: FeedbackCallback<Feedback>): void {
    if (typeof callback !== 'function') throw new TypeError('feedbackCallback is no function');
    goal.listeners.add({ onFeedback: (message) => this.#callBack(callback, message) });
  }

  #cancelOnAbort(goal: ClientGoal<Result, Feedback>, signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const onAbort = (): void => void this.cancelGoal(goal);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const release = goal.releaseSignal;
    goal.releaseSignal = () => {
      signal.removeEventListener('abort', onAbort);
      release?.();
    };
  }

  #find(goal: ClientGoal<Result, Feedback>, servers: readonly ServerParticipant[]): ServerParticipant | undefined {
    return servers.find((server) => server.guidPrefix.text === goal.serverKey);
  }

  /** The server that has the goal; of a goal that nobody has told of yet, all that there are. */
  #ownOf(goal: ClientGoal<Result, Feedback>, servers: readonly ServerParticipant[]): readonly ServerParticipant[] {
    if (goal.serverKey === undefined) return servers;
    const own = this.#find(goal, servers);
    return own === undefined ? [] : [own];
  }

  /** How long to wait for the goal's server; for the first one there is, for ever, as when a goal is sent. */
  #patience(goal: ClientGoal<Result, Feedback>): number {
    return goal.serverKey === undefined ? Infinity : this.#ports.serverLostWaitMs;
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
    goal.cancelForgetting ??= this.#ports.schedule(delayMs, () => {
      this.#forget(goal);
      if (!goal.isServerLost) return;
      const error = new ServerLostError(this.#ports.actionName, goal.goalId);
      goal.tellNow((listener) => listener.onFailed?.(error));
    });
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
  #explain(error: unknown, goalId: string): unknown {
    const code = isRcltsError(error) ? error.code : undefined;
    if (code === 'ERR_NODE_SERVER_LOST' || code === 'ERR_NODE_SERVER_UNAVAILABLE') {
      return new ServerLostError(this.#ports.actionName, goalId, { cause: error });
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
