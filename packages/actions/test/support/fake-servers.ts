import type { CancelGoal_Response, MessageInput, Time } from '@rclts/idl';
import { ActionServers, type ServerParticipant } from '../../src/client/action-servers.js';
import { GoalClient } from '../../src/client/goal-client.js';
import type { GoalOutcome } from '../../src/goal-outcome.js';
import { type GoalId, goalIdBytes, goalIdOf } from '../../src/goal-id.js';
import { GoalStatus } from '../../src/goal-status.js';
import { type Feedback, type Goal, idOf, type Result } from './fake-world.js';

/** A call that a test answers: like a service's, it rejects when its server goes. */
export interface Call<Response> {
  readonly service: 'send_goal' | 'get_result' | 'cancel_goal';
  readonly id: GoalId;
  readonly server: ServerParticipant;
  readonly goal?: Goal;
  /** Of a cancel request. */
  readonly stamp?: Time;
  /** Aborted: nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  answer(response: Response): void;
  fail(code: string): void;
}

export const participant = (name: string): ServerParticipant =>
  ({ guidPrefix: { text: name } }) as unknown as ServerParticipant;

/** One kind of endpoint of all servers. */
class Side {
  readonly list: ServerParticipant[] = [];
  readonly #listeners = new Set<() => void>();

  get servers(): readonly ServerParticipant[] {
    return this.list;
  }
  get publishers(): readonly ServerParticipant[] {
    return this.list;
  }
  onAvailabilityChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  onMatchedChanged(listener: () => void): () => void {
    return this.onAvailabilityChanged(listener);
  }
  get listeners(): number {
    return this.#listeners.size;
  }
  add(server: ServerParticipant): void {
    this.list.push(server);
    for (const listener of this.#listeners) listener();
  }
  remove(server: ServerParticipant): void {
    this.list.splice(this.list.indexOf(server), 1);
    for (const listener of this.#listeners) listener();
  }
}

/** A goal client in a world without wires: servers that come and go by hand, calls that the test answers, virtual time. */
export function clientInFakeWorld({ serverLostWaitMs = 0 } = {}) {
  const sides = Array.from({ length: 5 }, () => new Side());
  const calls: Call<never>[] = [];
  const errors: string[] = [];
  const timers = new Set<{ at: number; callback: () => void }>();
  let now = 0;
  let deferred: (() => void)[] = [];
  let ids = 100;

  function call<Response>(
    service: Call<Response>['service'],
    id: GoalId,
    server: ServerParticipant,
    more: Partial<Call<Response>> = {},
  ) {
    return new Promise<Response>((resolve, reject) => {
      const entry: Call<Response> = {
        service,
        id,
        server,
        ...more,
        answer: resolve,
        fail: (code) => {
          const error = Object.assign(new Error(code), { code });
          Object.defineProperty(error, Symbol.for('rclts.error'), { value: true });
          reject(error);
        },
      };
      calls.push(entry as Call<never>);
    });
  }
  const idFrom = (message: { readonly uuid: Uint8Array }): GoalId => goalIdOf(message.uuid);
  const [sendGoal, cancelGoal, getResult, feedback, status] = sides as [Side, Side, Side, Side, Side];
  const servers: ActionServers = new ActionServers([sendGoal, cancelGoal, getResult], [feedback, status], () =>
    client.handleServersChanged(),
  );
  const client: GoalClient<Goal, Result, Feedback> = new GoalClient<Goal, Result, Feedback>({
    actionName: '/fibonacci',
    servers,
    serverLostWaitMs,
    statusServers: () => status.servers,
    resultServers: () => getResult.servers,
    cancelServers: () => cancelGoal.servers,
    callSendGoal: (request, server) => call('send_goal', idFrom(request.goal_id), server, { goal: request.goal }),
    callGetResult: (request, server, signal) =>
      call<GoalOutcome<Result>>('get_result', idFrom(request.goal_id), server, { signal }),
    callCancelGoal: (request, server, signal) =>
      call<CancelGoal_Response>('cancel_goal', idFrom(request.goal_info.goal_id), server, {
        stamp: request.goal_info.stamp,
        signal,
      }),
    completeGoal: (goal: MessageInput<Goal>) => {
      for (const key of Object.keys(goal)) if (key !== 'order') throw new TypeError(`goal.${key}`);
      return { order: goal.order ?? 0 };
    },
    newGoalId: () => idOf(ids++),
    schedule: (delayMs, callback) => {
      const timer = { at: now + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    defer: (callback) => deferred.push(callback),
    reportError: (error, origin) => errors.push(`${origin}: ${String(error)}`),
  });

  const microtasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  return {
    client,
    servers,
    sides,
    calls,
    errors,
    timers,
    microtasks,
    /** One macrotask: promises settle, what was deferred runs, promises settle. */
    async turn(): Promise<void> {
      await microtasks();
      for (const callback of deferred.splice(0)) callback();
      deferred = [];
      await microtasks();
    },
    async elapse(ms: number): Promise<void> {
      now += ms;
      for (const timer of [...timers]) {
        if (timer.at > now || !timers.delete(timer)) continue;
        timer.callback();
      }
      await microtasks();
    },
    appear(server: ServerParticipant): void {
      for (const side of sides) side.add(server);
    },
    /** As node does it: the calls to it reject, and then it is gone. */
    disappear(server: ServerParticipant): void {
      for (const entry of calls) if (entry.server === server) entry.fail('ERR_NODE_SERVER_LOST');
      for (const side of sides) side.remove(server);
    },
    /** The last call of a service. */
    last<Response>(service: Call<Response>['service']): Call<Response> {
      const entry = calls.filter((candidate) => candidate.service === service).at(-1);
      if (entry === undefined) throw new Error(`nobody has called ${service}`);
      return entry as unknown as Call<Response>;
    },
    feedback(id: GoalId, ...sequence: number[]): void {
      client.handleFeedback({
        goal_id: { uuid: goalIdBytes(id) },
        feedback: { partial_sequence: Int32Array.from(sequence) },
      });
    },
    status(...states: (readonly [GoalId, GoalStatus])[]): void {
      this.statusOf(status.list[0] ?? participant('nobody'), ...states);
    },
    /** What a certain server says. */
    statusOf(server: ServerParticipant, ...states: (readonly [GoalId, GoalStatus])[]): void {
      client.handleStatus(
        states.map(([id, state]) => ({
          goal_info: { goal_id: { uuid: goalIdBytes(id) }, stamp: { sec: 0, nanosec: 0 } },
          status: state,
        })),
        server,
      );
    },
  };
}
