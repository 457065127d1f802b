import { LIMITS } from '../limits.js';
import type { Destination } from '../participant/destination.js';
import type { Deadline } from '../participant/deadlines.js';
import type { Rider } from '../participant/outbox.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { EntityId } from '../types/entity-id.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { FragmentAssembler } from './fragment-assembler.js';
import { IntervalList } from './interval-list.js';
import type { Sample } from './sample.js';
import { Timing } from './timing.js';

/** GAP ranges ahead of the next expected sample that are remembered; more are asked for again. */
const MAX_INTERVALS = 256;

/** Beyond `reorderWindowSamples` only samples of no more bytes than this are kept. */
const SMALL_SAMPLE_BYTES = LIMITS.reorderWindowBytes.value / LIMITS.reorderWindowSmallSamples.value;

/** Of all writers of which no sample waits, which most never do: nothing is ever added to this one. */
const NONE_AHEAD = new Map<SequenceNumber, Sample>();

/** Memory of the samples of one participant that wait for an earlier one. */
export interface ReorderBudget {
  bytes: number;
  readonly maxBytes: number;
}

/**
 * What a StatefulReader knows of one matched writer (RTPS 2.5 §8.4.10.4).
 *
 * The spec's states of a change are: below `nextSn`, done (delivered, irrelevant or lost); in `ahead`, received and
 * waiting for its turn; in `irrelevant`, told by a GAP; the rest up to `lastKnown`, missing.
 */
export class WriterProxy {
  readonly endpoint: RemoteEndpoint;
  readonly destination: Destination;
  readonly isReliable: boolean;
  readonly deadline: Deadline;
  readonly assembler: FragmentAssembler;
  readonly irrelevant: IntervalList = new IntervalList(MAX_INTERVALS);
  readonly #budget: ReorderBudget;
  #ahead = NONE_AHEAD;
  #aheadBytes = 0;

  /** The next sequence number to deliver. */
  nextSn: SequenceNumber = 1;
  /** The last one that was delivered. */
  deliveredSn: SequenceNumber = 0;
  /** Whether a HEARTBEAT has told where this writer's history starts for us. */
  isSynchronized: boolean = false;
  /** What the writer's last HEARTBEAT, or a GAP since, said to be its last. */
  lastAnnounced: SequenceNumber = 0;
  /** The highest one that was received. */
  lastReceived: SequenceNumber = 0;
  /** A word of the writer from far ahead, waiting to be said again: see sequence-jump.ts. */
  doubtedSn: SequenceNumber = 0;
  doubtedAt: number = 0;

  lastHeartbeatCount: number | undefined;
  lastHeartbeatFragCount: number | undefined;
  /** What the next flush owes this writer. */
  owed: 'nothing' | 'acknowledgement' | 'preemptive' = 'nothing';
  /** Counts what this reader has learnt of the writer; an answer that tells nothing new may wait. */
  progress: number = 0;
  answeredProgress: number = -1;
  answeredAt: number = -Infinity;
  renackMs: number = Timing.preemptiveAckNackMs;
  /** Since when an acknowledgement waits for something to travel with; Infinity while none does. */
  owedSince: number = Infinity;
  /** What came since the last answer, in octets of memory at the writer: it may wait for room. */
  unansweredBytes: number = 0;
  /** The writer has repeated itself: it waits for the answer. */
  isAskedAgain: boolean = false;
  /** Writes the acknowledgement that waits. */
  readonly rider: Rider;
  /** Highest sequence number that was asked for: a gap beyond it is new and is reported at once. */
  requestedUpTo: SequenceNumber = 0;

  constructor(
    endpoint: RemoteEndpoint,
    destination: Destination,
    isReliable: boolean,
    deadline: Deadline,
    assembler: FragmentAssembler,
    budget: ReorderBudget,
    rider: Rider,
  ) {
    this.endpoint = endpoint;
    this.destination = destination;
    this.isReliable = isReliable;
    this.deadline = deadline;
    this.assembler = assembler;
    this.#budget = budget;
    this.rider = rider;
  }

  get entityId(): EntityId {
    return this.endpoint.guid.entityId;
  }

  /** The highest sequence number that is known to exist. */
  get lastKnown(): SequenceNumber {
    const { lastAnnounced, lastReceived } = this;
    return lastAnnounced > lastReceived ? lastAnnounced : lastReceived;
  }

  /** Whether something is known to exist that is not here. */
  get isMissing(): boolean {
    return this.nextSn <= this.lastKnown || this.#ahead.size > 0 || this.assembler.size > 0;
  }

  /** Samples that wait for an earlier one. */
  get aheadSize(): number {
    return this.#ahead.size;
  }

  isAhead(sn: SequenceNumber): boolean {
    return this.#ahead.has(sn);
  }

  /** Whether `sn` is near enough to begin to put it together; its size is not known yet. */
  isInReach(sn: SequenceNumber): boolean {
    return !this.isReliable || sn < this.nextSn + LIMITS.reorderWindowSamples.value;
  }

  /** Whether a sample of `bytes` may wait for those before it. */
  hasRoomFor(sn: SequenceNumber, bytes: number): boolean {
    const distance = sn - this.nextSn;
    if (distance >= LIMITS.reorderWindowSmallSamples.value) return false;
    if (distance >= LIMITS.reorderWindowSamples.value && bytes > SMALL_SAMPLE_BYTES) return false;
    // One sample may be as large as it likes: it has been put together already.
    return (
      (this.#ahead.size === 0 || this.#aheadBytes + bytes <= LIMITS.reorderWindowBytes.value) &&
      this.#budget.bytes + bytes <= this.#budget.maxBytes
    );
  }

  stash(sample: Sample): void {
    const bytes = sample.payload.byteLength;
    if (this.#ahead === NONE_AHEAD) this.#ahead = new Map();
    this.#ahead.set(sample.sequenceNumber, sample);
    this.#aheadBytes += bytes;
    this.#budget.bytes += bytes;
  }

  unstash(sn: SequenceNumber): Sample | undefined {
    if (this.#ahead.size === 0) return undefined;
    const sample = this.#ahead.get(sn);
    if (sample === undefined) return undefined;
    const bytes = sample.payload.byteLength;
    this.#ahead.delete(sn);
    this.#aheadBytes -= bytes;
    this.#budget.bytes -= bytes;
    return sample;
  }

  /** What waits below `sn`, in order. Never more steps than samples wait, whatever the distance. */
  stashedBelow(sn: SequenceNumber): readonly SequenceNumber[] {
    if (this.#ahead.size === 0) return [];
    const numbers: SequenceNumber[] = [];
    if (sn - this.nextSn <= this.#ahead.size) {
      for (let n = this.nextSn; n < sn; n++) if (this.#ahead.has(n)) numbers.push(n);
      return numbers;
    }
    for (const held of this.#ahead.keys()) if (held < sn) numbers.push(held);
    return numbers.sort((a, b) => a - b);
  }

  /** Something new is known: the writer is there, and what is asked for comes. */
  noteProgress(): void {
    this.progress += 1;
    this.renackMs = Timing.renackMinMs;
  }

  clear(): void {
    this.#budget.bytes -= this.#aheadBytes;
    this.#aheadBytes = 0;
    this.#ahead.clear();
    this.assembler.clear();
  }
}
