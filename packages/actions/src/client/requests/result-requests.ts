import { ServerLostError } from '../../errors.js';
import { goalIdBytes } from '../../goal-id.js';
import type { GoalOutcome } from '../../goal-outcome.js';
import { GoalStatus, isTerminalStatus } from '../../goal-status.js';
import { limits } from '../../limits.js';
import type { ServerParticipant } from '../action-servers.js';
import type { ClientGoal } from '../client-goal.js';
import type { ClientGoals } from '../client-goals.js';
import type { GoalClientPorts } from '../goal-client-ports.js';
import type { ClientLifetime } from './client-lifetime.js';
import { patienceFor, serverOf, serversToAsk } from './goal-servers.js';
import { checkTimeout, Pending, type WaitOptions } from './pending.js';
import { ResultQuestion } from './result-question.js';
import type { ServerWaits } from './server-waits.js';

type Ports<Result> = Pick<
  GoalClientPorts<never, Result>,
  'servers' | 'resultServers' | 'callGetResult' | 'schedule' | 'serverLostWaitMs'
>;

/** How a client's goals end. However many ask, the server is asked once. */
export class ResultRequests<Result, Feedback> {
  readonly #ports: Ports<Result>;
  readonly #waits: ServerWaits;
  readonly #lifetime: ClientLifetime;
  readonly #goals: ClientGoals<Result, Feedback>;

  constructor(
    ports: Ports<Result>,
    goals: ClientGoals<Result, Feedback>,
    waits: ServerWaits,
    lifetime: ClientLifetime,
  ) {
    this.#ports = ports;
    this.#goals = goals;
    this.#waits = waits;
    this.#lifetime = lifetime;
  }

  /** One caller's patience ends that caller's promise only: the question stays, for others and for later. */
  get(
    goal: ClientGoal<Result, Feedback>,
    { timeoutMs = Infinity, signal }: WaitOptions = {},
  ): Promise<GoalOutcome<Result>> {
    checkTimeout(timeoutMs);
    const isImpatient = timeoutMs !== Infinity || signal !== undefined;
    if (!isImpatient) return this.#ask(goal);
    const pending = new Pending<GoalOutcome<Result>>();
    pending.rejectOn(signal);
    if (pending.isSettled) return pending.promise;
    this.#ask(goal).then(
      (outcome) => pending.resolve(outcome),
      (error: unknown) => pending.reject(error),
    );
    pending.rejectAfter(timeoutMs, this.#ports.schedule, () =>
      this.#lifetime.timeoutError(goal.goalId, 'No result', timeoutMs),
    );
    return pending.promise;
  }

  /** Servers have come or gone: somebody wants the result, and nobody is being asked. */
  askAgain(goal: ClientGoal<Result, Feedback>): void {
    if (goal.isResultWanted && goal.result === undefined && this.#servers(goal).length > 0) void this.#ask(goal);
  }

  #ask(goal: ClientGoal<Result, Feedback>): Promise<GoalOutcome<Result>> {
    if (goal.result !== undefined) return goal.result.promise;
    const pending = new Pending<GoalOutcome<Result>>();
    goal.result = pending;
    goal.isResultWanted = true;
    const isServerThere = !goal.isServerMet || serverOf(goal, this.#ports.resultServers()) !== undefined;
    if (!this.#lifetime.isClosed) this.#goals.remember(goal, isServerThere);
    void this.#settle(goal, pending);
    return pending.promise;
  }

  async #settle(goal: ClientGoal<Result, Feedback>, pending: Pending<GoalOutcome<Result>>): Promise<void> {
    const questions = new Set<ResultQuestion<Result>>();
    goal.expectResult = () => questions.forEach((question) => question.expect());
    try {
      if (this.#lifetime.isClosed) throw this.#lifetime.closedError();
      const outcome = await this.#waits.ask({
        goalId: goal.goalId,
        waitMs: () => patienceFor(goal, this.#ports.serverLostWaitMs),
        choose: () => this.#servers(goal),
        call: (server) => this.#askServer(goal, server, questions),
        isFinal: (answer, { guidPrefix }) => isItsOutcome(goal, answer, guidPrefix.text),
        // Nobody knows the goal, of all that could be asked; one that was started anew in its server's place cannot know.
        conclude: ([unknown]) => (goal.serverKey === undefined ? unknown : undefined),
        asker: pending,
      });
      const deliver = (): void => {
        goal.updateStatus(outcome.status);
        goal.outcome = outcome;
        this.#goals.forget(goal);
        // Nobody knew it of those that were there then. Who asks later may ask a server that came since.
        if (goal.serverKey === undefined) goal.result = undefined;
        pending.resolve(outcome);
        goal.tellNow((listener) => listener.onResult?.(outcome));
      };
      if (goal.events.isFinished) deliver();
      else goal.events.finish(deliver);
    } catch (error) {
      goal.result = undefined; // asking again is allowed
      const reason = this.#lifetime.explain(error, goal.goalId);
      pending.reject(reason);
      if (reason instanceof ServerLostError) return;
      goal.tellNow((listener) => listener.onFailed?.(reason));
      if (isTerminalStatus(goal.status)) this.#goals.forgetLater(goal, limits.finishedGoalLingerMs);
    } finally {
      if (goal.result === undefined || goal.result === pending) goal.expectResult = undefined;
    }
  }

  /** Whom to ask: the goal's server; while it is not there, another that might be it, started anew. */
  #servers(goal: ClientGoal<Result, Feedback>): readonly ServerParticipant[] {
    const own = serversToAsk(goal, this.#ports.resultServers());
    if (own.length > 0 || goal.serverKey === undefined) return own;
    return this.#ports.servers.available.filter((server) => !goal.notAt.has(server.guidPrefix.text)).slice(0, 1);
  }

  async #askServer(
    goal: ClientGoal<Result, Feedback>,
    server: ServerParticipant,
    questions: Set<ResultQuestion<Result>>,
  ): Promise<GoalOutcome<Result>> {
    const question = this.#question(goal, server);
    questions.add(question);
    if (isTerminalStatus(goal.status)) question.expect();
    try {
      return await question.answer;
    } finally {
      questions.delete(question);
    }
  }

  #question(goal: ClientGoal<Result, Feedback>, server: ServerParticipant): ResultQuestion<Result> {
    const { goalId } = goal;
    return new ResultQuestion(
      (signal) =>
        this.#ports
          .callGetResult({ goal_id: { uuid: goalIdBytes(goalId) } }, server, signal)
          .catch((error: unknown) => {
            throw this.#lifetime.explain(error, goalId);
          }),
      this.#ports.schedule,
      (ms) => this.#lifetime.timeoutError(goalId, 'It is over, and its server has not told its result', ms),
    );
  }
}

/**
 * Whether this is how the goal ended, as the server with this key knows. UNKNOWN counts from the goal's own server only: it does
 * not know the goal any more.
 */
function isItsOutcome<Result, Feedback>(
  goal: ClientGoal<Result, Feedback>,
  { status }: GoalOutcome<Result>,
  key: string,
): boolean {
  if (status !== GoalStatus.UNKNOWN) {
    goal.serverKey ??= key;
    return true;
  }
  if (key === goal.serverKey) return true;
  goal.notAt.add(key);
  return false;
}
