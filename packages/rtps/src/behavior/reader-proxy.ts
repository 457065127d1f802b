import type { Destination } from '../participant/destination.js';
import type { Deadline } from '../participant/deadlines.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { EntityId } from '../types/entity-id.js';
import type { NumberSet } from '../types/number-set.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import { ChangesForReader } from './changes-for-reader.js';
import { FRAGMENT_SIZE, FragmentedSend } from './fragmented-send.js';
import { groupKeyOf, type GroupKey } from './reader-group.js';
import type { RoundTripGuess } from './round-trip-guess.js';
import { SendWindow } from './send-window.js';

/**
 * What a StatefulWriter knows of one matched reader (RTPS 2.5 §8.4.7.5).
 *
 * The spec's four states of a change per reader are three numbers and {@link ChangesForReader} here:
 * - below `frontier`: acknowledged or not for this reader
 * - frontier … nextSn − 1: sent, unacknowledged (if they were really sent)
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

  repairMs: number;
  /** HEARTBEATs since the reader was last heard: a reader that stopped gets no data again until it answers. */
  unanswered: number = 0;

  readonly #changes: ChangesForReader;
  readonly #roundTrips: RoundTripGuess;

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
    this.#changes = new ChangesForReader(this.window, historyEnd);
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
    return this.#changes.bytes;
  }

  get hasRoom(): boolean {
    return !this.isReliable || this.inFlightBytes < this.window.bytes;
  }

  /** The lowest change not known to be done with for this reader. */
  get frontier(): SequenceNumber {
    return this.#changes.firstSn ?? this.nextSn;
  }

  get hasUnacknowledged(): boolean {
    return this.#changes.firstSn !== undefined;
  }

  /** Asked for by the last ACKNACK, lost as far as we can tell, and still to be sent again. */
  get requested(): Set<SequenceNumber> {
    return this.#changes.requested;
  }

  /** Changes of which fragments are to be sent again. */
  get lostFragments(): Set<FragmentedSend> {
    return this.#changes.lostFragments;
  }

  get hasRepairs(): boolean {
    return this.requested.size > 0 || this.lostFragments.size > 0;
  }

  /** Whether the reader's last word asked for something that may still be under way. */
  get hasDoubts(): boolean {
    return this.#changes.hasDoubts;
  }

  isInFlight(sn: SequenceNumber): boolean {
    return this.#changes.isInFlight(sn);
  }

  /** Whether the reader does not have `sn` yet, as far as we know. */
  isOwed(sn: SequenceNumber): boolean {
    return sn >= this.startSn && (sn >= this.nextSn || this.isInFlight(sn));
  }

  /** Change `sn` is on its way, for the first time or again. */
  sent(sn: SequenceNumber, bytes: number, now: number): void {
    if (!this.isReliable) return;
    if (sn >= this.nextSn) this.#changes.sentFirst(sn, bytes, now);
    else this.#changes.sentAgain(sn, now);
  }

  /** The change at the cursor goes in fragments. */
  startFragments(sn: SequenceNumber, total: number, now: number): FragmentedSend {
    const fragments = new FragmentedSend(sn, total);
    this.fragmented = fragments;
    if (this.isReliable) this.#changes.startFragments(fragments, now);
    return fragments;
  }

  /** Change `sn` goes in fragments, and the reader has acknowledged it, but asks for it again. */
  repeatFragments(sn: SequenceNumber, total: number, now: number): FragmentedSend {
    return this.#changes.repeatFragments(sn, total, now);
  }

  sentFragments(fragments: FragmentedSend, first: number, count: number, now: number): void {
    if (this.isReliable) this.#changes.sentFragments(fragments, first, count, now);
    else fragments.markSent(first, count, 0, now);
  }

  /** The fragments of `sn` under way, if it goes in fragments and is unacknowledged or was asked for again. */
  findFragments(sn: SequenceNumber): FragmentedSend | undefined {
    return this.#changes.findFragments(sn);
  }

  /**
   * RTPS 2.5 §8.3.8.1: all below the base has arrived; the members are asked for. `isAnswer`: to a HEARTBEAT, as far as one can
   * tell. Returns whether something is newly acknowledged.
   */
  onAckNack(state: NumberSet, isAnswer: boolean, now: number): boolean {
    const { count, bytes, newestSentAt } = this.#changes.acknowledgeBelow(state.base);
    if (this.fragmented !== undefined && this.fragmented.sn < state.base) {
      // The reader claims to have what it was not sent: then it shall not get it.
      this.nextSn = this.fragmented.sn + 1;
      this.fragmented = undefined;
    }
    if (count > 0) this.window.onDelivered(bytes);
    this.#measure(newestSentAt, now);
    const lost = this.#changes.request(state, this.nextSn, now);
    this.window.onLoss(lost, lost + count, now);
    if (isAnswer) this.#noteAnswer(now);
    this.#heard();
    return count > 0;
  }

  /** RTPS 2.5 §8.3.8.12. */
  onNackFrag(sn: SequenceNumber, missing: NumberSet, now: number): void {
    const fragments = this.findFragments(sn);
    if (fragments === undefined) {
      this.#changes.requestWhole(sn, this.nextSn, now);
    } else {
      const { delivered, lost, newestSentAt, lateMs } = this.#changes.requestFragments(fragments, missing, now);
      this.#measure(newestSentAt, now);
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

  /** Karn's rule: an answer that had to be asked for again says nothing of the path. */
  #measure(sentAt: number, now: number): void {
    if (sentAt > -Infinity && sentAt >= this.askedAgainAt) this.window.onRoundTrip(now - sentAt);
  }
}
