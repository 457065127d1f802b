import type { Destination } from '../participant/destination.js';
import type { Deadline } from '../participant/deadlines.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { EntityId } from '../types/entity-id.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { GroupKey } from './cache-change.js';
import { Timing } from './timing.js';

/** A change whose fragments are on their way to one reader. */
export interface FragmentedSend {
  readonly sn: SequenceNumber;
  readonly total: number;
  /** Next fragment to send for the first time. */
  next: number;
  /** Fragments that the reader has told us to have: all below. */
  credited: number;
}

interface InFlight {
  readonly sn: SequenceNumber;
  bytes: number;
}

/** Bytes in flight to one reader: the first window, its bounds, and how it moves (architecture: flow control). */
const WINDOW_START = 64 * 1024;
const WINDOW_MIN = 16 * 1024;
const WINDOW_MAX = 256 * 1024;

/**
 * What a StatefulWriter knows of one matched reader (RTPS 2.5 §8.4.7.5).
 *
 * The spec's four states of a change per reader are three numbers and a set here:
 * - below `frontier`: acknowledged or not for this reader
 * - frontier … nextSn − 1: sent, unacknowledged (`inFlight` holds those that were really sent)
 * - from `nextSn` on: unsent
 * - `requested`, `requestedFragments`: asked for again
 */
export class ReaderProxy {
  readonly endpoint: RemoteEndpoint;
  readonly destination: Destination;
  readonly isReliable: boolean;
  /** First change that this reader is owed: 1 for a transient local reader, last + 1 at the match for a volatile one. */
  readonly startSn: SequenceNumber;
  readonly deadline: Deadline;

  nextSn: SequenceNumber;
  /** Every number up to here was either sent or declared irrelevant by a GAP. */
  toldSn: SequenceNumber;
  /** Sequence numbers asked for by the last ACKNACK, still to be sent again. */
  readonly requested: Set<SequenceNumber> = new Set();
  /** Fragments asked for by NACK_FRAG, by sequence number. */
  readonly requestedFragments: Map<SequenceNumber, Set<number>> = new Map();
  fragmented: FragmentedSend | undefined;

  heartbeatCount: number = 0;
  lastAckNackCount: number | undefined;
  lastNackFragCount: number | undefined;
  /** Whether a HEARTBEAT is owed in the next flush, and whether it must be answered. */
  heartbeatOwed: 'none' | 'final' | 'nonFinal' = 'none';

  window: number = WINDOW_START;
  repairMs: number = Timing.repairMinMs;
  /** HEARTBEATs since the reader was last heard: a reader that stopped gets no data again until it answers. */
  unanswered: number = 0;
  roundTripMs: number = Timing.initialRttMs;
  /** When the HEARTBEAT that measures the round trip left; 0 while none is out. */
  heartbeatSentAt: number = 0;

  #inFlight: InFlight[] = [];
  #head = 0;
  #inFlightBytes = 0;

  constructor(
    endpoint: RemoteEndpoint,
    destination: Destination,
    isReliable: boolean,
    startSn: SequenceNumber,
    deadline: Deadline,
  ) {
    this.endpoint = endpoint;
    this.destination = destination;
    this.isReliable = isReliable;
    this.startSn = startSn;
    this.nextSn = startSn;
    this.toldSn = startSn - 1;
    this.deadline = deadline;
  }

  get entityId(): EntityId {
    return this.endpoint.guid.entityId;
  }

  get groupKey(): GroupKey {
    return this.destination.groupKey;
  }

  get inFlightBytes(): number {
    return this.#inFlightBytes;
  }

  /** The lowest change not known to be done with for this reader. */
  get frontier(): SequenceNumber {
    return this.#inFlight[this.#head]?.sn ?? this.nextSn;
  }

  get hasUnacknowledged(): boolean {
    return this.#head < this.#inFlight.length;
  }

  get hasRepairs(): boolean {
    return this.requested.size > 0 || this.requestedFragments.size > 0;
  }

  isUnacknowledged(sn: SequenceNumber): boolean {
    return sn >= this.frontier && sn < this.nextSn;
  }

  /** `bytes` more of change `sn` are on their way. */
  sent(sn: SequenceNumber, bytes: number): void {
    if (!this.isReliable) return;
    const last = this.#inFlight[this.#inFlight.length - 1];
    if (last !== undefined && last.sn === sn && this.hasUnacknowledged) last.bytes += bytes;
    else this.#inFlight.push({ sn, bytes });
    this.#inFlightBytes += bytes;
  }

  /** The reader has everything below `base`; returns whether that was news. */
  acknowledgedBelow(base: SequenceNumber): boolean {
    const before = this.#head;
    for (
      let entry = this.#inFlight[this.#head];
      entry !== undefined && entry.sn < base;
      entry = this.#inFlight[this.#head]
    ) {
      this.#inFlightBytes -= entry.bytes;
      this.#head += 1;
    }
    if (this.#head > 64 && this.#head * 2 > this.#inFlight.length) {
      this.#inFlight = this.#inFlight.slice(this.#head);
      this.#head = 0;
      return true;
    }
    if (this.#head === before) return false;
    this.window = Math.min(WINDOW_MAX, this.window + WINDOW_MIN);
    return true;
  }

  /** The reader told, by NACK_FRAG, that it has all fragments below `base`: their bytes are no longer in flight. */
  creditFragments(base: number, fragmentSize: number): boolean {
    const { fragmented } = this;
    if (fragmented === undefined || base <= fragmented.credited) return false;
    const entry = this.#inFlight[this.#inFlight.length - 1];
    const bytes = Math.min((Math.min(base, fragmented.next) - fragmented.credited) * fragmentSize, entry?.bytes ?? 0);
    fragmented.credited = Math.min(base, fragmented.next);
    if (entry === undefined || entry.sn !== fragmented.sn || bytes <= 0) return false;
    entry.bytes -= bytes;
    this.#inFlightBytes -= bytes;
    this.window = Math.min(WINDOW_MAX, this.window + bytes);
    return true;
  }

  /** Loss was reported. */
  shrinkWindow(): void {
    this.window = Math.max(WINDOW_MIN, this.window >> 1);
  }

  /** The reader was heard: repair runs at full pace again. */
  heard(now: number): void {
    this.unanswered = 0;
    if (this.heartbeatSentAt > 0) {
      this.roundTripMs += (now - this.heartbeatSentAt - this.roundTripMs) / 4;
      this.heartbeatSentAt = 0;
    }
    this.repairMs = Math.min(Timing.repairMaxMs, Math.max(Timing.repairMinMs, 2 * this.roundTripMs));
  }
}
