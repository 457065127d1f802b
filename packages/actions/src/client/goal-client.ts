/*
 * What an action client does, without the wires: goals, results and cancel requests out (`requests/`); replies, feedback and
 * status in. Services, time and turns of the loop come through `GoalClientPorts`; ActionClient plugs them into a node.
 *
 * A goal is registered before it is written, so no answer can come too early. What the user hears of it goes through the
 * goal's own event queue. A goal stays with the one server that accepted it. When that is lost and comes back, it is asked
 * again: replies are not kept for a reader that was gone.
 */
import type { CancelGoal_Response, FeedbackMessage, MessageInput, Time } from '@rclts/idl';
import { ActionError, ActionErrorCode } from '../errors.js';
import { type GoalIdLike, goalIdOf, toGoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { type GoalStatus, isTerminalStatus } from '../goal-status.js';
import { limits } from '../limits.js';
import type { ServerParticipant } from './action-servers.js';
import type { ClientGoal } from './client-goal.js';
import { ClientGoalHandle, type GoalRequester } from './client-goal-handle.js';
import { ClientGoals } from './client-goals.js';
import { GoalBoard, type WireGoalStatus } from './goal-board.js';
import type { AttachOptions, GoalClientPorts, SendGoalOptions, WaitForServerOptions } from './goal-client-ports.js';
import { CancelRequests } from './requests/cancel-requests.js';
import { ClientLifetime } from './requests/client-lifetime.js';
import { GoalRequests } from './requests/goal-requests.js';
import { serverOf } from './requests/goal-servers.js';
import { checkTimeout, Pending, type WaitOptions } from './requests/pending.js';
import { ResultRequests } from './requests/result-requests.js';
import { ServerWaits } from './requests/server-waits.js';

export class GoalClient<Goal, Result, Feedback> implements GoalRequester<Result, Feedback> {
  /** Everybody's goals. */
  readonly board: GoalBoard = new GoalBoard();
  readonly #ports: GoalClientPorts<Goal, Result>;
  readonly #lifetime: ClientLifetime;
  readonly #serverWaits: ServerWaits;
  readonly #goals: ClientGoals<Result, Feedback>;
  readonly #sending: GoalRequests<Goal, Result, Feedback>;
  readonly #results: ResultRequests<Result, Feedback>;
  readonly #cancels: CancelRequests;

  constructor(ports: GoalClientPorts<Goal, Result>) {
    this.#ports = ports;
    const lifetime = new ClientLifetime(ports.actionName);
    this.#lifetime = lifetime;
    this.#serverWaits = new ServerWaits(lifetime, ports.schedule);
    this.#goals = new ClientGoals(ports, lifetime);
    this.#cancels = new CancelRequests(ports, this.#serverWaits, lifetime);
    this.#sending = new GoalRequests(ports, this.#goals, this.#cancels, lifetime);
    this.#results = new ResultRequests(ports, this.#goals, this.#serverWaits, lifetime);
  }

  waitForServer({ timeoutMs = Infinity, signal }: WaitForServerOptions = {}): Promise<void> {
    checkTimeout(timeoutMs);
    const { actionName, servers, schedule } = this.#ports;
    const pending = new Pending<void>();
    pending.rejectOn(signal);
    this.#lifetime.rejectOnClose(pending);
    if (pending.isSettled) return pending.promise;
    pending.whenSettled(servers.whenAvailable(() => pending.resolve()));
    pending.rejectAfter(timeoutMs, schedule, () => {
      const text = `No server of action ${actionName} within ${timeoutMs} ms (endpoints: ${servers.describe()})`;
      return new ActionError(ActionErrorCode.SERVER_UNAVAILABLE, text);
    });
    return pending.promise;
  }

  sendGoal(
    input: MessageInput<Goal>,
    options: SendGoalOptions<Feedback> = {},
  ): Promise<ClientGoalHandle<Result, Feedback>> {
    const handle = this.#sending.send(input, options).then((goal) => new ClientGoalHandle(goal, this));
    handle.catch(() => undefined); // dropping the promise is no unhandled rejection
    return handle;
  }

  /** A handle on a goal that somebody has sent; this process before it was started anew, say. */
  attach(
    like: GoalIdLike,
    { feedbackCallback, signal }: AttachOptions<Feedback> = {},
  ): ClientGoalHandle<Result, Feedback> {
    const goalId = toGoalId(like);
    if (this.#lifetime.isClosed) throw this.#lifetime.closedError();
    const known = this.#goals.get(goalId);
    if (known?.isAnswered === false) {
      throw new ActionError(ActionErrorCode.GOAL_ID_IN_USE, `Goal ${goalId} is being sent`);
    }
    const goal = known ?? this.#goals.create(goalId, undefined);
    if (feedbackCallback !== undefined) this.#goals.listen(goal, feedbackCallback);
    if (known === undefined) {
      goal.accepted = true;
      goal.isAnswered = true;
      this.#goals.add(goal);
      const seen = this.board.find(goalId);
      if (seen !== undefined) this.#learn(goal, seen.server, seen.stamp, seen.status);
      goal.events.open();
    }
    this.#cancels.cancelOnAbort(goal, signal);
    // A server may give feedback only to those who sent a goal or asked for its result.
    if (feedbackCallback !== undefined) void this.getResult(goal);
    return new ClientGoalHandle(goal, this);
  }

  getResult(goal: ClientGoal<Result, Feedback>, options?: WaitOptions): Promise<GoalOutcome<Result>> {
    return this.#results.get(goal, options);
  }

  cancelGoal(goal: ClientGoal<Result, Feedback>, options?: WaitOptions): Promise<CancelGoal_Response> {
    return this.#cancels.cancel(goal, options);
  }

  /** Asks every server of the name to cancel all goals, or all that were accepted up to a stamp. */
  cancelAll(stamp?: Time, options?: WaitOptions): Promise<CancelGoal_Response> {
    return this.#cancels.cancelAll(stamp, options);
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
    for (const goal of this.#goals.values()) {
      if (goal.serverKey === undefined || !goal.isAnswered || !this.#hasMetServer(goal)) continue;
      const isLost = serverOf(goal, servers) === undefined;
      if (isLost !== goal.isServerLost) this.#tellPresence(goal, isLost);
      if (isTerminalStatus(goal.status) && !goal.isResultWanted) continue;
      if (isLost) this.#goals.forgetLater(goal, limits.lostGoalLingerMs);
      else this.#goals.keep(goal);
      this.#results.askAgain(goal);
    }
  }

  /** Goals that this client listens for. */
  get goalCount(): number {
    return this.#goals.size;
  }

  close(): void {
    if (!this.#lifetime.close()) return;
    const error = this.#lifetime.closedError();
    this.board.close(error);
    for (const goal of this.#goals.values()) {
      goal.events.discard();
      goal.tellNow((listener) => listener.onFailed?.(error));
      this.#goals.forget(goal);
    }
  }

  /** The status topic tells where a goal is, and how. */
  #learn(goal: ClientGoal<Result, Feedback>, serverKey: string, stamp: Time, status: GoalStatus): void {
    if (goal.serverKey === undefined && goal.isAnswered) {
      goal.serverKey = serverKey;
      goal.stamp = stamp;
      this.#hasMetServer(goal);
    }
    goal.updateStatus(status);
    if (!isTerminalStatus(goal.status)) return;
    goal.expectResult?.();
    if (goal.result === undefined) this.#goals.forgetLater(goal, limits.finishedGoalLingerMs);
  }

  /** The status topic may tell of a goal's server before the rest of that is discovered; if it goes again, the goal is nowhere. */
  #hasMetServer(goal: ClientGoal<Result, Feedback>): boolean {
    if (goal.isServerMet) return true;
    goal.isServerMet = serverOf(goal, this.#ports.servers.available) !== undefined;
    if (!goal.isServerMet && serverOf(goal, this.#ports.statusServers()) === undefined) goal.serverKey = undefined;
    return goal.isServerMet;
  }

  #tellPresence(goal: ClientGoal<Result, Feedback>, isLost: boolean): void {
    goal.isServerLost = isLost;
    if (!isLost) {
      // To a server that had lost us, we are somebody new: asking about the goal is what makes its feedback ours again.
      if (goal.listeners.size > 0) goal.isResultWanted = true;
      return goal.tell((listener) => listener.onServerBack?.());
    }
    const error = this.#lifetime.lostError(goal.goalId);
    goal.tell((listener) => listener.onServerLost?.(error));
  }
}
