import type { RoundTripGuess } from './round-trip-guess.js';
import { Timing } from './timing.js';

/** Bytes under way to one reader: the first window, and its bounds (architecture: flow control). */
const WINDOW_START = 64 * 1024;
const WINDOW_MIN = 32 * 1024;
const WINDOW_MAX = 256 * 1024;

/** Less than this says nothing about why something was lost. */
const MIN_JUDGED = 8;

/** An answer that comes after less than this part of a round trip is one to something earlier. */
const TOO_SOON = 0.75;
/** A busy machine's pauses; more is no reason to be slow to repair. */
const LATE_MAX_MS = 50;
/** So slowly is it forgotten, with each round trip, that an answer was late. */
const LATE_DECAY = 31 / 32;

/** On a path that loses much the same thing gets lost several times. */
const FREE_REPEATS = 2;

/** Round trips that count. */
const SAMPLES = 5;

/**
 * How much may be under way to one reader, and how long its answers take.
 *
 * The window guards the reader's socket buffer, not the path: a radio link that loses one datagram in ten loses no less
 * when we send slowly, but a full buffer loses most of a burst. So only a loss of more than a quarter of what was under
 * way halves the window, once a round trip; then it grows slowly, as TCP's does.
 */
export class SendWindow {
  bytes: number = WINDOW_START;
  #threshold = WINDOW_MAX;
  #shrunkAt = -Infinity;
  #lateMs = 0;
  readonly #samples = new Float64Array(SAMPLES).fill(Infinity);
  #measured = 0;
  #measuredMs = Infinity;
  readonly #guess: RoundTripGuess;

  /** What is taken for the round trip until one is measured. */
  constructor(guess: RoundTripGuess) {
    this.#guess = guess;
  }

  /** From the sending of something to the first word of its arrival; ms. */
  get roundTripMs(): number {
    return this.#measured > 0 ? this.#measuredMs : this.#guess.ms;
  }

  onDelivered(bytes: number): void {
    const growth = this.bytes < this.#threshold ? bytes : (bytes * WINDOW_MIN) / this.bytes;
    this.bytes = Math.min(WINDOW_MAX, this.bytes + growth);
  }

  /** `lost` of `judged` samples or fragments have not arrived. */
  onLoss(lost: number, judged: number, now: number): void {
    if (judged < MIN_JUDGED || lost * 4 <= judged || now - this.#shrunkAt < this.roundTripMs) return;
    this.#shrunkAt = now;
    this.bytes = Math.max(WINDOW_MIN, this.bytes >> 1);
    this.#threshold = this.bytes;
  }

  /**
   * The second shortest of the last few counts: nothing tells an answer from what the reader says when a timer of its own
   * runs out, and under loss most of its words may be of that kind. A mean would follow them, and slow repair down for it.
   */
  onRoundTrip(ms: number): void {
    this.#lateMs *= LATE_DECAY;
    this.#samples[this.#measured % SAMPLES] = ms;
    this.#measured += 1;
    let shortest = Infinity;
    let second = Infinity;
    for (const sample of this.#samples) {
      if (sample < shortest) {
        second = shortest;
        shortest = sample;
      } else if (sample < second) {
        second = sample;
      }
    }
    this.#measuredMs = this.#measured < 3 ? shortest : second;
  }

  /** What was sent again was here already, and its answer had taken so long: patience grows by that (as TCP's of RFC 3522). */
  onLate(ms: number): void {
    this.#lateMs = Math.max(this.#lateMs, Math.min(LATE_MAX_MS, ms));
  }

  /** After so many milliseconds without a word of it, something that was sent has not arrived: a round trip and a quarter. */
  get patienceMs(): number {
    return Math.max(this.roundTripMs, this.#lateMs) * 1.25 + 0.5;
  }

  /** Whether a word that arrives now cannot be about what left at `sentAt`. */
  isTooSoon(sentAt: number, now: number): boolean {
    return now - sentAt < this.roundTripMs * TOO_SOON;
  }

  /**
   * Whether what left at `sentAt` must have been seen, or missed, by a reader whose word arrives now. Each time that it was sent
   * again it is given longer: a reader that is behind with its reading goes on asking for what lies in its socket.
   */
  hasHadTime(sentAt: number, now: number, repeats = 0): boolean {
    return now - sentAt >= Math.min(Timing.repairMaxMs, this.patienceMs * 2 ** Math.max(0, repeats - FREE_REPEATS));
  }

  /** How long to wait for an answer before asking for one: more than a second only while all answers take that long. */
  get repairMs(): number {
    const ms = Math.max(Timing.repairMinMs, 2 * this.roundTripMs);
    return this.#measured > 0 ? Math.min(Timing.repairMaxMs, ms) : ms;
  }
}
