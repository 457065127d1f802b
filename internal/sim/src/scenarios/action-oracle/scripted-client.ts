import { ActionClient, type CancelGoal_Response } from '@rclts/actions';
import { getEventListeners } from 'node:events';
import { newGoal, type ClientGoal } from './client-goal.js';
import { ClientVerdicts, codeOf, type PromiseOwner } from './client-verdicts.js';
import type { ClientWorld } from './client-world.js';
import { GoalChecks } from './goal-checks.js';
import { GoalQuestions } from './goal-questions.js';
import type { GoalRecord } from './journal.js';
import type { Machine } from './machine.js';
import { hex, nanoseconds } from './oracle.js';
import { planGoal, Work, type WorkClient, type WorkFeedback, type WorkHandle } from './work.js';

/** A client that does one thing after another at random, and holds what comes of it against the oracle. */
export class ScriptedClient implements PromiseOwner {
  readonly name: string;
  readonly machine: Machine;
  readonly waitMs: number;
  readonly entries: Set<object> = new Set();
  readonly client: WorkClient;
  closedAt: number | undefined;
  readonly #world: ClientWorld;
  readonly #goals: ClientGoal[] = [];
  readonly #controllers: AbortController[] = [];
  readonly #verdicts: ClientVerdicts;
  readonly #questions: GoalQuestions;
  /** What holds of its goals, asked or not. */
  readonly checks: GoalChecks;

  constructor(world: ClientWorld, machine: Machine, name: string, waitMs: number) {
    this.#world = world;
    this.machine = machine;
    this.name = name;
    this.waitMs = waitMs;
    this.#verdicts = new ClientVerdicts(world, this);
    this.#questions = new GoalQuestions(world, this, this.#verdicts);
    this.checks = new GoalChecks(world, this, this.#verdicts, this.#goals);
    const serverLost = { waitMs };
    this.client = world.wrap(new ActionClient(machine.node, Work, 'work', { serverLost }));
    this.client.onGoalChanged(({ goalId, server, status }) => {
      const record = world.journal.ofId(goalId);
      const complaint = record?.server.machine.key === server ? world.oracle.judgeStatus(record, status) : 'not there';
      if (complaint !== undefined) this.#verdicts.complain(`the board tells of ${goalId} at ${server}: ${complaint}`);
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
            this.#verdicts.closedDue(now) ?? oracle.sendDue(this, number, now),
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
          return this.#verdicts.judgeClosed(code);
        },
      },
      this,
    );
  }

  getResult(): void {
    const goal = this.#pickGoal();
    if (goal !== undefined) this.#questions.getResult(goal);
  }

  readEvents(): void {
    const goal = this.#pickGoal();
    if (goal !== undefined) this.#questions.readEvents(goal);
  }

  cancel(): void {
    const goal = this.#pickGoal();
    if (goal !== undefined) this.#questions.cancel(goal);
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
        due: () => this.#verdicts.closedDue(now) ?? oracle.cancelAllDue(now),
        judge: (settled) => {
          if ('value' in settled) {
            const latest = upTo && nanoseconds(upTo);
            return oracle.judgeCancelAll(this, settled.value as CancelGoal_Response, now, latest);
          }
          const code = codeOf(settled.error);
          if (code === 'ERR_ACTION_SERVER_LOST') return oracle.mayAnyBeLost(this, now) ? undefined : code;
          if (code !== 'ERR_ACTION_SERVER_UNAVAILABLE') return this.#verdicts.judgeClosed(code);
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
        due: () => Math.min(now + timeoutMs, this.#verdicts.closedDue(now) ?? Infinity),
        judge: (settled) => {
          if ('value' in settled) return journal.incarnations.length > 0 ? undefined : 'there was none';
          const code = codeOf(settled.error);
          if (code !== 'ERR_ACTION_SERVER_UNAVAILABLE') return this.#verdicts.judgeClosed(code);
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

  /** After close: whose signals are still listened to. */
  checkReleased(): void {
    const listeners = this.#controllers.flatMap(({ signal }) => getEventListeners(signal, 'abort'));
    if (listeners.length > 0) this.#verdicts.complain(`${listeners.length} listeners on signals are left`);
  }

  #onDecided(goal: ClientGoal, number: number, handle: WorkHandle): string | undefined {
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

  #onFeedback(goal: ClientGoal, goalId: string, { tag, step }: WorkFeedback): void {
    const known: GoalRecord | undefined = this.#world.journal.ofId(goalId);
    if (goal.handle === undefined) this.#verdicts.complain(`${goalId}: feedback before its acceptance`);
    else if (goal.handle.goalId !== goalId || tag !== goalId)
      this.#verdicts.complain(`${goal.handle.goalId}: feedback of ${tag}`);
    if (goal.outcome !== undefined) this.#verdicts.complain(`${goalId}: feedback after the result`);
    if (known === undefined) this.#verdicts.complain(`${goalId}: feedback of a goal that nobody has`);
    goal.feedback.push(step);
  }

  #pickGoal(): ClientGoal | undefined {
    const goals = this.#goals.filter(({ handle }) => handle !== undefined);
    return goals.length === 0 ? undefined : this.#world.network.random.pick(goals);
  }
}
