import { LIMITS } from '../limits.js';
import type { Deadlines } from '../participant/deadlines.js';
import type { HistoryCache } from './history-cache.js';
import type { ReaderProxy } from './reader-proxy.js';
import { Timing } from './timing.js';

export interface HeartbeaterOptions {
  readonly deadlines: Deadlines;
  readonly history: HistoryCache;
  /** See `StatefulWriterOptions`. */
  readonly isBuiltin: boolean;
  /** Has the next flush look at the reader. */
  readonly activate: (proxy: ReaderProxy) => void;
}

/**
 * The asking half of a StatefulWriter: which reader is owed a HEARTBEAT, and when. What was sent is announced with it; who
 * does not answer is asked again after max(2 RTT, 20 ms), doubling to a second; who has everything is left alone.
 */
export class Heartbeater {
  readonly #options: HeartbeaterOptions;

  constructor(options: HeartbeaterOptions) {
    this.#options = options;
  }

  /** A HEARTBEAT that has to be answered, with the next flush. */
  ask(proxy: ReaderProxy): void {
    proxy.heartbeatOwed = 'nonFinal';
    this.#options.activate(proxy);
  }

  /** The reader has said something. */
  onHeard(proxy: ReaderProxy, now: number): void {
    // What was asked for may still be under way: a HEARTBEAT when it no longer can be.
    if (proxy.hasDoubts && !proxy.hasRepairs) proxy.answerAt = Math.min(proxy.answerAt, now + proxy.window.patienceMs);
    proxy.repairAt = proxy.hasUnacknowledged ? now + proxy.repairMs : Infinity;
    this.#arm(proxy);
    if (proxy.hasRepairs || proxy.heartbeatOwed !== 'none' || proxy.nextSn <= this.#options.history.lastSn)
      this.#options.activate(proxy);
  }

  /** A HEARTBEAT for the asking, at once or a moment after the last one: two that misunderstand each other must not spin. */
  oweAnswer(proxy: ReaderProxy, now: number): void {
    const at = proxy.heartbeatSentAt + LIMITS.ackNackIntervalMs.value;
    if (at <= now) this.#answer(proxy);
    else proxy.answerAt = Math.min(proxy.answerAt, at);
  }

  /** What the reader has asked for has left with something else, or it says that it has everything. */
  forgiveAnswer(proxy: ReaderProxy): void {
    if (!proxy.hasDoubts) proxy.answerAt = Infinity;
  }

  onDeadline(proxy: ReaderProxy, now: number): void {
    if (proxy.answerAt <= now) this.#answer(proxy);
    if (proxy.repairAt <= now) {
      proxy.repairAt = Infinity;
      // Others that were asked when it was have taken longer: no reason yet to ask again.
      const patientUntil = proxy.waitingSince < Infinity ? proxy.waitingSince + proxy.window.repairMs : -Infinity;
      if (patientUntil > now) {
        proxy.repairAt = patientUntil;
      } else if (this.#isWaitingFor(proxy)) {
        proxy.heartbeatOwed = 'nonFinal';
        proxy.askedAgainAt = now;
        proxy.unanswered += 1;
        proxy.repairMs = Math.max(Math.min(Timing.repairMaxMs, proxy.repairMs * 2), proxy.window.repairMs);
      }
    }
    this.#arm(proxy);
    this.#options.activate(proxy);
  }

  /** A HEARTBEAT has left: its answer is waited for. */
  onSent(proxy: ReaderProxy, now: number): void {
    this.forgiveAnswer(proxy);
    if (proxy.repairAt < Infinity || !(proxy.hasUnacknowledged || this.#isWaitingFor(proxy))) return;
    proxy.repairAt = now + proxy.repairMs;
    this.#options.deadlines.setEarlier(proxy.deadline, proxy.repairAt);
  }

  /** Whether the reader gets no data before it has answered. */
  isHeldBack(proxy: ReaderProxy): boolean {
    return this.#options.isBuiltin && proxy.isReliable && !proxy.isHeard;
  }

  #answer(proxy: ReaderProxy): void {
    proxy.answerAt = Infinity;
    proxy.heartbeatOwed = proxy.hasUnacknowledged ? 'nonFinal' : 'final';
  }

  #arm(proxy: ReaderProxy): void {
    this.#options.deadlines.set(proxy.deadline, Math.min(proxy.repairAt, proxy.answerAt));
  }

  /** Whether nothing can happen until the reader says something. */
  #isWaitingFor(proxy: ReaderProxy): boolean {
    const hasMore = proxy.nextSn <= this.#options.history.lastSn;
    if (this.isHeldBack(proxy)) return hasMore;
    return proxy.hasUnacknowledged && !proxy.hasRepairs && !(hasMore && proxy.hasRoom);
  }
}
