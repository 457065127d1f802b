import type { Destination } from '../participant/destination.js';
import type { Deadline } from '../participant/deadlines.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { EntityId } from '../types/entity-id.js';
import type { NumberSet } from '../types/number-set.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import { FRAGMENT_SIZE, FragmentedSend, REORDER_TOLERANCE } from './fragmented-send.js';
import { InFlightChanges } from './in-flight-changes.js';
import { groupKeyOf, type GroupKey } from './reader-group.js';
import type { RoundTripGuess } from './round-trip-guess.js';
import { SendWindow } from './send-window.js';

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
  /** As of the match; kept when the participant moves. */
  readonly groupKey: GroupKey;
  readonly isReliable: boolean;
  /** First change that this reader is owed: the oldest for a transient local reader, last + 1 at the match for a volatile one. */
  readonly startSn: SequenceNumber;
  /** The last change that was there at the match; a reader that wants history counts on hearing of it at once. */
  readonly historyEnd: SequenceNumber;
  readonly deadline: Deadline;
  readonly window: SendWindow;

  nextSn: SequenceNumber;
  /** Every number up to here was either sent or declared irrelevant by a GAP. */
  toldSn: SequenceNumber;
  /** Asked for by the last ACKNACK, lost as far as we can tell, and still to be sent again. */
  readonly requested: Set<SequenceNumber> = new Set();
  /** Changes of which fragments are to be sent again. */
  readonly lostFragments: Set<FragmentedSend> = new Set();
  /** The change at `nextSn`, while only some of its fragments have left. */
  fragmented: FragmentedSend | undefined;

  lastAckNackCount: number | undefined;
  lastNackFragCount: number | undefined;
  /** Whether a HEARTBEAT is owed in the next flush, and whether it must be answered. */
  heartbeatOwed: 'none' | 'final' | 'nonFinal' = 'none';
  heartbeatSentAt: number = -Infinity;
  /** When a HEARTBEAT goes out for want of an answer; Infinity while none is waited for. */
  repairAt: number = Infinity;
  /** Since when an answer to a HEARTBEAT is waited for; Infinity while none is. */
  waitingSince: number = Infinity;
  /** When a HEARTBEAT last went out for want of an answer. */
  askedAgainAt: number = -Infinity;
  /** When a HEARTBEAT goes out that the reader has asked for; Infinity while it has not. */
  answerAt: number = Infinity;

  /** When it was last given again what it had acknowledged: a reader that changes its mind, or somebody in its name, is served at leisure. */
  acknowledgedRepeatedAt: number = -Infinity;

  /** Whether the reader's last word asked for something that may still be under way. */
  hasDoubts: boolean = false;
  repairMs: number;
  /** HEARTBEATs since the reader was last heard: a reader that stopped gets no data again until it answers. */
  unanswered: number = 0;

  readonly #inFlight: InFlightChanges = new InFlightChanges();
  /** Fragments of changes that it has acknowledged and asks for again: it lost us meanwhile, and has forgotten. */
  readonly #again: Map<SequenceNumber, FragmentedSend> = new Map();
  readonly #roundTrips: RoundTripGuess;
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
    roundTrips: RoundTripGuess,
  ) {
    this.endpoint = endpoint;
    this.destination = destination;
    this.groupKey = groupKeyOf(endpoint.participant, destination);
    this.isReliable = isReliable;
    this.startSn = startSn;
    this.historyEnd = historyEnd;
    this.nextSn = startSn;
    this.toldSn = startSn - 1;
    this.deadline = deadline;
    this.#roundTrips = roundTrips;
    this.window = new SendWindow(roundTrips);
    this.repairMs = this.window.repairMs;
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
    return this.#inFlight.first?.sn ?? this.nextSn;
  }

  get hasUnacknowledged(): boolean {
    return this.#inFlight.first !== undefined;
  }

  get hasRepairs(): boolean {
    return this.requested.size > 0 || this.lostFragments.size > 0;
  }

  isInFlight(sn: SequenceNumber): boolean {
    return this.#inFlight.find(sn) !== undefined;
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
      this.#inFlight.push({ sn, bytes, fragments: undefined, sentAt: now, sentIn: this.#sends, repeats: 0 });
      this.#inFlightBytes += bytes;
      return;
    }
    const entry = this.#inFlight.find(sn);
    if (entry === undefined) return;
    entry.sentAt = now;
    entry.sentIn = this.#sends;
    entry.repeats += 1;
  }

  /** The change at the cursor goes in fragments. */
  startFragments(sn: SequenceNumber, total: number, now: number): FragmentedSend {
    const fragments = new FragmentedSend(sn, total);
    this.fragmented = fragments;
    if (this.isReliable) this.#inFlight.push({ sn, bytes: 0, fragments, sentAt: now, sentIn: 0, repeats: 0 });
    return fragments;
  }

  /** Change `sn` goes in fragments, and the reader has acknowledged it, but asks for it again. */
  repeatFragments(sn: SequenceNumber, total: number, now: number): FragmentedSend {
    const fragments = FragmentedSend.ofDelivered(sn, total);
    this.#again.set(sn, fragments);
    fragments.restart(this.window, now);
    this.#noteFragments(fragments, 0);
    return fragments;
  }

  sentFragments(fragments: FragmentedSend, first: number, count: number, now: number): void {
    const before = fragments.underWay;
    this.#sends += 1;
    fragments.markSent(first, count, this.#sends, now);
    if (!this.isReliable) return;
    this.#noteFragments(fragments, before);
  }

  /** The fragments of `sn` under way, if it goes in fragments and is unacknowledged or was asked for again. */
  findFragments(sn: SequenceNumber): FragmentedSend | undefined {
    return this.#inFlight.find(sn)?.fragments ?? this.#again.get(sn);
  }

  /**
   * RTPS 2.5 §8.3.8.1: all below the base has arrived; the members are asked for. `isAnswer`: to a HEARTBEAT, as far as one can
   * tell. Returns whether something is newly acknowledged.
   */
  onAckNack(state: NumberSet, isAnswer: boolean, now: number): boolean {
    const acknowledged = this.#acknowledgeBelow(state.base, now);
    // Within the set, what is not asked for has arrived: it tells what else ought to have.
    const end = state.base + state.numBits;
    for (const { sn, fragments, sentIn } of this.#inFlight.below(end)) {
      if (fragments === undefined && !state.has(sn)) this.#noteDelivered(sentIn);
    }
    this.requested.clear();
    this.hasDoubts = false;
    let lost = 0;
    for (let sn = state.next(state.base); sn >= 0 && sn <= this.nextSn; sn = state.next(sn + 1))
      if (this.#request(sn, now)) lost += 1;
    this.window.onLoss(lost, lost + acknowledged, now);
    if (isAnswer) this.#noteAnswer(now);
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
    this.#noteAnswer(now);
    this.#heard();
  }

  #noteAnswer(now: number): void {
    if (this.waitingSince < Infinity) this.#roundTrips.note(now - this.waitingSince, now);
    this.waitingSince = Infinity;
  }

  /** Repair runs at full pace again. */
  #heard(): void {
    this.unanswered = 0;
    this.repairMs = this.window.repairMs;
  }

  /** Puts `sn` down to be sent again, unless it may still be under way: then the next HEARTBEAT will show. True: it was lost. */
  #request(sn: SequenceNumber, now: number): boolean {
    const entry = this.#inFlight.find(sn);
    const fragments = entry?.fragments ?? this.#again.get(sn);
    if (fragments === undefined) {
      if (entry === undefined) {
        if (sn < this.nextSn) this.requested.add(sn);
        return false;
      }
      // What was sent once was announced with it or later, unless it is history: who asks for it has seen that, but not it.
      const isLost =
        (entry.repeats === 0 && sn > this.historyEnd) ||
        entry.sentIn + REORDER_TOLERANCE <= this.#newestDelivered ||
        this.window.hasHadTime(entry.sentAt, now, entry.repeats);
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
    let [count, bytes, newest] = [0, 0, -Infinity];
    for (const entry of this.#inFlight.takeBelow(base)) {
      const { fragments, sentAt, sentIn, repeats } = entry;
      count += 1;
      if (fragments === undefined) {
        bytes += entry.bytes;
        this.#noteDelivered(sentIn);
        newest = repeats > 0 ? -Infinity : sentAt;
        continue;
      }
      bytes += this.#forgetFragments(fragments);
      if (fragments === this.fragmented) {
        // The reader claims to have what it was not sent: then it shall not get it.
        this.fragmented = undefined;
        this.nextSn = entry.sn + 1;
      }
    }
    for (const [sn, fragments] of this.#again) {
      if (sn >= base) continue;
      this.#again.delete(sn);
      this.#inFlightBytes -= this.#forgetFragments(fragments);
    }
    if (count === 0) return 0;
    this.#inFlightBytes -= bytes;
    this.window.onDelivered(bytes);
    if (newest > -Infinity) this.#measure(newest, now);
    return count;
  }

  /** Returns the bytes of it that were under way. */
  #forgetFragments(fragments: FragmentedSend): number {
    this.lostFragments.delete(fragments);
    return fragments.underWay * FRAGMENT_SIZE;
  }

  /** Karn's rule: an answer that had to be asked for again says nothing of the path. */
  #measure(sentAt: number, now: number): void {
    if (sentAt >= this.askedAgainAt) this.window.onRoundTrip(now - sentAt);
  }

  #noteDelivered(sentIn: number): void {
    if (sentIn > this.#newestDelivered) this.#newestDelivered = sentIn;
  }
}
