import type { Participant } from '@rclts/rtps';
import type { NodeReports } from './node-reports.js';

/** What a node calls back later, on monotonic time, for as long as it is open. */
export class NodeTimers {
  readonly #participant: Participant;
  readonly #reports: NodeReports;
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  constructor(participant: Participant, reports: NodeReports) {
    this.#participant = participant;
    this.#reports = reports;
  }

  /** Returns what cancels it. */
  schedule(delayMs: number, callback: () => unknown): () => void {
    if (this.#isClosed) return () => undefined;
    const cancelTimer = this.#participant.schedule(delayMs, () => {
      this.#waiting.delete(cancel);
      this.#reports.run('timer', callback);
    });
    const cancel = (): void => {
      this.#waiting.delete(cancel);
      cancelTimer();
    };
    this.#waiting.add(cancel);
    return cancel;
  }

  defer(callback: () => unknown): void {
    this.#participant.defer(() => {
      if (!this.#isClosed) this.#reports.run('deferred callback', callback);
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const cancel of [...this.#waiting]) cancel();
  }
}
