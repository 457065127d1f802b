import type { NumberSet } from '../types/number-set.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { SendWindow } from './send-window.js';

/** Fixed per writer and the same for all readers (RTPS 2.5 §8.4.14.1.1): Fast DDS computes offsets from the first size it sees. */
export const FRAGMENT_SIZE = 1024;

/** So many datagrams may overtake one before it counts as lost. */
export const REORDER_TOLERANCE = 3;

/** Fragments sent again for a sample of which the reader has none; it asks for the rest by NACK_FRAG. */
const RESTART_FRAGMENTS = 16;

const UNSENT = 0;
const UNDER_WAY = 1;
const LOST = 2;
const DELIVERED = 3;

/** What one word of the reader taught. */
export interface Judgement {
  delivered: number;
  lost: number;
  /** Not here, but perhaps still under way. */
  doubtful: number;
  /** When the newest of the delivered left; −Infinity if there is none, or if it was sent twice (Karn's rule). */
  newestSentAt: number;
  /** How long one took that was sent again too early; 0 if there was none. */
  lateMs: number;
}

/**
 * The fragments of one change on their way to one reader: each is unsent, under way, lost or delivered.
 *
 * A NACK_FRAG lists everything that the reader does not have: what has not left, what is still under way, and what is
 * lost. Only the last is to be sent again: a fragment that left a little before one that has arrived, or so long ago that
 * the reader must have seen it.
 */
export class FragmentedSend {
  readonly sn: SequenceNumber;
  readonly total: number;
  /** By fragment number − 1. */
  readonly #states: Uint8Array;
  readonly #sentAt: Float64Array;
  /** Which datagram to this reader it left in, last. */
  readonly #sentIn: Uint32Array;
  readonly #isRepeated: Uint8Array;
  /** When what was sent again had left before that. */
  readonly #sentBefore: Map<number, number> = new Map();
  #next = 1;
  #deliveredBelow = 1;
  #underWay = 0;
  #lost = 0;
  #lowestLost = 1;
  #newestDelivered = 0;

  constructor(sn: SequenceNumber, total: number) {
    this.sn = sn;
    this.total = total;
    this.#states = new Uint8Array(total);
    this.#sentAt = new Float64Array(total);
    this.#sentIn = new Uint32Array(total);
    this.#isRepeated = new Uint8Array(total);
  }

  /** Of a change that the reader has had whole, long ago. */
  static ofDelivered(sn: SequenceNumber, total: number): FragmentedSend {
    const fragments = new FragmentedSend(sn, total);
    fragments.#states.fill(DELIVERED);
    fragments.#sentAt.fill(-Infinity);
    fragments.#next = total + 1;
    return fragments;
  }

  /** The next fragment to send for the first time; total + 1 when all have left. */
  get next(): number {
    return this.#next;
  }

  get isSent(): boolean {
    return this.#next > this.total;
  }

  /** Fragments sent and not known to have arrived or to be lost. */
  get underWay(): number {
    return this.#underWay;
  }

  get hasLost(): boolean {
    return this.#lost > 0;
  }

  /** A run has left in datagram number `datagram` to this reader. */
  markSent(first: number, count: number, datagram: number, now: number): void {
    for (let n = first; n < first + count && n <= this.total; n++) {
      const state = this.#states[n - 1];
      if (state === LOST) this.#lost -= 1;
      if (state !== UNDER_WAY) this.#underWay += 1;
      if (state !== UNSENT) {
        this.#isRepeated[n - 1] = 1;
        this.#sentBefore.set(n, this.#sentAt[n - 1] ?? 0);
      }
      this.#states[n - 1] = UNDER_WAY;
      this.#sentAt[n - 1] = now;
      this.#sentIn[n - 1] = datagram;
    }
    this.#next = Math.max(this.#next, Math.min(this.total + 1, first + count));
  }

  /** What a NACK_FRAG tells: all below the base has arrived, and all within the set that is no member (RTPS 2.5 §8.3.8.12). */
  onNackFrag(missing: NumberSet, window: SendWindow, now: number): Judgement {
    const judgement: Judgement = newJudgement();
    const base = Math.min(missing.base, this.#next);
    for (let n = this.#deliveredBelow; n < base; n++) this.#deliver(n, window, now, judgement);
    // Lower than before: the reader has had to drop what it had, and tells again.
    this.#deliveredBelow = base;
    const end = Math.min(missing.base + missing.numBits, this.#next);
    for (let n = base; n < end; n++) if (!missing.has(n)) this.#deliver(n, window, now, judgement);
    for (let n = missing.next(base); n >= 0 && n < end; n = missing.next(n + 1)) this.#lose(n, window, now, judgement);
    return judgement;
  }

  /** The reader has nothing of this sample: its first fragments leave again, unless they are still under way. */
  restart(window: SendWindow, now: number): Judgement {
    const judgement: Judgement = newJudgement();
    this.#deliveredBelow = 1;
    const end = Math.min(this.#next, RESTART_FRAGMENTS + 1);
    for (let n = 1; n < end; n++) this.#lose(n, window, now, judgement);
    return judgement;
  }

  /** The first run of at most `limit` neighbours that are lost; they are to be sent, and marked so, at once. */
  nextLost(limit: number): { readonly first: number; readonly count: number } | undefined {
    if (this.#lost === 0) return undefined;
    let first = this.#lowestLost;
    while (this.#states[first - 1] !== LOST) first += 1;
    let count = 1;
    while (count < limit && this.#states[first + count - 1] === LOST) count += 1;
    this.#lowestLost = first;
    return { first, count };
  }

  #deliver(n: number, window: SendWindow, now: number, judgement: Judgement): void {
    const state = this.#states[n - 1];
    if (state === DELIVERED || state === UNSENT) return;
    if (state === LOST) this.#lost -= 1;
    else this.#underWay -= 1;
    this.#states[n - 1] = DELIVERED;
    judgement.delivered += 1;
    const sentBefore = this.#sentBefore.get(n);
    if (sentBefore !== undefined && window.isTooSoon(this.#sentAt[n - 1] ?? 0, now))
      judgement.lateMs = Math.max(judgement.lateMs, now - sentBefore);
    const sentIn = this.#sentIn[n - 1] ?? 0;
    if (sentIn <= this.#newestDelivered) return;
    this.#newestDelivered = sentIn;
    judgement.newestSentAt = this.#isRepeated[n - 1] === 0 ? (this.#sentAt[n - 1] ?? 0) : -Infinity;
  }

  #lose(n: number, window: SendWindow, now: number, judgement: Judgement): void {
    const state = this.#states[n - 1];
    if (state === UNSENT || state === LOST) return;
    const isOvertaken = (this.#sentIn[n - 1] ?? 0) + REORDER_TOLERANCE <= this.#newestDelivered;
    if (!isOvertaken && !window.hasHadTime(this.#sentAt[n - 1] ?? 0, now)) {
      judgement.doubtful += 1;
      return;
    }
    if (state === UNDER_WAY) this.#underWay -= 1;
    this.#states[n - 1] = LOST;
    if (this.#lost === 0 || n < this.#lowestLost) this.#lowestLost = n;
    this.#lost += 1;
    judgement.lost += 1;
  }
}

function newJudgement(): Judgement {
  return { delivered: 0, lost: 0, doubtful: 0, newestSentAt: -Infinity, lateMs: 0 };
}
