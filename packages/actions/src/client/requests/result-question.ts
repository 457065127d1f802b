import { ServerLostError } from '../../errors.js';
import type { GoalOutcome } from '../../goal-outcome.js';
import { limits } from '../../limits.js';
import { Pending, type Schedule } from './pending.js';

/**
 * What one server is asked about one goal's end. The answer may take as long as the goal does. Once the goal is known to be
 * over it is due, and a server that lives may have lost it all the same: rclpy drops a reply whose reader it does not know
 * within 100 ms. So it is asked again, which changes nothing there, after 5, 10, 20 … seconds, and in the end given up.
 */
export class ResultQuestion<Result> {
  readonly #answer = new Pending<GoalOutcome<Result>>();
  readonly #controller = new AbortController();
  readonly #call: (signal: AbortSignal) => Promise<GoalOutcome<Result>>;
  readonly #schedule: Schedule;
  readonly #overdueError: (timeoutMs: number) => unknown;
  #cancelTimer: (() => void) | undefined;
  #asked = 0;
  #waitedMs = 0;

  /** @param call asks once; the signal is aborted when nobody waits for that any more */
  constructor(
    call: (signal: AbortSignal) => Promise<GoalOutcome<Result>>,
    schedule: Schedule,
    overdueError: (timeoutMs: number) => unknown,
  ) {
    this.#call = call;
    this.#schedule = schedule;
    this.#overdueError = overdueError;
    this.#answer.whenSettled(() => {
      this.#cancelTimer?.();
      this.#controller.abort();
    });
    this.#ask();
  }

  get answer(): Promise<GoalOutcome<Result>> {
    return this.#answer.promise;
  }

  /** The goal is over. */
  expect(): void {
    if (this.#answer.isSettled || this.#cancelTimer !== undefined) return;
    const waitMs = limits.overdueResultMs * 2 ** (this.#asked - 1);
    this.#cancelTimer = this.#schedule(waitMs, () => {
      this.#cancelTimer = undefined;
      this.#waitedMs += waitMs;
      if (this.#asked > limits.overdueResultRetries) return this.#answer.reject(this.#overdueError(this.#waitedMs));
      this.#ask();
      this.expect();
    });
  }

  #ask(): void {
    const isFirst = this.#asked === 0;
    this.#asked += 1;
    this.#call(this.#controller.signal).then(
      (outcome) => this.#answer.resolve(outcome),
      (error: unknown) => {
        if (isFirst || error instanceof ServerLostError) this.#answer.reject(error);
      },
    );
  }
}
