import type { GoalInfo, Time } from '@rclts/idl';
import { goalIdBytes, type GoalId } from '../goal-id.js';
import type { GoalOutcome } from '../goal-outcome.js';
import { GoalStatus } from '../goal-status.js';
import { GoalStopReason } from '../goal-stop-reason.js';
import { GoalStoppedError, IllegalTransitionError } from '../errors.js';
import type { GoalClient } from './goal-client.js';
import { type GoalOwner, ServerGoalHandle } from './server-goal-handle.js';

/** All that a server keeps of one goal: one record instead of a dictionary per property. */
export class ServerGoal<Goal, Result, Feedback> {
  readonly goalId: GoalId;
  /** When it was accepted; the same in the SendGoal reply, the status topic and cancel requests. */
  readonly stamp: Time;
  /** action_msgs/msg/GoalInfo, made once: every status sample holds it. */
  readonly goalInfo: GoalInfo;
  readonly request: Goal;
  readonly client: GoalClient;
  /** Where its client is, and whoever has asked for its result. */
  readonly followers: Set<GoalClient['participant']>;
  readonly handle: ServerGoalHandle<Goal, Result, Feedback>;
  /** Changed by GoalServer alone, as the state machine says. */
  status: GoalStatus = GoalStatus.ACCEPTED;
  /** The goal callback accepted it without asking for its execution. */
  isDeferred = false;
  /** `execute()` was called. */
  isStarted = false;
  /** Somebody has asked for its result. */
  isAskedFor = false;
  /** Somebody has got its result. */
  isFetched = false;
  /** Its client has left. */
  isOrphan = false;
  /** Why its work is to stop; the last reason, where there are several. */
  stopReason: GoalStopReason | undefined;
  #outcome: GoalOutcome<Result> | undefined;
  #waiting: ((outcome: GoalOutcome<Result>) => void)[] = [];
  #controller: AbortController | undefined;
  #signalReason: GoalStopReason | undefined;

  constructor(
    { goalId, request, client }: { readonly goalId: GoalId; readonly request: Goal; readonly client: GoalClient },
    stamp: Time,
    owner: GoalOwner<Goal, Result, Feedback>,
  ) {
    this.goalId = goalId;
    this.client = client;
    this.followers = new Set([client.participant]);
    this.stamp = stamp;
    this.goalInfo = { goal_id: { uuid: goalIdBytes(goalId) }, stamp };
    this.request = request;
    this.handle = new ServerGoalHandle(this, owner);
  }

  get isSettled(): boolean {
    return this.#outcome !== undefined;
  }

  /** Calls back with the outcome, when there is one. */
  whenSettled(run: (outcome: GoalOutcome<Result>) => void): void {
    if (this.#outcome === undefined) this.#waiting.push(run);
    else run(this.#outcome);
  }

  /** The result is known, and the status is terminal. The first one counts; true: it was this one. */
  settle(result: Result): boolean {
    if (this.#outcome !== undefined) return false;
    this.#outcome = { status: this.status, result };
    for (const run of this.#waiting) run(this.#outcome);
    this.#waiting = [];
    return true;
  }

  /** Made when it is first asked for: most goals never look. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    this.#applyStop();
    return this.#controller.signal;
  }

  /** The work is to stop, and its `stopReason` has told so since its status did. Only the first reason reaches the signal. */
  abortSignal(reason: GoalStopReason): void {
    this.#signalReason ??= reason;
    this.#applyStop();
  }

  /** Whether what an execute callback threw is the signal's doing: the signal's reason, or an AbortError because of it. */
  isAbortedWith(error: unknown): boolean {
    if (this.#signalReason === undefined || typeof error !== 'object' || error === null) return false;
    return error === this.#controller?.signal.reason || ('name' in error && error.name === 'AbortError');
  }

  /** A callback that tries to end a goal which was ended over its head, or that its signal stopped, has done nothing wrong. */
  isOfPreemption(error: unknown): boolean {
    if (this.stopReason !== GoalStopReason.PREEMPTED) return false;
    return this.isAbortedWith(error) || (error instanceof IllegalTransitionError && error.goalId === this.goalId);
  }

  #applyStop(): void {
    if (this.#controller === undefined || this.#signalReason === undefined || this.#controller.signal.aborted) return;
    this.#controller.abort(new GoalStoppedError(this.goalId, this.#signalReason));
  }
}
