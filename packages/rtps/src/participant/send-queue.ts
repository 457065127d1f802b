import { LIMITS } from '../limits.js';
import type { Locator } from '../types/locator.js';
import type { Statistics } from './statistics.js';

/** Takes one datagram; false: not taken. The bytes are valid only during the call; must not call back into the core. */
export interface DatagramSink {
  send(datagram: Uint8Array, to: Locator): boolean;
}

interface Waiting {
  readonly datagram: Uint8Array;
  readonly to: Locator;
}

/**
 * Keeps, in order, what the sink did not take: a flush is larger than what the operating system has room for when many
 * readers want a large sample, and what is lost here has to be asked for again. While something waits, writers hold the
 * rest back.
 */
export class SendQueue {
  readonly #sink: DatagramSink;
  readonly #statistics: Statistics;
  #waiting: Waiting[] = [];
  #head = 0;

  constructor(sink: DatagramSink, statistics: Statistics) {
    this.#sink = sink;
    this.#statistics = statistics;
  }

  /** Whether something waits for the sink. */
  get isBlocked(): boolean {
    return this.#head < this.#waiting.length;
  }

  /** Copies `datagram` if it has to wait. */
  send(datagram: Uint8Array, to: Locator): void {
    if (!this.isBlocked && this.#take(datagram, to)) return;
    if (this.#waiting.length - this.#head >= LIMITS.queuedDatagrams.value) this.#statistics.datagramsRefused += 1;
    else this.#waiting.push({ datagram: datagram.slice(), to });
  }

  /** Hands on what waits, as far as the sink takes it. */
  drain(): void {
    for (let next = this.#waiting[this.#head]; next !== undefined; next = this.#waiting[this.#head]) {
      if (!this.#take(next.datagram, next.to)) return;
      this.#head += 1;
    }
    this.clear();
  }

  clear(): void {
    if (this.#waiting.length > 0) this.#waiting = [];
    this.#head = 0;
  }

  #take(datagram: Uint8Array, to: Locator): boolean {
    if (!this.#sink.send(datagram, to)) return false;
    this.#statistics.datagramsSent += 1;
    this.#statistics.bytesSent += datagram.byteLength;
    return true;
  }
}
