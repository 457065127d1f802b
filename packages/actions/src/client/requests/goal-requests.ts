import type { MessageInput } from '@rclts/idl';
import { ActionError, ActionErrorCode } from '../../errors.js';
import { goalIdBytes, toGoalId } from '../../goal-id.js';
import { GoalStatus } from '../../goal-status.js';
import type { ServerParticipant } from '../action-servers.js';
import type { ClientGoal } from '../client-goal.js';
import type { ClientGoals } from '../client-goals.js';
import type { GoalClientPorts, SendGoalOptions } from '../goal-client-ports.js';
import type { CancelRequests } from './cancel-requests.js';
import type { ClientLifetime } from './client-lifetime.js';
import { checkTimeout, Pending } from './pending.js';

type Ports<Goal> = Pick<
  GoalClientPorts<Goal, never>,
  'servers' | 'callSendGoal' | 'completeGoal' | 'newGoalId' | 'schedule'
>;

/** The goals that a client sends: each to one server, once. */
export class GoalRequests<Goal, Result, Feedback> {
  readonly #ports: Ports<Goal>;
  readonly #goals: ClientGoals<Result, Feedback>;
  readonly #cancels: CancelRequests;
  readonly #lifetime: ClientLifetime;

  constructor(
    ports: Ports<Goal>,
    goals: ClientGoals<Result, Feedback>,
    cancels: CancelRequests,
    lifetime: ClientLifetime,
  ) {
    this.#ports = ports;
    this.#goals = goals;
    this.#cancels = cancels;
    this.#lifetime = lifetime;
  }

  /** Resolves to the goal when the server has taken or refused it. A goal is registered before it is written. */
  send(
    input: MessageInput<Goal>,
    { feedbackCallback, signal, timeoutMs = Infinity, goalId: wanted, server }: SendGoalOptions<Feedback>,
  ): Promise<ClientGoal<Result, Feedback>> {
    checkTimeout(timeoutMs);
    const request = this.#ports.completeGoal(input);
    const goalId = wanted === undefined ? this.#ports.newGoalId() : toGoalId(wanted);
    const goal = this.#goals.create(goalId, feedbackCallback);
    const pending = new Pending<ClientGoal<Result, Feedback>>();
    pending.rejectOn(signal);
    this.#lifetime.rejectOnClose(pending);
    if (pending.isSettled) return pending.promise;
    if (this.#goals.get(goalId) !== undefined) {
      pending.reject(new ActionError(ActionErrorCode.GOAL_ID_IN_USE, `Goal ${goalId} is this client's already`));
      return pending.promise;
    }
    this.#goals.add(goal);
    pending.whenSettled(() => this.#onSettled(goal));
    this.#whenThere(server, pending, (chosen) => void this.#write(goal, request, chosen, pending, signal));
    pending.rejectAfter(timeoutMs, this.#ports.schedule, () => this.#timeoutError(goal, timeoutMs));
    return pending.promise;
  }

  /** Calls back with the server that was named, or with the first that is there. */
  #whenThere(
    server: ServerParticipant | undefined,
    pending: Pending<ClientGoal<Result, Feedback>>,
    write: (server: ServerParticipant) => void,
  ): void {
    const { servers } = this.#ports;
    if (server === undefined) pending.whenSettled(servers.whenAvailable(write));
    else if (servers.available.includes(server)) write(server);
    else {
      const text = `That server of action ${this.#lifetime.actionName} is not there, or not complete`;
      pending.reject(new ActionError(ActionErrorCode.SERVER_UNAVAILABLE, text));
    }
  }

  /** Given up? The server may have the goal, and its answer may be lost: no orphan shall run. */
  #onSettled(goal: ClientGoal<Result, Feedback>): void {
    if (goal.isAnswered || this.#lifetime.isClosed) return;
    if (goal.serverKey === undefined) this.#goals.drop(goal);
    else void this.#cancels.cancel(goal);
  }

  async #write(
    goal: ClientGoal<Result, Feedback>,
    request: Goal,
    server: ServerParticipant,
    pending: Pending<ClientGoal<Result, Feedback>>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    goal.serverKey = server.guidPrefix.text;
    goal.isServerMet = true;
    try {
      const goal_id = { uuid: goalIdBytes(goal.goalId) };
      const { accepted, stamp } = await this.#ports.callSendGoal({ goal_id, goal: request }, server);
      if (this.#lifetime.isClosed) return;
      goal.isAnswered = true;
      goal.accepted = accepted;
      if (!accepted) this.#goals.drop(goal);
      else if (pending.isSettled) {
        void this.#cancels.cancel(goal); // again: the first time, the server may not have known the goal
        this.#goals.drop(goal);
      } else {
        goal.stamp = stamp;
        goal.updateStatus(GoalStatus.ACCEPTED);
        this.#cancels.cancelOnAbort(goal, signal);
      }
      pending.resolve(goal);
      goal.events.open();
    } catch (error) {
      goal.isAnswered = true;
      this.#goals.drop(goal);
      pending.reject(this.#lifetime.explain(error, goal.goalId));
    }
  }

  #timeoutError(goal: ClientGoal<Result, Feedback>, timeoutMs: number): ActionError {
    const what =
      goal.serverKey === undefined ? `No server (endpoints: ${this.#ports.servers.describe()})` : 'No answer';
    return this.#lifetime.timeoutError(goal.goalId, what, timeoutMs);
  }
}
