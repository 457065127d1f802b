import type { ParticipantHost } from './participant-host.js';

/** The host's one timer, for all deadlines of a participant; left alone when it already falls early enough. */
export class SingleTimer {
  readonly #host: ParticipantHost;
  readonly #next: () => number;
  readonly #onTime: () => void;
  #armedFor = Infinity;
  #cancel: (() => void) | undefined;

  /** `next`: when the earliest deadline falls, monotonic ms; `onTime`: it has. */
  constructor(host: ParticipantHost, next: () => number, onTime: () => void) {
    this.#host = host;
    this.#next = next;
    this.#onTime = onTime;
  }

  arm(): void {
    const next = this.#next();
    if (next >= this.#armedFor) return;
    this.#cancel?.();
    this.#armedFor = next;
    this.#cancel = this.#host.setTimer(next - this.#host.now(), () => {
      this.#armedFor = Infinity;
      this.#cancel = undefined;
      this.#onTime();
    });
  }

  cancel(): void {
    this.#cancel?.();
  }
}
