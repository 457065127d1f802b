/*
 * What an action server does, without the wires: three requests in, replies, status samples and feedback out, user
 * callbacks in between. Time, turns of the loop and topics come through `GoalServerPorts`; ActionServer plugs them into a
 * node. No promise in here rejects, whatever a user's callback does.
 */
import type {
  CancelGoal_Request,
  CancelGoal_Response,
  GetResult_Request,
  GoalInfo,
  MessageInput,
  SendGoal_Request,
  SendGoal_Response,
  Time,
} from '@rclts/idl';
import { CancelAnswer, cancelReturnCode, isCancelable, selectGoalsToCancel } from '../cancel-policy.js';
import { IllegalTransitionError } from '../errors.js';
import { type GoalId, goalIdOf } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { GoalRegistry } from '../goal-registry.js';
import { GoalEvent, nextGoalStatus } from '../goal-state-machine.js';
import { GoalStatus, isActiveStatus, isTerminalStatus } from '../goal-status.js';
import { limits } from '../limits.js';
import { GoalStopReason } from '../goal-stop-reason.js';
import { CancelResponse, type GoalDecision, GoalResponse } from '../responses.js';
import { type ExecuteCallback, runExecution } from './execution.js';
import type { GoalClient } from './goal-client.js';
import type { GoalCandidate, GoalPlan, GoalPolicy } from './goal-policy.js';
import { GoalSchedule } from './goal-schedule.js';
import { ServerGoal } from './server-goal.js';
import type { GoalOwner, ServerGoalHandle } from './server-goal-handle.js';
import { StatusPublisher } from './status-publisher.js';
import { goalsToShow } from './status-selection.js';

/** What the server needs of the world. */
export interface GoalServerPorts<Goal, Result, Feedback> {
  /** Monotonic milliseconds. */
  now(): number;
  /** The time of day. */
  stamp(): Time;
  /** Calls back after `delayMs`; what it returns takes that back. */
  schedule(delayMs: number, callback: () => void): () => void;
  /** Calls back in the next macrotask. */
  defer(callback: () => void): void;
  publishStatus(goals: Iterable<GoalState>): void;
  /** Throws for feedback that does not fit its definition. */
  publishFeedback(
    goalId: GoalId,
    feedback: MessageInput<Feedback>,
    followers: ReadonlySet<GoalClient['participant']>,
  ): void;
  /** A complete message of what the user gave; nothing given: the defaults. Throws errors that name the field. */
  completeResult(result: MessageInput<Result> | undefined): Result;
  readonly logger: {
    debug(text: string): void;
    info(text: string): void;
    warn(text: string): void;
    error(text: string): void;
  };
  /** Octets of a result; asked for only where there is a budget. */
  sizeOfResult(result: Result): number;
  /** The server has refused a goal. */
  goalRejected(rejection: GoalRejection<Goal>): void;
  /** A callback that decides something threw. */
  reportError(error: unknown, origin: string): void;
}

/** A goal that a server has refused. */
export interface GoalRejection<Goal> extends GoalCandidate<Goal> {
  /** What the goal callback or the policy gave; empty: nothing. */
  readonly reason: string;
}

/** action_msgs/msg/GoalStatus, but for names. */
export interface GoalState {
  readonly goalInfo: GoalInfo;
  readonly status: GoalStatus;
}

/** What a user decides; see ActionServerOptions for the words. */
export interface GoalServerOptions<Goal, Result, Feedback> {
  readonly executeCallback: ExecuteCallback<Goal, Result, Feedback>;
  readonly goalCallback: (
    goal: Goal,
    info: { readonly goalId: GoalId },
  ) => GoalResponse | GoalDecision | Promise<GoalResponse | GoalDecision>;
  readonly handleAcceptedCallback:
    ((goalHandle: ServerGoalHandle<Goal, Result, Feedback>) => void | Promise<void>) | undefined;
  readonly cancelCallback: (
    goalHandle: ServerGoalHandle<Goal, Result, Feedback>,
  ) => CancelResponse | Promise<CancelResponse>;
  readonly policy: GoalPolicy<Goal>;
  readonly onClientLost: ((goalHandle: ServerGoalHandle<Goal, Result, Feedback>) => void | Promise<void>) | undefined;
  readonly cancelOnClientLost: boolean;
  readonly resultTimeoutMs: number;
  readonly keepResultUntilFetched: boolean;
  readonly maxCachedResultBytes: number;
}

/** What one goal takes in a status sample. */
const STATUS_BYTES = 28;
/** Below this, waiting saves nothing that anybody would notice. */
const MIN_STATUS_WAIT_MS = 2;

const REJECTED: SendGoal_Response = { accepted: false, stamp: { sec: 0, nanosec: 0 } };

export class GoalServer<Goal, Result, Feedback> implements GoalOwner<Goal, Result, Feedback> {
  readonly #options: GoalServerOptions<Goal, Result, Feedback>;
  readonly #ports: GoalServerPorts<Goal, Result, Feedback>;
  readonly #goals: GoalRegistry<ServerGoal<Goal, Result, Feedback>>;
  readonly #schedule: GoalSchedule<Goal, ServerGoal<Goal, Result, Feedback>>;
  readonly #status: StatusPublisher;
  /** Whose goals are being decided on. */
  readonly #asking = new Set<{ readonly client: GoalClient; isLost: boolean }>();
  #isAdmitting = false;
  /** When the wire has room for another status sample. */
  #statusNotBefore = 0;
  #cancelStatus: (() => void) | undefined;
  #cancelExpiry: (() => void) | undefined;
  #isClosed = false;

  constructor(options: GoalServerOptions<Goal, Result, Feedback>, ports: GoalServerPorts<Goal, Result, Feedback>) {
    this.#options = options;
    this.#ports = ports;
    this.#goals = new GoalRegistry(options.resultTimeoutMs);
    this.#schedule = new GoalSchedule(options.policy);
    this.#status = new StatusPublisher(
      (changed) => this.#publishStatus(goalsToShow(this.#goals.values(), changed)),
      (callback) => this.#deferStatus(callback),
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
    const decision = await this.#decide(candidate);
    this.#asking.delete(asking);
    if (this.#isClosed) return;
    const isRejected = decision.response === GoalResponse.REJECT;
    const plan: GoalPlan = isRejected ? { response: 'reject', reason: decision.reason } : this.#plan(candidate);
    if (plan.response === 'reject') {
      this.#goals.release(goalId);
      this.#tellRejection(candidate, plan.reason);
      return reply(REJECTED);
    }
    const goal = new ServerGoal<Goal, Result, Feedback>({ ...candidate, client }, this.#ports.stamp(), this);
    goal.isDeferred = decision.response === GoalResponse.DEFER;
    this.#goals.accept(goal);
    reply({ accepted: true, stamp: goal.stamp });
    this.#status.changed(goalId);
    this.#schedule.wait(goal);
    if (plan.response === 'execute') this.#admit(goal, plan);
    if (asking.isLost) this.#onClientLost(goal);
  }

  /** The client has left; its goals, and those that it has asked for, are nobody's. */
  handleClientLost({ guidText }: GoalClient): void {
    if (this.#isClosed) return;
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
      if (asker !== undefined) goal.followers.add(asker);
      goal.whenSettled((outcome) => {
        this.#fetched(goal);
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
    if (result !== undefined) this.#settle(goal, result);
    else if (!goal.isStarted) this.#settle(goal, this.#ports.completeResult(undefined));
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
    this.#status.close();
    this.#cancelStatus?.();
    this.#cancelExpiry?.();
    for (const goal of this.#goals.values()) {
      if (isActiveStatus(goal.status)) goal.abortSignal(GoalStopReason.SERVER_CLOSED);
    }
  }

  async #decide({ goalId, request }: GoalCandidate<Goal>): Promise<GoalDecision> {
    try {
      const answer = await this.#options.goalCallback(request, { goalId });
      const decision = typeof answer === 'object' ? answer : { response: answer };
      if (Object.values(GoalResponse).includes(decision.response)) return decision;
      this.#ports.logger.warn('Goal request callback did not return a GoalResponse type. Rejecting goal.');
    } catch (error) {
      this.#ports.reportError(error, 'goal callback, rejecting goal');
    }
    return { response: GoalResponse.REJECT };
  }

  #plan(candidate: GoalCandidate<Goal>): GoalPlan {
    try {
      return this.#schedule.plan(candidate);
    } catch (error) {
      this.#ports.reportError(error, 'goal policy, rejecting goal');
      return { response: 'reject' };
    }
  }

  #tellRejection(candidate: GoalCandidate<Goal>, reason = ''): void {
    if (reason !== '') this.#ports.logger.info(`Goal rejected: ${reason}. Goal ID: ${candidate.goalId}`);
    this.#ports.goalRejected({ ...candidate, reason });
  }

  /** The policy lets the goal execute: it does once those that it preempts are over. */
  #admit(goal: ServerGoal<Goal, Result, Feedback>, plan: GoalPlan): void {
    for (const other of this.#schedule.find(plan.preempt, goal.goalId)) this.#preempt(other);
    if (this.#schedule.find(plan.preempt, goal.goalId).length > 0 || !this.#schedule.isWaiting(goal)) return;
    this.#schedule.run(goal);
    this.#status.afterwards(() => void this.#handOver(goal));
  }

  #onClientLost(goal: ServerGoal<Goal, Result, Feedback>): void {
    goal.isOrphan = true;
    if (goal.isSettled && this.#options.keepResultUntilFetched) this.#startExpiry(goal);
    if (!isActiveStatus(goal.status)) return;
    const failed = (error: unknown): void => this.#ports.reportError(error, 'onClientLost');
    try {
      Promise.resolve(this.#options.onClientLost?.(goal.handle)).catch(failed);
    } catch (error) {
      failed(error);
    }
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
      const plan = this.#plan(waiting);
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
    this.#settle(goal, this.#ports.completeResult(undefined));
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
      } else if (!this.#isOfPreemption(goal, error)) {
        this.#ports.logger.error(`Error raised in execute callback: ${describe(error)}`);
      }
    }
    if (isActiveStatus(goal.status)) {
      this.#ports.logger.warn(`Goal state not set, assuming aborted. Goal ID: ${goal.goalId}`);
      this.#transition(goal, GoalEvent.ABORT);
    }
    this.#settle(goal, result ?? this.#ports.completeResult(undefined));
    this.#over(goal);
  }

  /** A callback that tries to end a goal which was ended over its head, or that its signal stopped, has done nothing wrong. */
  #isOfPreemption(goal: ServerGoal<Goal, Result, Feedback>, error: unknown): boolean {
    if (goal.stopReason !== GoalStopReason.PREEMPTED) return false;
    return goal.isAbortedWith(error) || (error instanceof IllegalTransitionError && error.goalId === goal.goalId);
  }

  async #askToCancel(goal: ServerGoal<Goal, Result, Feedback>): Promise<CancelAnswer> {
    let response: unknown;
    try {
      response = await this.#options.cancelCallback(goal.handle);
    } catch (error) {
      this.#ports.reportError(error, 'cancel callback, rejecting cancel request');
    }
    if (response !== CancelResponse.ACCEPT) return CancelAnswer.REFUSED;
    if (goal.status === GoalStatus.CANCELING) return CancelAnswer.CANCELING; // another request was faster
    if (this.#isClosed || !isCancelable(goal.status)) return CancelAnswer.TERMINATED;
    this.#startCanceling(goal, GoalStopReason.CANCEL_REQUESTED);
    return CancelAnswer.CANCELING;
  }

  #startCanceling(goal: ServerGoal<Goal, Result, Feedback>, reason: GoalStopReason): void {
    this.#transition(goal, GoalEvent.CANCEL_GOAL);
    this.#status.afterwards(() => {
      goal.abortSignal(reason);
      // Nobody has it yet: it need not wait for its turn to end.
      if (!this.#schedule.isWaiting(goal) || goal.status !== GoalStatus.CANCELING) return;
      this.#transition(goal, GoalEvent.CANCELED);
      this.#endUnstarted(goal);
    });
  }

  #publishStatus(goals: readonly GoalState[]): void {
    this.#statusNotBefore = this.#ports.now() + (goals.length * STATUS_BYTES) / limits.statusBytesPerMs;
    this.#ports.publishStatus(goals);
  }

  /** The next turn of the loop; later where the last sample was so large that samples of every turn would fill the wire. */
  #deferStatus(callback: () => void): void {
    const waitMs = this.#statusNotBefore - this.#ports.now();
    if (waitMs < MIN_STATUS_WAIT_MS) this.#ports.defer(callback);
    else this.#cancelStatus = this.#ports.schedule(waitMs, callback);
  }

  #transition(goal: ServerGoal<Goal, Result, Feedback>, event: GoalEvent): void {
    const next = nextGoalStatus(goal.status, event);
    if (next === GoalStatus.UNKNOWN) throw new IllegalTransitionError(goal.goalId, goal.status, event);
    this.#status.beforeChange(goal.goalId);
    goal.status = next;
    this.#status.changed(goal.goalId);
  }

  #settle(goal: ServerGoal<Goal, Result, Feedback>, result: Result): void {
    if (!isTerminalStatus(goal.status) || !goal.settle(result)) return;
    const { keepResultUntilFetched, maxCachedResultBytes } = this.#options;
    if (!keepResultUntilFetched || goal.isFetched || goal.isOrphan) this.#startExpiry(goal);
    if (maxCachedResultBytes === Infinity) return;
    this.#goals.keepResult(goal.goalId, this.#ports.sizeOfResult(result));
    // Not before its last state is in the status topic.
    this.#status.afterwards(() => void this.#goals.evict(maxCachedResultBytes));
  }

  #fetched(goal: ServerGoal<Goal, Result, Feedback>): void {
    goal.isFetched = true;
    if (this.#options.keepResultUntilFetched && goal.isSettled) this.#startExpiry(goal);
  }

  #startExpiry(goal: ServerGoal<Goal, Result, Feedback>): void {
    this.#goals.finished(goal.goalId, this.#ports.now());
    this.#armExpiry();
  }

  #armExpiry(): void {
    const next = this.#goals.nextExpiry();
    if (this.#isClosed || this.#cancelExpiry !== undefined || next === Infinity) return;
    this.#cancelExpiry = this.#ports.schedule(Math.max(0, next - this.#ports.now()), () => {
      this.#cancelExpiry = undefined;
      this.#goals.expire(this.#ports.now());
      this.#armExpiry();
    });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
