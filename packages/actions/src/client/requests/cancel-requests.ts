import type { CancelGoal_Response, Time } from '@rclts/idl';
import { ActionError, ActionErrorCode } from '../../errors.js';
import { goalIdBytes } from '../../goal-id.js';
import type { ServerParticipant } from '../action-servers.js';
import type { ClientGoal } from '../client-goal.js';
import type { GoalClientPorts, WireGoalId } from '../goal-client-ports.js';
import { answersOf, knowsGoal, mergeCancelAnswers } from './cancel-answers.js';
import type { ClientLifetime } from './client-lifetime.js';
import { patienceFor, serversToAsk } from './goal-servers.js';
import { checkTimeout, Pending, type WaitOptions } from './pending.js';
import type { ServerWaits } from './server-waits.js';

const ANY_GOAL = new Uint8Array(16);
const ANY_TIME: Time = { sec: 0, nanosec: 0 };

type Ports = Pick<
  GoalClientPorts<never, never>,
  'servers' | 'cancelServers' | 'callCancelGoal' | 'schedule' | 'serverLostWaitMs'
>;
type AnyGoal = Pick<ClientGoal<unknown, unknown>, 'goalId' | 'serverKey' | 'isServerMet' | 'releaseSignal'>;
type WireCancelRequest = { readonly goal_info: { readonly goal_id: WireGoalId; readonly stamp: Time } };

/** What a client asks servers to cancel. */
export class CancelRequests {
  readonly #ports: Ports;
  readonly #waits: ServerWaits;
  readonly #lifetime: ClientLifetime;

  constructor(ports: Ports, waits: ServerWaits, lifetime: ClientLifetime) {
    this.#ports = ports;
    this.#waits = waits;
    this.#lifetime = lifetime;
  }

  /** One goal. A caller that waits no longer takes back a request that was not sent yet, and no other. */
  cancel(goal: AnyGoal, options: WaitOptions = {}): Promise<CancelGoal_Response> {
    const { pending, signal } = this.#open(goal.goalId, options);
    if (pending.isSettled) return pending.promise;
    const goal_info = { goal_id: { uuid: goalIdBytes(goal.goalId) }, stamp: ANY_TIME };
    const answer = this.#waits.ask({
      goalId: goal.goalId,
      waitMs: () => patienceFor(goal, this.#ports.serverLostWaitMs),
      choose: () => serversToAsk(goal, this.#ports.cancelServers()),
      call: (server) => this.#call(server, { goal_info }, goal.goalId, signal),
      isFinal: knowsGoal,
      conclude: (answers) => (answers.length > 0 ? mergeCancelAnswers(answers) : undefined),
      asker: pending,
    });
    return this.#settle(pending, answer, goal.goalId);
  }

  /** All goals of all servers of the name, or all that were accepted up to a stamp. */
  cancelAll(stamp: Time = ANY_TIME, options: WaitOptions = {}): Promise<CancelGoal_Response> {
    const { pending, signal } = this.#open(undefined, options);
    if (pending.isSettled) return pending.promise;
    const servers = this.#ports.cancelServers();
    if (servers.length === 0) {
      const text = `No server of action ${this.#lifetime.actionName} (endpoints: ${this.#ports.servers.describe()})`;
      pending.reject(new ActionError(ActionErrorCode.SERVER_UNAVAILABLE, text));
      return pending.promise;
    }
    const goal_info = { goal_id: { uuid: ANY_GOAL }, stamp };
    const calls = servers.map((server) => this.#call(server, { goal_info }, 'any', signal));
    return this.#settle(pending, answersOf(calls), 'any');
  }

  /** Cancels the goal when the signal is aborted, until the goal is forgotten. */
  cancelOnAbort(goal: AnyGoal, signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const onAbort = (): void => void this.cancel(goal);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const release = goal.releaseSignal;
    goal.releaseSignal = () => {
      signal.removeEventListener('abort', onAbort);
      release?.();
    };
  }

  #open(
    goalId: string | undefined,
    { timeoutMs = Infinity, signal }: WaitOptions,
  ): { readonly pending: Pending<CancelGoal_Response>; readonly signal: AbortSignal | undefined } {
    checkTimeout(timeoutMs);
    const pending = new Pending<CancelGoal_Response>();
    if (this.#lifetime.isClosed) pending.reject(this.#lifetime.closedError());
    pending.rejectOn(signal);
    pending.rejectAfter(timeoutMs, this.#ports.schedule, () =>
      this.#lifetime.timeoutError(goalId, 'No answer to the cancel request', timeoutMs),
    );
    if (pending.isSettled || (timeoutMs === Infinity && signal === undefined)) return { pending, signal: undefined };
    const controller = new AbortController(); // so that the service client does not wait for ever
    pending.whenSettled(() => controller.abort());
    return { pending, signal: controller.signal };
  }

  #settle(
    pending: Pending<CancelGoal_Response>,
    answer: Promise<CancelGoal_Response>,
    goalId: string,
  ): Promise<CancelGoal_Response> {
    answer.then(
      (response) => pending.resolve(response),
      (error: unknown) => pending.reject(this.#lifetime.explain(error, goalId)),
    );
    return pending.promise;
  }

  #call(
    server: ServerParticipant,
    request: WireCancelRequest,
    goalId: string,
    signal: AbortSignal | undefined,
  ): Promise<CancelGoal_Response> {
    return this.#ports.callCancelGoal(request, server, signal).catch((error: unknown) => {
      throw this.#lifetime.explain(error, goalId);
    });
  }
}
