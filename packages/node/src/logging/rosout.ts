import type { Log } from '@rclts/interfaces/rcl_interfaces/msg/Log';
import type { Participant } from '@rclts/rtps';
import { limits } from '../limits.js';
import type { Publisher } from '../topic/publisher.js';
import type { LogRecord } from './logger.js';

/** A node's lines on `/rosout`. Written in the next turn, so that logging costs its caller no encoding and no sending. */
export class Rosout {
  readonly #participant: Participant;
  readonly #publisher: Publisher<Log>;
  readonly #records: LogRecord[] = [];
  #flushing = false;

  constructor(participant: Participant, publisher: Publisher<Log>) {
    this.#participant = participant;
    this.#publisher = publisher;
  }

  log(record: LogRecord): void {
    this.#records.push(record);
    if (this.#records.length > limits.waitingLogLines) this.#records.shift();
    if (this.#flushing) return;
    this.#flushing = true;
    this.#participant.defer(() => this.flush());
  }

  /** Also before the node closes, so that its last words are said. */
  flush(): void {
    this.#flushing = false;
    const records = this.#records.splice(0);
    if (this.#publisher.isClosed || this.#participant.isClosed) return;
    for (const { severity, name, message, stamp } of records) {
      this.#publisher.publish({ stamp, level: severity, name, msg: message, file: '', function: '', line: 0 });
    }
  }
}
