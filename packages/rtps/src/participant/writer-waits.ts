import type { StatefulWriter } from '../behavior/stateful-writer.js';
import { RtpsError, RtpsErrorCode } from '../errors.js';
import { LIMITS } from '../limits.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import { Operation, type OperationHost, type OperationOptions } from './operation.js';

/** Writes, or returns 0 while there is no room. */
type Attempt = () => SequenceNumber;

/** Who waits for one writer: for room in its history, in the order of their calls, and for its readers' acknowledgements. */
export class WriterWaits {
  readonly #machine: StatefulWriter;
  readonly #topicName: string;
  readonly #host: OperationHost;
  /** In the order of their calls. */
  readonly #writes: Map<Operation<SequenceNumber>, Attempt> = new Map();
  /** In the order of their calls, so of their sequence numbers. */
  readonly #acknowledgements: Map<Operation<void>, SequenceNumber> = new Map();
  #isTelling = false;

  constructor(
    machine: StatefulWriter,
    topicName: string,
    schedule: (delayMs: number, callback: () => void) => () => void,
  ) {
    this.#machine = machine;
    this.#topicName = topicName;
    this.#host = {
      schedule,
      timeoutError: (timeoutMs) =>
        new RtpsError('ERR_RTPS_TIMEOUT', `${topicName}: still waiting after ${timeoutMs} ms`),
    };
  }

  /** Whether a write waits for room: others come after it. */
  get isQueueing(): boolean {
    return this.#writes.size > 0;
  }

  /** Resolves to what `attempt` returns when that is not 0, and those before it have had their turn. */
  write(attempt: Attempt, options: OperationOptions): Promise<SequenceNumber> {
    const operation: Operation<SequenceNumber> = new Operation<SequenceNumber>(this.#host, options, () =>
      this.#leave(operation),
    );
    if (operation.isSettled) return operation.promise;
    if (this.#writes.size >= LIMITS.waitingWrites.value) {
      operation.reject(
        new RtpsError(RtpsErrorCode.WRITER_FULL, `${this.#writes.size} writes to ${this.#topicName} wait already`),
      );
      return operation.promise;
    }
    this.#writes.set(operation, attempt);
    this.onWritable();
    return operation.promise;
  }

  /** Resolves when every matched reliable reader has what has been written by now. */
  acknowledged(options: OperationOptions): Promise<void> {
    const operation: Operation<void> = new Operation<void>(this.#host, options, () =>
      this.#acknowledgements.delete(operation),
    );
    if (operation.isSettled) return operation.promise;
    this.#acknowledgements.set(operation, this.#machine.lastSn);
    this.onAcknowledged();
    return operation.promise;
  }

  /** There may be room for the first one. */
  onWritable(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      // Who settles leaves the map.
      for (const [operation, attempt] of this.#writes) if (!tryWrite(operation, attempt)) break;
    } finally {
      this.#isTelling = false;
    }
  }

  /** What the first one waits for may be so. */
  onAcknowledged(): void {
    for (const [operation, sn] of this.#acknowledgements) {
      if (!this.#machine.watchAcknowledged(sn)) break;
      operation.resolve();
    }
  }

  /** Nothing comes any more. */
  close(): void {
    const error = new RtpsError(RtpsErrorCode.CLOSED, `the writer of ${this.#topicName} is closed`);
    this.#isTelling = true;
    for (const operation of [...this.#writes.keys(), ...this.#acknowledgements.keys()]) operation.reject(error);
  }

  #leave(operation: Operation<SequenceNumber>): void {
    const [first] = this.#writes.keys();
    this.#writes.delete(operation);
    // Who gives up makes way: the next one may want less.
    if (first === operation) this.onWritable();
  }
}

/** False: there is no room yet. */
function tryWrite(operation: Operation<SequenceNumber>, attempt: Attempt): boolean {
  try {
    const sn = attempt();
    if (sn > 0) operation.resolve(sn);
    return sn > 0;
  } catch (error) {
    operation.reject(error);
    return true;
  }
}
