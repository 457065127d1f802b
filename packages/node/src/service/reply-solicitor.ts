import type { Participant } from '@rclts/rtps';

/** Overdue: later than any answer that is not lost takes, sooner than Fast DDS' heartbeat, which comes after 3 s. */
const FIRST_MS = 200;
const LONGEST_MS = 3200;

/**
 * Asks for heartbeats while a reply is overdue, so that a lost one is noticed. Fast DDS writes replies without heartbeat
 * and offers a lost one again only with the periodic heartbeat, 3 s later. The pause doubles as long as requests stay
 * unanswered, and starts anew with each new request and each reply.
 */
export class ReplySolicitor {
  readonly #participant: Participant;
  readonly #solicit: () => void;
  #pauseMs = FIRST_MS;
  #cancel: (() => void) | undefined;

  constructor(participant: Participant, solicit: () => void) {
    this.#participant = participant;
    this.#solicit = solicit;
  }

  /** Something is awaited, and something has just happened. */
  restart(): void {
    if (this.#cancel && this.#pauseMs === FIRST_MS) return;
    this.stop();
    this.#pauseMs = FIRST_MS;
    this.#arm();
  }

  /** Nothing is awaited. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(): void {
    this.#cancel = this.#participant.schedule(this.#pauseMs, () => {
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_MS);
      this.#arm();
      this.#solicit();
    });
  }
}
