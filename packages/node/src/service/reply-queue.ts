import { isRcltsError } from '@rclts/cdr';
import type { Participant, RemoteEndpoint, WriteOptions, Writer } from '@rclts/rtps';
import { limits } from '../limits.js';
import type { RequestId } from './request-id.js';

/**
 * How long a reply waits for its client's reader. rmw_fastrtps waits 100 ms, since that blocks its whole server; at 30 % loss,
 * one client in twenty is not discovered by then and would wait for ever. Here waiting blocks nobody.
 */
const REPLY_READER_WAIT_MS = 5_000;

/** A reply in the dialect of its client. */
export interface EncodedReply {
  readonly payload: Uint8Array;
  readonly options: WriteOptions;
}

interface WaitingReply {
  readonly requestId: RequestId;
  readonly sample: EncodedReply;
  /** Ends the wait for the reader. */
  cancel(): void;
}

/**
 * Sends replies, each to its client's reply reader alone. One whose reader is not matched yet waits here for a while, one
 * that finds the writer full until it is not; neither holds up another. One whose client is gone is dropped and counted.
 */
export class ReplyQueue {
  readonly #participant: Participant;
  readonly #writer: Writer;
  readonly #waiting = new Set<WaitingReply>();
  readonly #blocked: WaitingReply[] = [];
  droppedReplies = 0;

  constructor(participant: Participant, writer: Writer) {
    this.#participant = participant;
    this.#writer = writer;
  }

  /** Replies that wait. */
  get size(): number {
    return this.#waiting.size + this.#blocked.length;
  }

  /** @throws RtpsError - ERR_RTPS_PAYLOAD_TOO_LARGE, at once: one that waits must not fail when nobody looks. */
  send(requestId: RequestId, sample: EncodedReply): void {
    this.#writer.checkSize(sample.payload);
    const reader = requestId.mapping.findReplyReader(requestId, this.#writer);
    if (reader && this.#blocked.length === 0 && this.#write(sample, reader)) return;
    if (this.size >= limits.waitingReplies) this.#dropOldest();
    if (reader) {
      this.#blocked.push({ requestId, sample, cancel: () => undefined });
      return;
    }
    const waiting: WaitingReply = {
      requestId,
      sample,
      cancel: this.#participant.schedule(REPLY_READER_WAIT_MS, () => this.#drop(waiting)),
    };
    this.#waiting.add(waiting);
  }

  /** A reply reader has been matched. */
  onReaderMatched(): void {
    for (const waiting of [...this.#waiting]) {
      const { requestId, sample } = waiting;
      if (!requestId.mapping.findReplyReader(requestId, this.#writer)) continue;
      waiting.cancel();
      this.#waiting.delete(waiting);
      this.send(requestId, sample);
    }
  }

  /** The writer takes samples again. */
  onWritable(): void {
    for (let next = this.#blocked[0]; next; next = this.#blocked[0]) {
      const reader = next.requestId.mapping.findReplyReader(next.requestId, this.#writer);
      if (reader && !this.#write(next.sample, reader)) return;
      this.#blocked.shift();
      if (!reader) this.droppedReplies++;
    }
  }

  /** The client's request writer has gone: nobody waits for its replies. */
  onClientLost(requestWriter: RemoteEndpoint): void {
    for (const waiting of [...this.#waiting])
      if (waiting.requestId.requestWriter === requestWriter) this.#drop(waiting);
  }

  close(): void {
    for (const waiting of this.#waiting) waiting.cancel();
    this.droppedReplies += this.size;
    this.#waiting.clear();
    this.#blocked.length = 0;
  }

  /** False: the writer is full. */
  #write(sample: EncodedReply, reader: RemoteEndpoint): boolean {
    try {
      this.#writer.write(sample.payload, { ...sample.options, relevantTo: reader });
      return true;
    } catch (error) {
      if (isRcltsError(error) && error.code === 'ERR_RTPS_WRITER_FULL') return false;
      throw error;
    }
  }

  #drop(waiting: WaitingReply): void {
    waiting.cancel();
    if (this.#waiting.delete(waiting)) this.droppedReplies++;
  }

  #dropOldest(): void {
    const [oldest] = this.#waiting;
    if (oldest) return this.#drop(oldest);
    this.#blocked.shift();
    this.droppedReplies++;
  }
}
