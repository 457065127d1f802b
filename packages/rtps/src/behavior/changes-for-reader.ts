import type { NumberSet } from '../types/number-set.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import { FRAGMENT_SIZE, FragmentedSend, REORDER_TOLERANCE, type Judgement } from './fragmented-send.js';
import { InFlightChanges } from './in-flight-changes.js';
import type { SendWindow } from './send-window.js';

/** What one word of the reader has acknowledged. */
export interface Acknowledged {
  /** Changes. */
  readonly count: number;
  readonly bytes: number;
  /** When the newest of them left; −Infinity if there is none, or if it was sent twice (Karn's rule). */
  readonly newestSentAt: number;
}

/** Of all readers that ask for none of that, which most never do: nothing is ever added to this one. */
const NONE_AGAIN = new Map<SequenceNumber, FragmentedSend>();

const NOTHING: Acknowledged = { count: 0, bytes: 0, newestSentAt: -Infinity };

/**
 * The changes that have left for one reliable reader (the changes_for_reader of RTPS 2.5 §8.4.7.5): which are under way, which
 * it has, and which are to be sent again.
 */
export class ChangesForReader {
  /** Asked for by the last ACKNACK, lost as far as we can tell, and still to be sent again. */
  readonly requested: Set<SequenceNumber> = new Set();
  /** Changes of which fragments are to be sent again. */
  readonly lostFragments: Set<FragmentedSend> = new Set();
  readonly #window: SendWindow;
  readonly #historyEnd: SequenceNumber;
  readonly #inFlight: InFlightChanges = new InFlightChanges();
  /** Fragments of changes that it has acknowledged and asks for again: it lost us meanwhile, and has forgotten. */
  #again = NONE_AGAIN;
  #bytes = 0;
  /** Counts what leaves: what left before something that has arrived, is lost. */
  #sends = 0;
  #newestDelivered = 0;
  #hasDoubts = false;

  /** @param historyEnd - the last change that was there at the match. */
  constructor(window: SendWindow, historyEnd: SequenceNumber) {
    this.#window = window;
    this.#historyEnd = historyEnd;
  }

  /** Bytes under way. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether the reader's last word asked for something that may still be under way. */
  get hasDoubts(): boolean {
    return this.#hasDoubts;
  }

  /** The lowest that is unacknowledged. */
  get firstSn(): SequenceNumber | undefined {
    return this.#inFlight.first?.sn;
  }

  isInFlight(sn: SequenceNumber): boolean {
    return this.#inFlight.find(sn) !== undefined;
  }

  /** Change `sn`, above all others, is on its way. */
  sentFirst(sn: SequenceNumber, bytes: number, now: number): void {
    this.#sends += 1;
    this.#inFlight.push({ sn, bytes, fragments: undefined, sentAt: now, sentIn: this.#sends, repeats: 0 });
    this.#bytes += bytes;
  }

  /** Change `sn` is on its way again. */
  sentAgain(sn: SequenceNumber, now: number): void {
    this.#sends += 1;
    const entry = this.#inFlight.find(sn);
    if (entry === undefined) return;
    entry.sentAt = now;
    entry.sentIn = this.#sends;
    entry.repeats += 1;
  }

  /** A change above all others goes in fragments. */
  startFragments(fragments: FragmentedSend, now: number): void {
    this.#inFlight.push({ sn: fragments.sn, bytes: 0, fragments, sentAt: now, sentIn: 0, repeats: 0 });
  }

  /** Change `sn` goes in fragments, and the reader has acknowledged it, but asks for it again. */
  repeatFragments(sn: SequenceNumber, total: number, now: number): FragmentedSend {
    const fragments = FragmentedSend.ofDelivered(sn, total);
    if (this.#again === NONE_AGAIN) this.#again = new Map();
    this.#again.set(sn, fragments);
    fragments.restart(this.#window, now);
    this.#noteFragments(fragments, 0);
    return fragments;
  }

  sentFragments(fragments: FragmentedSend, first: number, count: number, now: number): void {
    const before = fragments.underWay;
    this.#sends += 1;
    fragments.markSent(first, count, this.#sends, now);
    this.#noteFragments(fragments, before);
  }

  /** The fragments of `sn` under way, if it goes in fragments and is unacknowledged or was asked for again. */
  findFragments(sn: SequenceNumber): FragmentedSend | undefined {
    return this.#inFlight.find(sn)?.fragments ?? this.#again.get(sn);
  }

  /** RTPS 2.5 §8.3.8.1: what an ACKNACK asks for takes the place of what the last one did, as far as it was sent. Returns how many are lost. */
  request(state: NumberSet, nextSn: SequenceNumber, now: number): number {
    // Within the set, what is not asked for has arrived: it tells what else ought to have.
    for (const { sn, fragments, sentIn } of this.#inFlight.below(state.base + state.numBits)) {
      if (fragments === undefined && !state.has(sn)) this.#noteDelivered(sentIn);
    }
    this.requested.clear();
    this.#hasDoubts = false;
    let lost = 0;
    for (let sn = state.next(state.base); sn >= 0 && sn <= nextSn; sn = state.next(sn + 1))
      if (this.#request(sn, nextSn, now)) lost += 1;
    return lost;
  }

  /** What a NACK_FRAG asks for of a change of which no fragments are under way: all of it. */
  requestWhole(sn: SequenceNumber, nextSn: SequenceNumber, now: number): void {
    this.#hasDoubts = false;
    this.#request(sn, nextSn, now);
  }

  /** What a NACK_FRAG tells of a change's fragments. */
  requestFragments(fragments: FragmentedSend, missing: NumberSet, now: number): Judgement {
    const before = fragments.underWay;
    const judgement = fragments.onNackFrag(missing, this.#window, now);
    this.#noteFragments(fragments, before);
    this.#hasDoubts = judgement.doubtful > 0;
    return judgement;
  }

  /** The reader has all below `base`. */
  acknowledgeBelow(base: SequenceNumber): Acknowledged {
    let [count, bytes, newestSentAt] = [0, 0, -Infinity];
    for (const { fragments, sentAt, sentIn, repeats, bytes: whole } of this.#inFlight.takeBelow(base)) {
      count += 1;
      if (fragments !== undefined) {
        bytes += this.#forgetFragments(fragments);
        continue;
      }
      bytes += whole;
      this.#noteDelivered(sentIn);
      newestSentAt = repeats > 0 ? -Infinity : sentAt;
    }
    for (const [sn, fragments] of this.#again) {
      if (sn >= base) continue;
      this.#again.delete(sn);
      this.#bytes -= this.#forgetFragments(fragments);
    }
    this.#bytes -= bytes;
    return count === 0 ? NOTHING : { count, bytes, newestSentAt };
  }

  /** Puts `sn` down to be sent again, unless it may still be under way: then the next HEARTBEAT will show. True: it was lost. */
  #request(sn: SequenceNumber, nextSn: SequenceNumber, now: number): boolean {
    const entry = this.#inFlight.find(sn);
    const fragments = entry?.fragments ?? this.#again.get(sn);
    if (fragments === undefined) {
      if (entry === undefined) {
        if (sn < nextSn) this.requested.add(sn);
        return false;
      }
      // What was sent once was announced with it or later, unless it is history: who asks for it has seen that, but not it.
      const isLost =
        (entry.repeats === 0 && sn > this.#historyEnd) ||
        entry.sentIn + REORDER_TOLERANCE <= this.#newestDelivered ||
        this.#window.hasHadTime(entry.sentAt, now, entry.repeats);
      if (isLost) this.requested.add(sn);
      else this.#hasDoubts = true;
      return isLost;
    }
    const before = fragments.underWay;
    if (fragments.restart(this.#window, now).doubtful > 0) this.#hasDoubts = true;
    this.#noteFragments(fragments, before);
    return fragments.hasLost;
  }

  #noteFragments(fragments: FragmentedSend, underWayBefore: number): void {
    this.#bytes += (fragments.underWay - underWayBefore) * FRAGMENT_SIZE;
    if (fragments.hasLost) this.lostFragments.add(fragments);
    else this.lostFragments.delete(fragments);
  }

  /** Returns the bytes of it that were under way. */
  #forgetFragments(fragments: FragmentedSend): number {
    this.lostFragments.delete(fragments);
    return fragments.underWay * FRAGMENT_SIZE;
  }

  #noteDelivered(sentIn: number): void {
    if (sentIn > this.#newestDelivered) this.#newestDelivered = sentIn;
  }
}
