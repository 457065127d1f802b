import { type GoalId, goalIdBytes, goalIdOf } from '../../src/goal-id.js';
import { GoalStatus, goalStatusName } from '../../src/goal-status.js';
import { CancelResponse, GoalResponse } from '../../src/responses.js';
import type { CancelGoal_Response, SendGoal_Response } from '@rclts/idl';
import { GoalServer } from '../../src/server/goal-server.js';
import type { GoalServerOptions } from '../../src/server/goal-server-ports.js';
import type { GoalClient } from '../../src/server/goal-client.js';
import { concurrent } from '../../src/server/goal-policy.js';
import type { GoalOutcome } from '../../src/goal-outcome.js';

export interface Goal {
  order: number;
}
export interface Result {
  sequence: Int32Array;
}
export interface Feedback {
  partial_sequence: Int32Array;
}

/** Id number n: 16 bytes of n. */
export const idOf = (n: number): GoalId => goalIdOf(new Uint8Array(16).fill(n));
const numberOf = (id: GoalId): number => goalIdBytes(id)[0] ?? 0;

/** A goal server in a world without wires: virtual time, turns of the loop by hand, and a log of all that it says. */
export function serverInFakeWorld(options: Partial<GoalServerOptions<Goal, Result, Feedback>> = {}) {
  let now = 1_000;
  let stampSec = 100;
  const log: string[] = [];
  const warnings: string[] = [];
  const rejections: [goal: number, reason: string][] = [];
  let deferred: (() => void)[] = [];
  const timers = new Set<{ at: number; callback: () => void }>();

  const server = new GoalServer<Goal, Result, Feedback>(
    {
      executeCallback: (handle) => {
        handle.succeed();
        return { sequence: [handle.request.order] };
      },
      goalCallback: () => GoalResponse.ACCEPT,
      handleAcceptedCallback: undefined,
      cancelCallback: () => CancelResponse.REJECT,
      policy: concurrent,
      onClientLost: undefined,
      cancelOnClientLost: false,
      resultTimeoutMs: 10_000,
      keepResultUntilFetched: false,
      maxCachedResultBytes: Infinity,
      ...options,
    },
    {
      now: () => now,
      stamp: () => ({ sec: stampSec++, nanosec: 7 }),
      schedule: (delayMs, callback) => {
        const timer = { at: now + delayMs, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      defer: (callback) => deferred.push(callback),
      publishStatus: (goals) => {
        const states = [...goals].map(
          ({ goalInfo, status }) => `${goalInfo.goal_id.uuid[0]}:${goalStatusName(status)}`,
        );
        log.push(`status ${states.join(' ')}`);
      },
      publishFeedback: (goalId, feedback) => {
        if (!feedback.partial_sequence) throw new TypeError('feedback.partial_sequence');
        log.push(`feedback ${numberOf(goalId)} [${Array.from(feedback.partial_sequence).join()}]`);
      },
      completeResult: (result) => {
        for (const key of Object.keys(result ?? {})) if (key !== 'sequence') throw new TypeError(`result.${key}`);
        return { sequence: Int32Array.from(result?.sequence ?? []) };
      },
      repairsLate: () => false,
      solicit: () => log.push('solicit'),
      sizeOfResult: ({ sequence }) => sequence.byteLength,
      goalRejected: ({ goalId, reason }) => rejections.push([numberOf(goalId), reason]),
      reportError: (error, origin) => warnings.push(`${origin}: ${String(error)}`),
      logger: {
        debug: () => undefined,
        info: (text) => log.push(text.replace(/ Goal ID: .*/, '')),
        warn: (text) => warnings.push(`WARN ${text}`),
        error: (text) => warnings.push(`ERROR ${text.split('\n')[0]}`),
      },
    },
  );

  /** Lets promises settle and runs what was deferred, until nothing is left to do now. */
  async function settle(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (deferred.length === 0) return;
      const callbacks = deferred;
      deferred = [];
      for (const callback of callbacks) callback();
    }
  }

  return {
    server,
    log,
    warnings,
    rejections,
    settle,
    /** Lets promises settle, within this turn of the loop: nothing that was deferred runs. */
    microtasks: (): Promise<void> => new Promise((resolve) => setImmediate(resolve)),
    timers,
    get now() {
      return now;
    },
    /** Moves time and runs the timers that are due. */
    async elapse(ms: number): Promise<void> {
      const end = now + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        now = due.at;
        due.callback();
        await settle();
      }
      now = end;
    },
    /** Sends goal n without waiting for anything. */
    send(n: number, order = 5, client = clientCalled('client')): { reply?: SendGoal_Response } {
      const answer: { reply?: SendGoal_Response } = {};
      void server.handleSendGoal({ goal_id: { uuid: goalIdBytes(idOf(n)) }, goal: { order } }, client, (reply) => {
        answer.reply = reply;
        log.push(`${n} ${reply.accepted ? 'accepted' : 'rejected'}`);
      });
      return answer;
    },
    getResult(n: number): { outcome?: GoalOutcome<Result> } {
      const answer: { outcome?: GoalOutcome<Result> } = {};
      server.handleGetResult({ goal_id: { uuid: goalIdBytes(idOf(n)) } }, (outcome) => {
        answer.outcome = outcome;
        log.push(`result ${n} ${goalStatusName(outcome.status)} [${outcome.result.sequence.join()}]`);
      });
      return answer;
    },
    cancel(n: number | undefined, stamp = { sec: 0, nanosec: 0 }): { reply?: CancelGoal_Response } {
      const answer: { reply?: CancelGoal_Response } = {};
      const uuid = n === undefined ? new Uint8Array(16) : goalIdBytes(idOf(n));
      void server.handleCancelGoal({ goal_info: { goal_id: { uuid }, stamp } }, (reply) => {
        answer.reply = reply;
        const ids = reply.goals_canceling.map((info) => numberOf(goalIdOf(info.goal_id.uuid)));
        log.push(`canceling [${ids.join()}] code ${reply.return_code}`);
      });
      return answer;
    },
    statusOf: (n: number): GoalStatus => {
      for (const goal of server.goals) if (goal.goalId === idOf(n)) return goal.status;
      return GoalStatus.UNKNOWN;
    },
    handleOf(n: number) {
      for (const goal of server.goals) if (goal.goalId === idOf(n)) return goal.handle;
      throw new Error(`no goal ${n}`);
    },
  };
}

/** A client of that name; the participant matters to nobody here. */
export function clientCalled(guidText: string): GoalClient {
  return { guidText, participant: { guidPrefix: { text: guidText } } as GoalClient['participant'] };
}

/** A promise that the test settles. */
export function gate<T = void>(): { promise: Promise<T>; open: (value: T) => void; fail: (error: unknown) => void } {
  let open: (value: T) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
}
