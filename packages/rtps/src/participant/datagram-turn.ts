import type { ParticipantHost } from './participant-host.js';

/**
 * The first datagram of a turn is answered at once, those that lie behind it in the sockets together when all are read: of ten
 * questions of a peer to which we come late, nine need no answer of their own.
 */
export class DatagramTurn {
  readonly #host: Pick<ParticipantHost, 'defer'>;
  readonly #flush: () => void;
  #isOpen = false;
  #isUnanswered = false;

  /** `flush` answers what has been read. */
  constructor(host: Pick<ParticipantHost, 'defer'>, flush: () => void) {
    this.#host = host;
    this.#flush = flush;
  }

  /** A datagram has been read. */
  onDatagram(): void {
    this.#isUnanswered = this.#isOpen;
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#host.defer(() => {
      this.#isOpen = false;
      if (this.#isUnanswered) this.#flush();
    });
    this.#flush();
  }
}
