import { ActionClient, GoalStatus, type GoalOutcome, type CancelGoal_Response } from '@rclts/actions';
import { getEventListeners } from 'node:events';
import type { SimNetwork } from '../../sim-network.js';
import type { GoalRecord, Journal } from './journal.js';
import type { Ledger, Settled } from './ledger.js';
import type { Machine } from './machine.js';
import { hex, judgeFeedback, nanoseconds, type Asker, type Oracle } from './oracle.js';
import { planGoal, Work, type WorkClient, type WorkFeedback, type WorkHandle, type WorkResult } from './work.js';

/** What every client of a session shares. */
export interface ClientWorld {
  readonly network: SimNetwork;
  readonly journal: Journal;
  readonly oracle: Oracle;
  readonly ledger: Ledger;
  /** Puts a deliberate defect before the client; none: as it is. */
  readonly wrap: (client: WorkClient) => WorkClient;
  nextNumber(): number;
}

/** A goal as one client knows it. */
interface Goal {
  readonly number: number | undefined;
  readonly sentAt: number;
  handle: WorkHandle | undefined;
  outcome: GoalOutcome<WorkResult> | undefined;
  status: GoalStatus;
  isGivenUp: boolean;
  readonly feedback: number[];
}

/** A client that does one thing after another at random, and holds what comes of it against the oracle. */
export class ScriptedClient implements Asker {
  readonly name: string;
  readonly machine: Machine;
  readonly waitMs: number;
  readonly entries: Set<object> = new Set();
  readonly client: WorkClient;
  closedAt: number | undefined;
  readonly #world: ClientWorld;
  readonly #goals: Goal[] = [];
  readonly #controllers: AbortController[] = [];

  constructor(world: ClientWorld, machine: Machine, name: string, waitMs: number) {
    this.#world = world;
    this.machine = machine;
    this.name = name;
    this.waitMs = waitMs;
    const serverLost = { waitMs };
    this.client = world.wrap(new ActionClient(machine.node, Work, 'work', { serverLost }));
    this.client.onGoalChanged(({ goalId, server, status }) => {
      const record = world.journal.ofId(goalId);
      const complaint = record?.server.machine.key === server ? world.oracle.judgeStatus(record, status) : 'not there';
      if (complaint !== undefined) this.#complain(`the board tells of ${goalId} at ${server}: ${complaint}`);
    });
  }

  send(): void {
    const { network, ledger, oracle, journal } = this.#world;
    const { random, now } = network;
    const plan = planGoal(random, this.#world.nextNumber());
    const { number } = plan;
    const timeoutMs = random.chance(0.25) ? random.integer(random.chance(0.5) ? 100 : 10_000) : undefined;
    const controller = random.chance(0.25) ? new AbortController() : undefined;
    if (controller !== undefined) this.#controllers.push(controller);
    const goal = newGoal(number, now);
    this.#goals.push(goal);
    const what = `${this.name} sends ${number}`;
    network.note(`sends ${number}: ${JSON.stringify(plan)}`, this.name);
    const promise = this.client.sendGoal(plan, {
      feedbackCallback: ({ goal_id, feedback }) => this.#onFeedback(goal, hex(goal_id.uuid), feedback),
      signal: controller?.signal,
      timeoutMs,
    });
    ledger.watch(
      promise,
      {
        what,
        due: () =>
          Math.min(
            timeoutMs === undefined ? Infinity : now + timeoutMs,
            this.#closedDue(now) ?? oracle.sendDue(this, number, now),
          ),
        judge: (settled) => {
          if ('value' in settled) return this.#onDecided(goal, number, settled.value as WorkHandle);
          const { error } = settled;
          const code = codeOf(error);
          network.note(`${number}: ${code}`, this.name);
          goal.isGivenUp = true;
          if (controller?.signal.aborted === true && error === controller.signal.reason) return;
          if (code === 'ERR_ACTION_TIMEOUT') return timeoutMs !== undefined ? undefined : 'timed out without a limit';
          if (code === 'ERR_ACTION_SERVER_LOST') {
            const [record] = journal.ofNumber(number);
            const isExcused =
              record === undefined ? oracle.mayAnyBeLost(this, now) : oracle.mayBeLost(this, record.server, now);
            return isExcused ? undefined : 'server lost, though it is there';
          }
          return this.#judgeClosed(code);
        },
      },
      this,
    );
  }

  getResult(): void {
    const goal = this.#pickGoal();
    const { handle } = goal ?? {};
    if (goal === undefined || handle === undefined) return;
    const { network, ledger, oracle } = this.#world;
    const { now } = network;
    network.note(`asks for the result of ${handle.goalId}`, this.name);
    ledger.watch(
      handle.getResult(),
      {
        what: `${this.name} asks for the result of ${handle.goalId}`,
        due: () => this.#closedDue(now) ?? oracle.resultDue(this, handle.goalId, now, goal.number === undefined),
        judge: (settled) => {
          if (!('value' in settled)) return this.#judgeLost(settled, handle.goalId, now);
          const outcome = settled.value as GoalOutcome<WorkResult>;
          network.note(`${handle.goalId} ended with ${outcome.status}`, this.name);
          const before = goal.outcome;
          goal.outcome = outcome;
          if (before !== undefined) {
            const isSame = before.status === outcome.status && before.result.tag === outcome.result.tag;
            return isSame ? undefined : 'another result the second time';
          }
          if (this.closedAt !== undefined) return 'a result after close';
          if (outcome.status !== GoalStatus.UNKNOWN && handle.status !== outcome.status)
            return `status ${handle.status}, result ${outcome.status}`;
          return oracle.judgeOutcome(this, handle.goalId, outcome, now);
        },
      },
      this,
    );
  }

  readEvents(): void {
    const goal = this.#pickGoal();
    const { handle } = goal ?? {};
    if (goal === undefined || handle === undefined) return;
    const { network, ledger, oracle, journal } = this.#world;
    const { now } = network;
    network.note(`reads the events of ${handle.goalId}`, this.name);
    const steps: number[] = [];
    const outcomes: GoalOutcome<WorkResult>[] = [];
    let isBroken = false;
    const read = async (): Promise<void> => {
      for await (const event of handle.events()) {
        if (outcomes.length > 0) isBroken = true;
        if (event.type === 'feedback') steps.push(event.feedback.step);
        else if (event.type === 'result') outcomes.push(event);
        else if (event.type === 'status') {
          // Of a goal that it is attached to, nobody may have told yet.
          if (event.status === GoalStatus.UNKNOWN && goal.number === undefined) continue;
          const complaint = oracle.judgeStatus(journal.ofId(handle.goalId), event.status);
          if (complaint !== undefined) this.#complain(`event of ${handle.goalId}: ${complaint}`);
        }
      }
    };
    ledger.watch(
      read(),
      {
        what: `${this.name} reads the events of ${handle.goalId}`,
        due: () => this.#closedDue(now) ?? oracle.eventsDue(this, handle.goalId, now, goal.number === undefined),
        judge: (settled) => {
          const [outcome] = outcomes;
          const complaint = judgeFeedback(steps, journal.ofId(handle.goalId), false);
          if (complaint !== undefined) return complaint;
          if (!('value' in settled)) return this.#judgeClosed(codeOf(settled.error));
          if (outcome === undefined || outcomes.length > 1 || isBroken)
            return `${outcomes.length} results, or not last`;
          return oracle.judgeOutcome(this, handle.goalId, outcome, now);
        },
      },
      this,
    );
  }

  cancel(): void {
    const goal = this.#pickGoal();
    const { handle } = goal ?? {};
    if (goal === undefined || handle === undefined) return;
    const { network, ledger, oracle } = this.#world;
    const { now } = network;
    network.note(`cancels ${handle.goalId}`, this.name);
    ledger.watch(
      handle.cancelGoal(),
      {
        what: `${this.name} cancels ${handle.goalId}`,
        due: () => this.#closedDue(now) ?? oracle.cancelDue(this, handle.goalId, now, goal.number === undefined),
        judge: (settled) =>
          'value' in settled
            ? oracle.judgeCancel(this, handle.goalId, settled.value as CancelGoal_Response, now)
            : this.#judgeLost(settled, handle.goalId, now),
      },
      this,
    );
  }

  /** All goals, or all up to one of our own. */
  cancelMany(): void {
    const { network, ledger, oracle } = this.#world;
    const { now, random } = network;
    const stamp = random.chance(0.5) ? this.#pickGoal()?.handle?.stamp : undefined;
    const upTo = stamp === undefined || nanoseconds(stamp) === 0n ? undefined : stamp;
    network.note(upTo === undefined ? 'cancels all' : 'cancels all before', this.name);
    ledger.watch(
      upTo === undefined ? this.client.cancelAll() : this.client.cancelAllBefore(upTo),
      {
        what: `${this.name} cancels all${upTo === undefined ? '' : ' before'}`,
        due: () => this.#closedDue(now) ?? oracle.cancelAllDue(now),
        judge: (settled) => {
          if ('value' in settled) {
            const latest = upTo && nanoseconds(upTo);
            return oracle.judgeCancelAll(this, settled.value as CancelGoal_Response, now, latest);
          }
          const code = codeOf(settled.error);
          if (code === 'ERR_ACTION_SERVER_LOST') return oracle.mayAnyBeLost(this, now) ? undefined : code;
          if (code !== 'ERR_ACTION_SERVER_UNAVAILABLE') return this.#judgeClosed(code);
          return oracle.surelyKnown(this, now).length === 0 ? undefined : code;
        },
      },
      this,
    );
  }

  waitForServer(): void {
    const { network, ledger, oracle, journal } = this.#world;
    const { now, random } = network;
    const timeoutMs = random.integer(10_000);
    ledger.watch(
      this.client.waitForServer({ timeoutMs }),
      {
        what: `${this.name} waits for a server`,
        due: () => Math.min(now + timeoutMs, this.#closedDue(now) ?? Infinity),
        judge: (settled) => {
          if ('value' in settled) return journal.incarnations.length > 0 ? undefined : 'there was none';
          const code = codeOf(settled.error);
          if (code !== 'ERR_ACTION_SERVER_UNAVAILABLE') return this.#judgeClosed(code);
          return oracle.surelyKnown(this, network.now).length === 0 ? undefined : code;
        },
      },
      this,
    );
  }

  /** To a goal of anybody's, or of nobody's. */
  attach(): void {
    const { network, journal } = this.#world;
    const { random, now } = network;
    const goals = journal.goals.filter(({ decision }) => decision !== undefined);
    const goalId = goals.length === 0 || random.chance(0.1) ? hex(random.bytes(16)) : random.pick(goals).goalId;
    if (this.#goals.some(({ handle }) => handle?.goalId === goalId)) return;
    // One that is being sent, and of which this client does not know the id yet.
    if (this.#goals.some(({ number, handle }) => !handle && number === journal.ofId(goalId)?.plan.number)) return;
    network.note(`attaches to ${goalId}`, this.name);
    const goal = newGoal(undefined, now);
    const feedbackCallback = random.chance(0.5)
      ? ({ goal_id, feedback }: { goal_id: { uuid: Uint8Array }; feedback: WorkFeedback }): void =>
          this.#onFeedback(goal, hex(goal_id.uuid), feedback)
      : undefined;
    goal.handle = this.client.attach(goalId, { feedbackCallback });
    this.#goals.push(goal);
  }

  abort(): void {
    if (this.#controllers.length > 0) this.#world.network.random.pick(this.#controllers).abort(new Error('enough'));
  }

  close(): void {
    this.closedAt = this.#world.network.now;
    this.client.close();
  }

  /** What can be seen of goals at any time. */
  checkStatuses(): void {
    const { oracle, journal } = this.#world;
    for (const goal of this.#goals) {
      const status = goal.handle?.status ?? GoalStatus.UNKNOWN;
      if (status === goal.status) continue;
      const complaint = oracle.judgeStatus(journal.ofId(goal.handle?.goalId ?? ''), status);
      if (complaint !== undefined) this.#complain(`${goal.handle?.goalId}: ${complaint}`);
      if (status < goal.status) this.#complain(`${goal.handle?.goalId}: status ${goal.status}, then ${status}`);
      goal.status = status;
    }
  }

  /** Goals that were given up and are still executed, though their server was there to be told. */
  checkOrphans(): void {
    const { oracle, journal } = this.#world;
    for (const { number, sentAt, isGivenUp } of this.#goals) {
      const [record] = number === undefined || !isGivenUp ? [] : journal.ofNumber(number);
      if (record === undefined || record.decision?.accepted !== true || this.closedAt !== undefined) continue;
      const isCanceled = record.cancelAnswers.length > 0 || record.end !== undefined;
      if (!isCanceled && !oracle.mayBeLost(this, record.server, sentAt)) {
        this.#complain(`${record.goalId}: given up, accepted, and never canceled`);
      }
    }
  }

  /** After close: whose signals are still listened to. */
  checkReleased(): void {
    const listeners = this.#controllers.flatMap(({ signal }) => getEventListeners(signal, 'abort'));
    if (listeners.length > 0) this.#complain(`${listeners.length} listeners on signals are left`);
  }

  checkFeedback(): void {
    const { oracle, journal } = this.#world;
    for (const { handle, feedback, sentAt } of this.#goals) {
      const record = journal.ofId(handle?.goalId ?? '');
      const isComplete = record !== undefined && !oracle.mayBeLost(this, record.server, sentAt);
      const complaint = judgeFeedback(feedback, record, isComplete);
      if (complaint !== undefined) this.#complain(`${handle?.goalId}: ${complaint}`);
    }
  }

  #onDecided(goal: Goal, number: number, handle: WorkHandle): string | undefined {
    const { network, journal } = this.#world;
    network.note(`${number} is ${handle.goalId}, accepted: ${handle.accepted}`, this.name);
    const [record, other] = journal.ofNumber(number);
    if (this.closedAt !== undefined) return 'decided after close';
    if (other !== undefined) return 'two servers were asked';
    if (record?.decision === undefined) return 'decided, though no server has';
    if (record.goalId !== handle.goalId) return `it is ${handle.goalId}, the server has ${record.goalId}`;
    if (record.decision.accepted !== handle.accepted)
      return `accepted: ${handle.accepted}, the server said the opposite`;
    const { endedAt } = record.server;
    if (endedAt !== undefined && record.decision.at > endedAt) return 'decided by a server that was closed';
    if (handle.accepted) goal.handle = handle;
    return;
  }

  #onFeedback(goal: Goal, goalId: string, { tag, step }: WorkFeedback): void {
    const known: GoalRecord | undefined = this.#world.journal.ofId(goalId);
    if (goal.handle === undefined) this.#complain(`${goalId}: feedback before its acceptance`);
    else if (goal.handle.goalId !== goalId || tag !== goalId)
      this.#complain(`${goal.handle.goalId}: feedback of ${tag}`);
    if (goal.outcome !== undefined) this.#complain(`${goalId}: feedback after the result`);
    if (known === undefined) this.#complain(`${goalId}: feedback of a goal that nobody has`);
    goal.feedback.push(step);
  }

  #judgeLost(settled: Settled, goalId: string, issuedAt: number): string | undefined {
    const { journal, oracle, network } = this.#world;
    const code = codeOf((settled as { error: unknown }).error);
    network.note(`${goalId}: ${code}`, this.name);
    if (code !== 'ERR_ACTION_SERVER_LOST') return this.#judgeClosed(code);
    const server = journal.ofId(goalId)?.server;
    const isExcused =
      server === undefined ? oracle.mayAnyBeLost(this, issuedAt) : oracle.mayBeLost(this, server, issuedAt);
    return isExcused ? undefined : 'server lost, though it is there';
  }

  #judgeClosed(code: string): string | undefined {
    return code === 'ERR_ACTION_CLOSED' && this.closedAt !== undefined ? undefined : `rejected with ${code}`;
  }

  #closedDue(issuedAt: number): number | undefined {
    return this.closedAt === undefined ? undefined : Math.max(issuedAt, this.closedAt);
  }

  #pickGoal(): Goal | undefined {
    const goals = this.#goals.filter(({ handle }) => handle !== undefined);
    return goals.length === 0 ? undefined : this.#world.network.random.pick(goals);
  }

  #complain(text: string): void {
    this.#world.ledger.complain(`${this.name}: ${text}`);
  }
}

function newGoal(number: number | undefined, sentAt: number): Goal {
  return {
    number,
    sentAt,
    handle: undefined,
    outcome: undefined,
    status: GoalStatus.UNKNOWN,
    isGivenUp: false,
    feedback: [],
  };
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? String(error);
}
