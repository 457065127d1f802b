import { randomBytes } from 'node:crypto';
import { GoalStatus, goalStatusName, isTerminalStatus } from '@rclts/actions';
import { hexOf } from '../probe/hex.js';
import type { CancelReply, GoalReply, GoalState, Probe, ResultReply, Stamp } from '../probe/probe.js';
import type { Subject } from './case.js';

export const ANY_TIME: Stamp = { sec: 0, nanosec: 0 };
export const ANY_GOAL: string = '0'.repeat(32);

/** The server does not do what it has to. */
export class Failure extends Error {}

/** The server turned out not to do what a case is about. */
export class NotProvoked extends Error {}

export function check(condition: boolean, text: string): asserts condition {
  if (!condition) throw new Failure(text);
}

export function checkEqual(what: string, actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  check(is === should, `${what}: ${is} instead of ${should}`);
}

/** A goal that was accepted. */
export interface Goal {
  readonly id: string;
  readonly reply: GoalReply;
}

/** A cancel of a goal that refuses is tried once; then its end is waited for. */
const SETTLE_PATIENCE = 6;

/** What a case works with: the probe, and the goals that it has made of it. */
export class Bench {
  readonly probe: Probe;
  readonly subject: Subject;
  readonly #goals: Goal[] = [];
  readonly #ids = new Set<string>();

  constructor(probe: Probe, subject: Subject) {
    this.probe = probe;
    this.subject = subject;
  }

  newId(): string {
    return hexOf(randomBytes(16));
  }

  /** A goal that runs for a while, whether it may be canceled or not. */
  get longGoal(): unknown {
    return this.subject.slowGoal ?? this.subject.refusedGoal;
  }

  /** Sends a goal that has to be accepted. */
  async start(content: unknown = this.subject.goal): Promise<Goal> {
    const id = this.newId();
    const reply = await this.probe.sendGoal(id, content);
    check(reply.accepted, 'a goal was rejected that ought to be accepted');
    const goal = { id, reply };
    this.#ids.add(id);
    this.#goals.push(goal);
    return goal;
  }

  /** Whether a goal of any case so far had this id. */
  isKnown(id: string): boolean {
    return this.#ids.has(id);
  }

  /** A goal that has ended by itself, successfully. */
  async finished(): Promise<Goal> {
    const goal = await this.start();
    const { status } = await this.probe.getResult(goal.id);
    checkStatus('of the result', status, GoalStatus.SUCCEEDED);
    return goal;
  }

  /** Several goals one after the other, each accepted a while after the one before. */
  async startAll(...contents: unknown[]): Promise<readonly Goal[]> {
    const goals: Goal[] = [];
    for (const content of contents) {
      goals.push(await this.start(content));
      await this.probe.sleep(20);
    }
    return goals;
  }

  cancel(id: string, stamp: Stamp = ANY_TIME): Promise<CancelReply> {
    return this.probe.cancelGoal(id, stamp);
  }

  result(goal: Goal): Promise<ResultReply> {
    return this.probe.getResult(goal.id);
  }

  /** What the status topic says of a goal now. */
  state(goal: Goal): GoalState | undefined {
    return this.probe.statuses.at(-1)?.goals.find(({ id }) => id === goal.id);
  }

  /** All states of a goal that the status topic has told, without repetitions. */
  history(goal: Goal): readonly (GoalState & { readonly at: number })[] {
    const states = this.probe.statuses.flatMap(({ at, goals }) =>
      goals.filter(({ id }) => id === goal.id).map((state) => ({ ...state, at })),
    );
    return states.filter((state, index) => state.status !== states[index - 1]?.status);
  }

  /** Waits until the status topic says so. */
  async reaches(goal: Goal, status: GoalStatus): Promise<GoalState> {
    const reached = (): GoalState | undefined => this.history(goal).find((state) => state.status === status);
    await this.until(`status ${goalStatusName(status)} of a goal`, () => reached() !== undefined);
    return reached() as GoalState;
  }

  /** Waits until the status topic has told the end of a goal, whichever it is. */
  ends(whose: string, goal: Goal, timeoutMs?: number): Promise<void> {
    return this.until(`the end of ${whose}`, () => this.#hasEnded(goal), timeoutMs);
  }

  async until(what: string, condition: () => boolean, timeoutMs: number = this.subject.patienceMs): Promise<void> {
    const deadline = this.probe.now() + timeoutMs;
    while (!condition()) {
      const left = deadline - this.probe.now();
      check(left > 0, `not within ${timeoutMs} ms: ${what}`);
      await this.probe.nextArrival(left);
    }
  }

  /** What is true has to stay true for a moment. */
  async stays(what: string, condition: () => boolean, forMs: number = 300): Promise<void> {
    const deadline = this.probe.now() + forMs;
    for (let left = forMs; left > 0; left = deadline - this.probe.now()) {
      check(condition(), what);
      await this.probe.nextArrival(left);
    }
    check(condition(), what);
  }

  /** Leaves the server as it was: no goal of this case is active any more. */
  async cleanUp(): Promise<void> {
    for (const goal of this.#goals.splice(0)) {
      if (this.#hasEnded(goal)) continue;
      await this.cancel(goal.id);
      // By its result: the status topic keeps one sample only, and an end that was not heard there is not told again.
      if (await this.#hasResult(goal)) continue;
      await this.ends('a goal that the case has left behind', goal, this.subject.patienceMs * SETTLE_PATIENCE);
    }
  }

  /** Waits for as long as the probe has patience. */
  #hasResult(goal: Goal): Promise<boolean> {
    return this.probe.getResult(goal.id).then(
      () => true,
      () => false,
    );
  }

  /** Whatever has been told since: a goal that ended long ago is in no status any more. */
  #hasEnded(goal: Goal): boolean {
    return this.history(goal).some(({ status }) => isTerminalStatus(status as GoalStatus));
  }
}

export function checkStatus(whose: string, actual: number, expected: GoalStatus): void {
  check(actual === expected, `status ${whose}: ${goalStatusName(actual)} instead of ${goalStatusName(expected)}`);
}
