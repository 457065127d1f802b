import { ManagedProcess, peerEnvironment, Transport } from '@rclts/interop';
import type {
  CancelReply,
  Endpoints,
  FeedbackSample,
  GoalReply,
  GoalState,
  Probe,
  ProbeClient,
  ProbeGoal,
  ResultReply,
  Stamp,
  StatusSample,
} from '../../src/probe/probe.js';
import { rclpyScript } from './programs.js';

type Line =
  | { readonly event: 'ready' }
  | { readonly event: 'status'; readonly goals: readonly GoalState[] }
  | { readonly event: 'feedback'; readonly id: string }
  | { readonly id: number; readonly value?: unknown; readonly error?: string };

const STARTUP_MS = 120_000;
const ANSWER_MS = 180_000;
const MORE_MS = 300;

/** A probe made of rclpy: python/probe.py under our control. */
export class RclpyProbe implements Probe {
  readonly tellsOrder = false;
  readonly statuses: StatusSample[] = [];
  readonly feedback: FeedbackSample[] = [];
  readonly process: ManagedProcess;
  readonly #answers = new Map<number, { readonly value?: unknown; readonly error?: string }>();
  readonly #waiting = new Set<() => void>();
  #lines = 0;
  #lastId = 0;
  #isReady = false;

  private constructor(action: string, domainId: number) {
    const { command, args } = rclpyScript('probe.py', action);
    this.process = new ManagedProcess(command, args, {
      label: 'rclpy’s probe',
      environment: peerEnvironment(domainId, Transport.DEFAULT),
      onLine: (line) => this.#onLine(line),
    });
  }

  /** Resolves when it sees the server. */
  static async open(action: string, domainId: number): Promise<RclpyProbe> {
    const probe = new RclpyProbe(action, domainId);
    await probe.process.until('its node exists', STARTUP_MS, () => probe.#isReady);
    await probe.#call('wait_for_server', STARTUP_MS);
    return probe;
  }

  now(): number {
    return performance.now();
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  nextArrival(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(settle);
        resolve();
      };
      const timer = setTimeout(settle, ms);
      this.#waiting.add(settle);
    });
  }

  async sendGoal(id: string, goal: unknown): Promise<GoalReply> {
    return this.#arrived(await this.#call<GoalReply>('send_goal', id, orderOf(goal)));
  }

  async getResult(id: string): Promise<ResultReply> {
    return this.#arrived(await this.#call<ResultReply>('get_result', id));
  }

  async cancelGoal(id: string, stamp: Stamp): Promise<CancelReply> {
    return this.#arrived(await this.#call<CancelReply>('cancel_goal', id, stamp));
  }

  async joinLate(waitMs: number): Promise<readonly StatusSample[]> {
    await this.#call('join_late');
    const heard = (): Promise<readonly StatusSample[]> => this.#call('late_samples');
    for (const deadline = this.now() + waitMs; (await heard()).length === 0 && this.now() < deadline;)
      await this.sleep(50);
    await this.sleep(MORE_MS);
    const samples = await heard();
    await this.#call('leave');
    return samples;
  }

  endpoints(): Promise<Endpoints> {
    return this.#call('endpoints');
  }

  openClient(): Promise<ProbeClient> {
    return Promise.resolve({
      sendGoal: async (goal: unknown): Promise<ProbeGoal> => {
        const { id, accepted } = await this.#call<ProbeGoal>('client_send_goal', orderOf(goal));
        return {
          id,
          accepted,
          heard: () => this.#call('client_heard', id),
          getResult: () => this.#call('client_get_result', id),
          cancelGoal: () => this.#call('client_cancel_goal', id),
        };
      },
      close: () => Promise.resolve(),
    });
  }

  async close(): Promise<void> {
    await this.process.stop();
  }

  async #call<Value>(method: string, ...parameters: unknown[]): Promise<Value> {
    const id = ++this.#lastId;
    this.process.writeLine(JSON.stringify({ id, method, parameters }));
    await this.process.until(`answer to ${method}`, ANSWER_MS, () => this.#answers.has(id));
    const { value, error } = this.#answers.get(id) ?? {};
    this.#answers.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error}`);
    return value as Value;
  }

  #arrived<Reply>(reply: Reply): Reply {
    return { ...reply, at: this.#lines };
  }

  /** True: the line was of the protocol. */
  #onLine(text: string): boolean {
    if (!text.startsWith('{')) return false;
    const line = JSON.parse(text) as Line;
    this.#lines++;
    if (!('event' in line)) this.#answers.set(line.id, line);
    else if (line.event === 'ready') this.#isReady = true;
    else {
      if (line.event === 'status') this.statuses.push({ at: this.#lines, goals: line.goals });
      else this.feedback.push({ at: this.#lines, id: line.id });
      for (const settle of [...this.#waiting]) settle();
    }
    return true;
  }
}

const orderOf = (goal: unknown): number => (goal as { order: number }).order;
