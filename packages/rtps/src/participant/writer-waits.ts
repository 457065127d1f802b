import type { StatefulWriter } from '../behavior/stateful-writer.js';
import { RtpsError, RtpsErrorCode } from '../errors.js';
import { LIMITS } from '../limits.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import { Operation, type OperationHost, type OperationOptions } from './operation.js';

interface WaitingWrite {
  readonly operation: Operation<SequenceNumber>;
  /** Returns 0 while there is no room. */
  readonly attempt: () => SequenceNumber;
}

interface WaitingForReaders {
  readonly operation: Operation<void>;
  readonly sn: SequenceNumber;
}

/** Who waits for one writer: for room in its history, in the order of their calls, and for its readers' acknowledgements. */
export class WriterWaits {
  readonly #machine: StatefulWriter;
  readonly #topicName: string;
  readonly #host: OperationHost;
  /** In the order of their calls. */
  readonly #writes: Set<WaitingWrite> = new Set();
  /** In the order of their calls, so of their sequence numbers. */
  readonly #acknowledgements: Set<WaitingForReaders> = new Set();
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
  write(attempt: () => SequenceNumber, options: OperationOptions): Promise<SequenceNumber> {
    let waiting: WaitingWrite | undefined;
    const operation = new Operation<SequenceNumber>(this.#host, options, () => {
      if (waiting !== undefined) this.#leave(waiting);
    });
    if (operation.isSettled) return operation.promise;
    waiting = { operation, attempt };
    if (this.#writes.size >= LIMITS.waitingWrites.value) {
      operation.reject(
        new RtpsError(RtpsErrorCode.WRITER_FULL, `${this.#writes.size} writes to ${this.#topicName} wait already`),
      );
      return operation.promise;
    }
    this.#writes.add(waiting);
    this.onWritable();
    return operation.promise;
  }

  /** Resolves when every matched reliable reader has what has been written by now. */
  acknowledged(options: OperationOptions): Promise<void> {
    let waiting: WaitingForReaders | undefined;
    const operation = new Operation<void>(this.#host, options, () => {
      if (waiting !== undefined) this.#acknowledgements.delete(waiting);
    });
    if (operation.isSettled) return operation.promise;
    waiting = { operation, sn: this.#machine.lastSn };
    this.#acknowledgements.add(waiting);
    this.onAcknowledged();
    return operation.promise;
  }

  /** There may be room for the first one. */
  onWritable(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let first = this.#firstWrite; first !== undefined; first = this.#firstWrite) if (!tryWrite(first)) break;
    } finally {
      this.#isTelling = false;
    }
  }

  /** What the first one waits for may be so. */
  onAcknowledged(): void {
    for (const { operation, sn } of this.#acknowledgements) {
      if (!this.#machine.watchAcknowledged(sn)) break;
      operation.resolve();
    }
  }

  /** Nothing comes any more. */
  close(): void {
    const error = new RtpsError(RtpsErrorCode.CLOSED, `the writer of ${this.#topicName} is closed`);
    this.#isTelling = true;
    for (const { operation } of [...this.#writes, ...this.#acknowledgements]) operation.reject(error);
  }

  #leave(waiting: WaitingWrite): void {
    const wasFirst = this.#firstWrite === waiting;
    this.#writes.delete(waiting);
    // Who gives up makes way: the next one may want less.
    if (wasFirst) this.onWritable();
  }

  get #firstWrite(): WaitingWrite | undefined {
    for (const first of this.#writes) return first;
    return undefined;
  }
}

/** False: there is no room yet. */
function tryWrite({ attempt, operation }: WaitingWrite): boolean {
  try {
    const sn = attempt();
    if (sn > 0) operation.resolve(sn);
    return sn > 0;
  } catch (error) {
    operation.reject(error);
    return true;
  }
}
