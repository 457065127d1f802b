import { ActionServer, CancelResponse, GoalResponse, GoalStatus } from '@rclts/actions';
import type { Random } from '../../random.js';
import type { SimNetwork } from '../../sim-network.js';
import type { GoalRecord, Incarnation, Journal } from './journal.js';
import { sleep, type Machine } from './machine.js';
import type { Mutant } from './mutants.js';
import { LATE_STEP, stepsUpTo, Work, type WorkGoal, type WorkResult, type WorkServerHandle } from './work.js';

const POLL_MS = 50;

/** An action server that does with each goal what the goal's plan says, and writes down what it did. */
export function openServer(
  network: SimNetwork,
  machine: Machine,
  journal: Journal,
  name: string,
  mutant?: Mutant,
): Incarnation {
  const { random } = network;
  const { node } = machine;
  const resultTimeoutMs = random.chance(0.3) ? 3000 : 60_000;
  // The callbacks run later only, when this is complete.
  const incarnation = {
    name,
    machine,
    openedAt: network.now,
    resultTimeoutMs,
    goals: new Map<string, GoalRecord>(),
    endedAt: undefined,
    isFinishing: false,
  } as unknown as Incarnation;
  const execute = (goal: WorkServerHandle): Promise<WorkResult> => {
    const execution = new Execution(network, incarnation, goal);
    for (let extra = 1; extra < (mutant?.executions ?? 1); extra += 1) new Execution(network, incarnation, goal);
    return execution.run();
  };
  const server = new ActionServer(node, Work, 'work', execute, {
    goalCallback: async (plan, { goalId }) => {
      const record = journal.record(incarnation, goalId, plan);
      record.asked += 1;
      if (plan.decision_ms > 0) await sleep(node, plan.decision_ms);
      const accepted = plan.decision === 'accept' || plan.decision === 'defer';
      record.decision = { at: network.now, accepted };
      if (plan.decision === 'throw') throw new Error('as asked');
      return accepted ? (plan.decision as 'accept' | 'defer') : GoalResponse.REJECT;
    },
    cancelCallback: async ({ goalId, request }) => {
      if (random.chance(0.3)) await sleep(node, random.float() * 300);
      const accepted = request.on_cancel !== 'refuse';
      incarnation.goals.get(goalId)?.cancelAnswers.push({ at: network.now, accepted });
      return accepted ? CancelResponse.ACCEPT : CancelResponse.REJECT;
    },
    resultTimeoutMs,
    feedback: random.chance(0.5) ? 'owner' : 'all',
  });
  Object.assign(incarnation, { server });
  journal.incarnations.push(incarnation);
  return incarnation;
}

/** One call of the execute callback. */
class Execution {
  readonly #network: SimNetwork;
  readonly #random: Random;
  readonly #server: Incarnation;
  readonly #goal: WorkServerHandle;
  readonly #plan: WorkGoal;
  readonly #record: GoalRecord;

  constructor(network: SimNetwork, server: Incarnation, goal: WorkServerHandle) {
    this.#network = network;
    this.#random = network.random;
    this.#server = server;
    this.#goal = goal;
    this.#plan = goal.request;
    this.#record = server.goals.get(goal.goalId) as GoalRecord;
    this.#record.executions += 1;
    this.#record.stamp = goal.stamp;
  }

  async run(): Promise<WorkResult> {
    const { steps, step_ms, ending } = this.#plan;
    const { node } = this.#server.machine;
    for (let step = 0; step < steps; step += 1) {
      if (this.#isStopped) return this.#stop(step);
      if (this.#goal.isActive) this.#record.feedback.push(step);
      this.#goal.publishFeedback({ tag: this.#goal.goalId, step });
      if (step_ms > 0) await sleep(node, this.#random.float() * step_ms);
    }
    if (this.#isStopped) return this.#stop(steps);
    if (ending === 'hang') return this.#hang(steps);
    if (ending === 'throw') {
      this.#end(GoalStatus.ABORTED, '', []);
      throw new Error('as asked');
    }
    if (ending === 'forget') return this.#end(GoalStatus.ABORTED, this.#tag, stepsUpTo(steps));
    return this.#finish(ending === 'succeed' ? GoalStatus.SUCCEEDED : GoalStatus.ABORTED, steps);
  }

  get #tag(): string {
    return `${this.#server.name} ${this.#goal.goalId}`;
  }

  get #isStopped(): boolean {
    return this.#goal.isCancelRequested && this.#plan.on_cancel !== 'ignore';
  }

  async #hang(steps: number): Promise<WorkResult> {
    while (!this.#isStopped && !this.#server.isFinishing) await sleep(this.#server.machine.node, POLL_MS);
    return this.#isStopped ? this.#stop(steps) : this.#finish(GoalStatus.SUCCEEDED, steps);
  }

  async #stop(steps: number): Promise<WorkResult> {
    if (this.#plan.on_cancel === 'signal') {
      // The signal follows the state a turn later.
      while (!this.#goal.signal.aborted) await sleep(this.#server.machine.node, 1);
      this.#end(GoalStatus.CANCELED, '', []);
      throw this.#goal.signal.reason;
    }
    return this.#finish(this.#plan.on_cancel === 'abort' ? GoalStatus.ABORTED : GoalStatus.CANCELED, steps);
  }

  async #finish(status: GoalStatus, steps: number): Promise<WorkResult> {
    const result = this.#end(status, this.#tag, stepsUpTo(steps));
    const given = this.#plan.is_early ? result : undefined;
    if (status === GoalStatus.SUCCEEDED) this.#goal.succeed(given);
    else if (status === GoalStatus.ABORTED) this.#goal.abort(given);
    else this.#goal.canceled(given);
    this.#goal.publishFeedback({ tag: this.#goal.goalId, step: LATE_STEP });
    if (!this.#plan.is_early) return result;
    await sleep(this.#server.machine.node, this.#random.float() * 500);
    return { ...result, tag: 'too late' };
  }

  #end(status: GoalStatus, tag: string, done: readonly number[]): WorkResult {
    this.#network.note(`${this.#goal.goalId} ends with ${status}`, this.#server.name);
    this.#record.end = { at: this.#network.now, status, tag, done };
    return { tag, done: Int32Array.from(done) };
  }
}
