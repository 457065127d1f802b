import type { Destination } from '../participant/destination.js';
import type { Deadline } from '../participant/deadlines.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { EntityId } from '../types/entity-id.js';
import type { NumberSet } from '../types/number-set.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { GroupKey } from './cache-change.js';
import { FRAGMENT_SIZE, FragmentedSend, REORDER_TOLERANCE } from './fragmented-send.js';
import { SendWindow } from './send-window.js';
import { Timing } from './timing.js';

/** A change that was sent and is not acknowledged. */
interface InFlight {
  readonly sn: SequenceNumber;
  /** Of a change that was sent whole; that of fragments changes with what is known of them. */
  readonly bytes: number;
  readonly fragments: FragmentedSend | undefined;
  sentAt: number;
  /** How many had left before it. */
  sentIn: number;
  isRepeated: boolean;
}

/**
 * What a StatefulWriter knows of one matched reader (RTPS 2.5 §8.4.7.5).
 *
 * The spec's four states of a change per reader are three numbers and a set here:
 * - below `frontier`: acknowledged or not for this reader
 * - frontier … nextSn − 1: sent, unacknowledged (`inFlight` holds those that were really sent)
 * - from `nextSn` on: unsent
 * - `requested`, `lostFragments`: to be sent again
 */
export class ReaderProxy {
  readonly endpoint: RemoteEndpoint;
  readonly destination: Destination;
  /** Of its vendor and its destination at the match; kept when the participant moves. */
  readonly groupKey: GroupKey;
  readonly isReliable: boolean;
  /** First change that this reader is owed: the oldest for a transient local reader, last + 1 at the match for a volatile one. */
  readonly startSn: SequenceNumber;
  /** The last change that was there at the match; a reader that wants history counts on hearing of it at once. */
  readonly historyEnd: SequenceNumber;
  readonly deadline: Deadline;
  readonly window: SendWindow = new SendWindow();

  nextSn: SequenceNumber;
  /** Every number up to here was either sent or declared irrelevant by a GAP. */
  toldSn: SequenceNumber;
  /** Asked for by the last ACKNACK, lost as far as we can tell, and still to be sent again. */
  readonly requested: Set<SequenceNumber> = new Set();
  /** Changes of which fragments are to be sent again. */
  readonly lostFragments: Set<FragmentedSend> = new Set();
  /** The change at `nextSn`, while only some of its fragments have left. */
  fragmented: FragmentedSend | undefined;

  heartbeatCount: number = 0;
  lastAckNackCount: number | undefined;
  lastNackFragCount: number | undefined;
  /** Whether a HEARTBEAT is owed in the next flush, and whether it must be answered. */
  heartbeatOwed: 'none' | 'final' | 'nonFinal' = 'none';
  heartbeatSentAt: number = -Infinity;
  /** When a HEARTBEAT goes out for want of an answer; Infinity while none is waited for. */
  repairAt: number = Infinity;
  /** When it last did. */
  askedAgainAt: number = -Infinity;
  /** When a HEARTBEAT goes out that the reader has asked for; Infinity while it has not. */
  answerAt: number = Infinity;

  /** When it was last given again what it had acknowledged: a reader that changes its mind, or somebody in its name, is served at leisure. */
  acknowledgedRepeatedAt: number = -Infinity;

  /** Whether the reader's last word asked for something that may still be under way. */
  hasDoubts: boolean = false;
  repairMs: number = Timing.repairMinMs;
  /** HEARTBEATs since the reader was last heard: a reader that stopped gets no data again until it answers. */
  unanswered: number = 0;

  #inFlight: InFlight[] = [];
  #head = 0;
  #inFlightBytes = 0;
  /** Counts what leaves: what left before something that has arrived, is lost. */
  #sends = 0;
  #newestDelivered = 0;

  constructor(
    endpoint: RemoteEndpoint,
    destination: Destination,
    isReliable: boolean,
    startSn: SequenceNumber,
    historyEnd: SequenceNumber,
    deadline: Deadline,
  ) {
    this.endpoint = endpoint;
    this.destination = destination;
    this.groupKey = `${endpoint.participant.vendorId} ${destination.groupKey}`;
    this.isReliable = isReliable;
    this.startSn = startSn;
    this.historyEnd = historyEnd;
    this.nextSn = startSn;
    this.toldSn = startSn - 1;
    this.deadline = deadline;
  }

  get entityId(): EntityId {
    return this.endpoint.guid.entityId;
  }

  /** Whether the reader has ever said anything. */
  get isHeard(): boolean {
    return this.lastAckNackCount !== undefined || this.lastNackFragCount !== undefined;
  }

  get inFlightBytes(): number {
    return this.#inFlightBytes;
  }

  get hasRoom(): boolean {
    return !this.isReliable || this.#inFlightBytes < this.window.bytes;
  }

  /** The lowest change not known to be done with for this reader. */
  get frontier(): SequenceNumber {
    return this.#inFlight[this.#head]?.sn ?? this.nextSn;
  }

  get hasUnacknowledged(): boolean {
    return this.#head < this.#inFlight.length;
  }

  get hasRepairs(): boolean {
    return this.requested.size > 0 || this.lostFragments.size > 0;
  }

  isInFlight(sn: SequenceNumber): boolean {
    return this.#find(sn) !== undefined;
  }

  /** Whether the reader does not have `sn` yet, as far as we know. */
  isOwed(sn: SequenceNumber): boolean {
    return sn >= this.startSn && (sn >= this.nextSn || this.isInFlight(sn));
  }

  /** Change `sn` is on its way, for the first time or again. */
  sent(sn: SequenceNumber, bytes: number, now: number): void {
    if (!this.isReliable) return;
    this.#sends += 1;
    if (sn >= this.nextSn) {
      this.#inFlight.push({
        sn,
        bytes,
        fragments: undefined,
        sentAt: now,
        sentIn: this.#sends,
        isRepeated: false,
      });
      this.#inFlightBytes += bytes;
      return;
    }
    const entry = this.#find(sn);
    if (entry === undefined) return;
    entry.sentAt = now;
    entry.sentIn = this.#sends;
    entry.isRepeated = true;
  }

  /** The change at the cursor goes in fragments. */
  startFragments(sn: SequenceNumber, total: number, now: number): FragmentedSend {
    const fragments = new FragmentedSend(sn, total);
    this.fragmented = fragments;
    if (this.isReliable) this.#inFlight.push({ sn, bytes: 0, fragments, sentAt: now, sentIn: 0, isRepeated: false });
    return fragments;
  }

  sentFragments(fragments: FragmentedSend, first: number, count: number, now: number): void {
    const before = fragments.underWay;
    this.#sends += 1;
    fragments.markSent(first, count, this.#sends, now);
    if (!this.isReliable) return;
    this.#noteFragments(fragments, before);
  }

  /** The fragments of `sn` under way, if it goes in fragments and is unacknowledged. */
  findFragments(sn: SequenceNumber): FragmentedSend | undefined {
    return this.#find(sn)?.fragments;
  }

  /** RTPS 2.5 §8.3.8.1: all below the base has arrived; the members are asked for. Returns whether something is newly acknowledged. */
  onAckNack(state: NumberSet, now: number): boolean {
    const acknowledged = this.#acknowledgeBelow(state.base, now);
    // Within the set, what is not asked for has arrived: it tells what else ought to have.
    const end = state.base + state.numBits;
    for (let i = this.#head; i < this.#inFlight.length; i++) {
      const entry = this.#inFlight[i];
      if (entry === undefined || entry.sn >= end) break;
      if (entry.fragments === undefined && !state.has(entry.sn)) this.#noteDelivered(entry.sentIn);
    }
    this.requested.clear();
    this.hasDoubts = false;
    let lost = 0;
    for (let sn = state.next(state.base); sn >= 0 && sn <= this.nextSn; sn = state.next(sn + 1))
      if (this.#request(sn, now)) lost += 1;
    this.window.onLoss(lost, lost + acknowledged, now);
    this.#heard();
    return acknowledged > 0;
  }

  /** RTPS 2.5 §8.3.8.12. */
  onNackFrag(sn: SequenceNumber, missing: NumberSet, now: number): void {
    this.hasDoubts = false;
    const fragments = this.findFragments(sn);
    if (fragments === undefined) {
      this.#request(sn, now);
    } else {
      const before = fragments.underWay;
      const { delivered, lost, doubtful, newestSentAt, lateMs } = fragments.onNackFrag(missing, this.window, now);
      this.#noteFragments(fragments, before);
      this.hasDoubts = doubtful > 0;
      if (newestSentAt > -Infinity) this.#measure(newestSentAt, now);
      if (lateMs > 0) this.window.onLate(lateMs);
      this.window.onDelivered(delivered * FRAGMENT_SIZE);
      this.window.onLoss(lost, lost + delivered, now);
    }
    this.#heard();
  }

  /** Repair runs at full pace again. */
  #heard(): void {
    this.unanswered = 0;
    this.repairMs = this.window.repairMs;
  }

  /** Puts `sn` down to be sent again, unless it may still be under way: then the next HEARTBEAT will show. True: it was lost. */
  #request(sn: SequenceNumber, now: number): boolean {
    const entry = this.#find(sn);
    if (entry === undefined) {
      if (sn < this.nextSn) this.requested.add(sn);
      return false;
    }
    const { fragments } = entry;
    if (fragments === undefined) {
      // What was sent once was announced with it or later, unless it is history: who asks for it has seen that, but not it.
      const isLost =
        (!entry.isRepeated && sn > this.historyEnd) ||
        entry.sentIn + REORDER_TOLERANCE <= this.#newestDelivered ||
        this.window.hasHadTime(entry.sentAt, now);
      if (isLost) this.requested.add(sn);
      else this.hasDoubts = true;
      return isLost;
    }
    const before = fragments.underWay;
    if (fragments.restart(this.window, now).doubtful > 0) this.hasDoubts = true;
    this.#noteFragments(fragments, before);
    return fragments.hasLost;
  }

  #noteFragments(fragments: FragmentedSend, underWayBefore: number): void {
    this.#inFlightBytes += (fragments.underWay - underWayBefore) * FRAGMENT_SIZE;
    if (fragments.hasLost) this.lostFragments.add(fragments);
    else this.lostFragments.delete(fragments);
  }

  /** Returns how many changes were acknowledged. */
  #acknowledgeBelow(base: SequenceNumber, now: number): number {
    const before = this.#head;
    let bytes = 0;
    let newest = -Infinity;
    for (;;) {
      const entry = this.#inFlight[this.#head];
      if (entry === undefined || entry.sn >= base) break;
      const { fragments, sentAt, sentIn, isRepeated } = entry;
      if (fragments === undefined) {
        bytes += entry.bytes;
        this.#noteDelivered(sentIn);
        newest = isRepeated ? -Infinity : sentAt;
      } else {
        bytes += fragments.underWay * FRAGMENT_SIZE;
        this.lostFragments.delete(fragments);
        if (fragments === this.fragmented) {
          // The reader claims to have what it was not sent: then it shall not get it.
          this.fragmented = undefined;
          this.nextSn = entry.sn + 1;
        }
      }
      this.#head += 1;
    }
    const count = this.#head - before;
    if (count === 0) return 0;
    this.#inFlightBytes -= bytes;
    this.window.onDelivered(bytes);
    if (newest > -Infinity) this.#measure(newest, now);
    if (this.#head > 64 && this.#head * 2 > this.#inFlight.length) {
      this.#inFlight = this.#inFlight.slice(this.#head);
      this.#head = 0;
    }
    return count;
  }

  /** Karn's rule: an answer that had to be asked for again says nothing of the path. */
  #measure(sentAt: number, now: number): void {
    if (sentAt >= this.askedAgainAt) this.window.onRoundTrip(now - sentAt);
  }

  #noteDelivered(sentIn: number): void {
    if (sentIn > this.#newestDelivered) this.#newestDelivered = sentIn;
  }

  #find(sn: SequenceNumber): InFlight | undefined {
    let low = this.#head;
    let high = this.#inFlight.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#inFlight[middle]?.sn ?? 0) < sn) low = middle + 1;
      else high = middle;
    }
    const entry = this.#inFlight[low];
    return entry?.sn === sn ? entry : undefined;
  }
}
