/*
 * What an action server does, without the wires: three requests in, replies, status samples and feedback out, user
 * callbacks in between. Time, turns of the loop and topics come through `GoalServerPorts`; ActionServer plugs them into a
 * node. No promise in here rejects, whatever a user's callback does.
 */
import type {
  CancelGoal_Request,
  CancelGoal_Response,
  GetResult_Request,
  MessageInput,
  SendGoal_Request,
  SendGoal_Response,
} from '@rclts/idl';
import { CancelAnswer, cancelReturnCode, isCancelable, selectGoalsToCancel } from '../cancel-policy.js';
import { IllegalTransitionError } from '../errors.js';
import { goalIdOf } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import type { GoalRegistry } from '../goal-registry.js';
import { GoalEvent, nextGoalStatus } from '../goal-state-machine.js';
import { GoalStatus, isActiveStatus } from '../goal-status.js';
import { GoalStopReason } from '../goal-stop-reason.js';
import { GoalResponse } from '../responses.js';
import { describe, type ExecuteCallback, runExecution } from './execution.js';
import type { GoalClient } from './goal-client.js';
import { decide, mayCancel, planFor, tellClientLost, tellRejection } from './owner-callbacks.js';
import type { GoalCandidate, GoalPlan } from './goal-policy.js';
import { GoalSchedule } from './goal-schedule.js';
import type { GoalServerOptions, GoalServerPorts } from './goal-server-ports.js';
import { ResultRequestWatch } from './result-request-watch.js';
import { ResultCache } from './result-cache.js';
import { ServerGoal } from './server-goal.js';
import type { GoalOwner } from './server-goal-handle.js';
import { StatusPace } from './status-pace.js';
import { StatusPublisher } from './status-publisher.js';
import { goalsToShow } from './status-selection.js';

const REJECTED: SendGoal_Response = { accepted: false, stamp: { sec: 0, nanosec: 0 } };

export class GoalServer<Goal, Result, Feedback> implements GoalOwner<Goal, Result, Feedback> {
  readonly #options: GoalServerOptions<Goal, Result, Feedback>;
  readonly #ports: GoalServerPorts<Goal, Result, Feedback>;
  readonly #goals: GoalRegistry<ServerGoal<Goal, Result, Feedback>>;
  readonly #schedule: GoalSchedule<Goal, ServerGoal<Goal, Result, Feedback>>;
  readonly #status: StatusPublisher;
  readonly #pace: StatusPace;
  readonly #results: ResultCache<Goal, Result, Feedback>;
  readonly #requests: ResultRequestWatch;
  /** Whose goals are being decided on. */
  readonly #asking = new Set<{ readonly client: GoalClient; isLost: boolean }>();
  #isAdmitting = false;
  #isClosed = false;

  constructor(options: GoalServerOptions<Goal, Result, Feedback>, ports: GoalServerPorts<Goal, Result, Feedback>) {
    this.#options = options;
    this.#ports = ports;
    this.#schedule = new GoalSchedule(options.policy);
    this.#pace = new StatusPace(ports);
    this.#results = new ResultCache(options, ports, (run) => this.#status.afterwards(run));
    this.#goals = this.#results.goals;
    this.#requests = new ResultRequestWatch(ports);
    this.#status = new StatusPublisher(
      (changed) => this.#pace.publish(goalsToShow(this.#goals.values(), changed)),
      (callback) => this.#pace.defer(callback),
    );
  }

  /** All goals that are remembered, finished ones too, in acceptance order. */
  get goals(): Iterable<ServerGoal<Goal, Result, Feedback>> {
    return this.#goals.values();
  }

  async handleSendGoal(
    request: SendGoal_Request<Goal>,
    client: GoalClient,
    reply: (reply: SendGoal_Response) => void,
  ): Promise<void> {
    const goalId = goalIdOf(request.goal_id.uuid);
    if (this.#isClosed) return;
    if (!this.#goals.reserve(goalId)) {
      this.#ports.logger.debug(`Goal ID is in use, goal rejected: ${goalId}`);
      return reply(REJECTED);
    }
    const candidate: GoalCandidate<Goal> = { goalId, request: request.goal };
    const asking = { client, isLost: false };
    this.#asking.add(asking);
    const decision = await decide(this.#options.goalCallback, candidate, this.#ports);
    this.#asking.delete(asking);
    if (this.#isClosed) return;
    const plan: GoalPlan =
      decision.response === GoalResponse.REJECT
        ? { response: 'reject', reason: decision.reason }
        : planFor(this.#schedule, candidate, this.#ports);
    if (plan.response === 'reject') {
      this.#goals.release(goalId);
      tellRejection(candidate, plan.reason, this.#ports);
      return reply(REJECTED);
    }
    const goal = new ServerGoal<Goal, Result, Feedback>({ ...candidate, client }, this.#ports.stamp(), this);
    goal.isDeferred = decision.response === GoalResponse.DEFER;
    this.#goals.accept(goal);
    reply({ accepted: true, stamp: goal.stamp });
    this.#requests.expect(goal);
    this.#status.changed(goalId);
    this.#schedule.wait(goal);
    if (plan.response === 'execute') this.#admit(goal, plan);
    if (asking.isLost) this.#onClientLost(goal);
  }

  /** The client has left; its goals, and those that it has asked for, are nobody's. */
  handleClientLost({ guidText, participant }: GoalClient): void {
    if (this.#isClosed) return;
    this.#requests.forget(participant);
    for (const asking of this.#asking) if (asking.client.guidText === guidText) asking.isLost = true;
    for (const goal of [...this.#goals.values()]) if (goal.client.guidText === guidText) this.#onClientLost(goal);
  }

  handleGetResult(
    request: GetResult_Request,
    reply: (outcome: GoalOutcome<Result>) => void,
    asker?: GoalClient['participant'],
  ): void {
    const goal = this.#goals.get(goalIdOf(request.goal_id.uuid));
    if (goal === undefined) reply({ status: GoalStatus.UNKNOWN, result: this.#ports.completeResult(undefined) });
    else {
      this.#requests.arrived(goal);
      if (asker !== undefined) goal.followers.add(asker);
      goal.whenSettled((outcome) => {
        this.#results.fetched(goal);
        this.#status.whenPublished([goal.goalId], () => reply(outcome));
      });
    }
  }

  async handleCancelGoal(request: CancelGoal_Request, reply: (reply: CancelGoal_Response) => void): Promise<void> {
    const { goals, returnCode } = selectGoalsToCancel(request.goal_info, this.#goals.values());
    const answers = await Promise.all(goals.map((goal) => this.#askToCancel(goal)));
    const canceling = goals.filter((_goal, index) => answers[index] === CancelAnswer.CANCELING);
    this.#status.whenPublished(
      canceling.map(({ goalId }) => goalId),
      () =>
        reply({
          return_code: cancelReturnCode(returnCode, answers),
          goals_canceling: canceling.map(({ goalInfo }) => goalInfo),
        }),
    );
  }

  execute(
    goal: ServerGoal<Goal, Result, Feedback>,
    callback: ExecuteCallback<Goal, Result, Feedback> = this.#options.executeCallback,
  ): void {
    if (goal.isStarted || !isActiveStatus(goal.status)) {
      throw new IllegalTransitionError(goal.goalId, goal.status, GoalEvent.EXECUTE);
    }
    if (goal.status !== GoalStatus.CANCELING) this.#transition(goal, GoalEvent.EXECUTE);
    this.#schedule.run(goal);
    goal.isStarted = true;
    this.#status.afterwards(() => void this.#run(goal, callback));
  }

  finish(goal: ServerGoal<Goal, Result, Feedback>, event: GoalEvent, given: MessageInput<Result> | undefined): void {
    const result = given === undefined ? undefined : this.#ports.completeResult(given);
    this.#transition(goal, event);
    if (result !== undefined) this.#results.settle(goal, result);
    else if (!goal.isStarted) this.#results.settle(goal, this.#ports.completeResult(undefined));
    if (!goal.isStarted) this.#over(goal);
  }

  publishFeedback(goal: ServerGoal<Goal, Result, Feedback>, feedback: MessageInput<Feedback>): void {
    if (isActiveStatus(goal.status) && !this.#isClosed)
      this.#ports.publishFeedback(goal.goalId, feedback, goal.followers);
  }

  /** What has been decided goes out; then nothing does. Goals that still run learn it by their signal. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const part of [this.#status, this.#pace, this.#results, this.#requests]) part.close();
    for (const goal of this.#goals.values()) {
      if (!isActiveStatus(goal.status)) continue;
      goal.stopReason = GoalStopReason.SERVER_CLOSED;
      goal.abortSignal(GoalStopReason.SERVER_CLOSED);
    }
  }

  /** The policy lets the goal execute: it does once those that it preempts are over. */
  #admit(goal: ServerGoal<Goal, Result, Feedback>, plan: GoalPlan): void {
    for (const other of this.#schedule.find(plan.preempt, goal.goalId)) this.#preempt(other);
    if (this.#schedule.find(plan.preempt, goal.goalId).length > 0 || !this.#schedule.isWaiting(goal)) return;
    this.#schedule.run(goal);
    this.#status.afterwards(() => void this.#handOver(goal));
  }

  #onClientLost(goal: ServerGoal<Goal, Result, Feedback>): void {
    this.#results.orphaned(goal);
    if (!isActiveStatus(goal.status)) return;
    tellClientLost(this.#options.onClientLost, goal.handle, this.#ports);
    if (this.#options.cancelOnClientLost && isCancelable(goal.status)) {
      this.#startCanceling(goal, GoalStopReason.CLIENT_LOST);
    }
  }

  /** Nothing of the goal runs any more: those that wait are asked about again. */
  #over(goal: ServerGoal<Goal, Result, Feedback>): void {
    if (!this.#schedule.remove(goal) || this.#isAdmitting || this.#isClosed) return;
    this.#isAdmitting = true;
    for (const waiting of this.#schedule.waiting) {
      if (!this.#schedule.isWaiting(waiting)) continue;
      const plan = planFor(this.#schedule, waiting, this.#ports);
      if (plan.response === 'execute') this.#admit(waiting, plan);
    }
    this.#isAdmitting = false;
  }

  /** The goal ends here and now, whatever it was doing. */
  #preempt(goal: ServerGoal<Goal, Result, Feedback>): void {
    if (!isActiveStatus(goal.status)) return;
    if (goal.status === GoalStatus.ACCEPTED) this.#transition(goal, GoalEvent.EXECUTE);
    this.#transition(goal, goal.status === GoalStatus.CANCELING ? GoalEvent.CANCELED : GoalEvent.ABORT);
    goal.stopReason = GoalStopReason.PREEMPTED;
    this.#status.afterwards(() => goal.abortSignal(GoalStopReason.PREEMPTED));
    if (!goal.isStarted) this.#endUnstarted(goal);
  }

  #endUnstarted(goal: ServerGoal<Goal, Result, Feedback>): void {
    this.#results.settle(goal, this.#ports.completeResult(undefined));
    this.#over(goal);
  }

  /** The goal is accepted and the client knows: now somebody has to execute it. */
  async #handOver(goal: ServerGoal<Goal, Result, Feedback>): Promise<void> {
    const { handleAcceptedCallback } = this.#options;
    if (this.#isClosed || goal.stopReason === GoalStopReason.PREEMPTED) return;
    try {
      if (handleAcceptedCallback !== undefined) await handleAcceptedCallback(goal.handle);
      else if (!goal.isDeferred && !goal.isStarted && isActiveStatus(goal.status)) this.execute(goal);
    } catch (error) {
      this.#ports.reportError(error, 'handle accepted callback, aborting goal');
      // Nobody else will: a goal that was accepted has to end.
      if (!goal.isStarted && isActiveStatus(goal.status)) this.execute(goal, (handle) => handle.abort());
    }
  }

  async #run(
    goal: ServerGoal<Goal, Result, Feedback>,
    callback: ExecuteCallback<Goal, Result, Feedback>,
  ): Promise<void> {
    if (this.#isClosed) return;
    if (goal.stopReason === GoalStopReason.PREEMPTED) return this.#endUnstarted(goal);
    let result: Result | undefined;
    try {
      const execution = await runExecution(callback, goal.handle);
      result = this.#ports.completeResult(execution.result ?? undefined);
      if (execution.isGenerator && isActiveStatus(goal.status)) this.#transition(goal, GoalEvent.SUCCEED);
    } catch (error) {
      if (goal.status === GoalStatus.CANCELING && goal.isAbortedWith(error)) {
        this.#transition(goal, GoalEvent.CANCELED);
      } else if (!goal.isOfPreemption(error)) {
        this.#ports.logger.error(`Error raised in execute callback: ${describe(error)}`);
      }
    }
    if (isActiveStatus(goal.status)) {
      this.#ports.logger.warn(`Goal state not set, assuming aborted. Goal ID: ${goal.goalId}`);
      this.#transition(goal, GoalEvent.ABORT);
    }
    this.#results.settle(goal, result ?? this.#ports.completeResult(undefined));
    this.#over(goal);
  }

  async #askToCancel(goal: ServerGoal<Goal, Result, Feedback>): Promise<CancelAnswer> {
    if (!(await mayCancel(this.#options.cancelCallback, goal.handle, this.#ports))) return CancelAnswer.REFUSED;
    if (goal.status === GoalStatus.CANCELING) return CancelAnswer.CANCELING; // another request was faster
    if (this.#isClosed || !isCancelable(goal.status)) return CancelAnswer.TERMINATED;
    this.#startCanceling(goal, GoalStopReason.CANCEL_REQUESTED);
    return CancelAnswer.CANCELING;
  }

  #startCanceling(goal: ServerGoal<Goal, Result, Feedback>, reason: GoalStopReason): void {
    this.#transition(goal, GoalEvent.CANCEL_GOAL);
    goal.stopReason = reason;
    this.#status.afterwards(() => {
      goal.abortSignal(reason);
      // Nobody has it yet: it need not wait for its turn to end.
      if (!this.#schedule.isWaiting(goal) || goal.status !== GoalStatus.CANCELING) return;
      this.#transition(goal, GoalEvent.CANCELED);
      this.#endUnstarted(goal);
    });
  }

  #transition(goal: ServerGoal<Goal, Result, Feedback>, event: GoalEvent): void {
    const next = nextGoalStatus(goal.status, event);
    if (next === GoalStatus.UNKNOWN) throw new IllegalTransitionError(goal.goalId, goal.status, event);
    this.#status.beforeChange(goal.goalId);
    goal.status = next;
    this.#status.changed(goal.goalId);
    if (!isActiveStatus(next)) this.#requests.expect(goal);
  }
}
