import { LIMITS } from '../limits.js';
import { ackNackSize, nackFragSize } from '../message/message-writer.js';
import type { Deadlines } from '../participant/deadlines.js';
import type { Outbox } from '../participant/outbox.js';
import type { Statistics } from '../participant/statistics.js';
import { isBuiltin, type EntityId } from '../types/entity-id.js';
import { NumberSet } from '../types/number-set.js';
import { quirksOf } from '../vendor/quirks.js';
import type { RoundTripGuess } from './round-trip-guess.js';
import { Timing } from './timing.js';
import type { WriterProxy } from './writer-proxy.js';

/** One ACKNACK asks for at most so many samples in a row (RTPS 2.5 §9.4.2.6). */
const ACKNACK_REACH = 256;

/** A writer may have as much under way as its window allows, 32 kB at least; it is told of every half of that at once. */
const PROMPT_BYTES = 16 * 1024;

/** As Deadlines: what a timer brings a fraction of a millisecond early is due. */
const EARLY_MS = 0.5;

export interface AcknowledgerEnvironment {
  readonly outbox: Outbox;
  readonly deadlines: Deadlines;
  readonly statistics: Statistics;
  readonly roundTrips: RoundTripGuess;
}

/**
 * The asking half of a StatefulReader: ACKNACK and NACK_FRAG, when a flush allows, to whom they are owed. What has come in
 * is never asked for; what has not is asked for at once, then at doubling intervals while the writer is silent.
 */
export class Acknowledger {
  readonly #readerId: EntityId;
  readonly #env: AcknowledgerEnvironment;
  readonly #markDirty: () => void;
  readonly #owing: Set<WriterProxy> = new Set();
  readonly #missing: NumberSet = new NumberSet();
  readonly #isBuiltin: boolean;
  /** The reader's, not a proxy's: a writer that was lost to us only, and is found again, would take lower counts for old ones. */
  #ackNackCount = 0;
  #nackFragCount = 0;
  /** Of the flush that is under way. */
  #now = 0;

  constructor(readerId: EntityId, env: AcknowledgerEnvironment, markDirty: () => void) {
    this.#readerId = readerId;
    this.#isBuiltin = isBuiltin(readerId);
    this.#env = env;
    this.#markDirty = markDirty;
  }

  /** The next flush owes this writer an answer, or a question; an answer says more. */
  owe(proxy: WriterProxy, what: 'acknowledgement' | 'preemptive'): void {
    if (proxy.owed !== 'acknowledgement') proxy.owed = what;
    this.#owing.add(proxy);
    this.#markDirty();
  }

  forget(proxy: WriterProxy): void {
    this.#owing.delete(proxy);
    this.#env.outbox.removeRider(proxy.destination, proxy.rider);
    this.#env.deadlines.clear(proxy.deadline);
  }

  onDeadline(proxy: WriterProxy): void {
    if (proxy.owed !== 'nothing') {
      this.owe(proxy, proxy.owed);
    } else if (!proxy.isSynchronized) {
      this.owe(proxy, 'preemptive');
    } else if (proxy.isMissing) {
      for (const sn of proxy.assembler.openSequenceNumbers()) proxy.assembler.announceWhole(sn);
      this.owe(proxy, 'acknowledgement');
    }
  }

  acknowledge(now: number): void {
    this.#now = now;
    for (const proxy of this.#owing) {
      this.#owing.delete(proxy);
      const { owed } = proxy;
      const isNews = owed === 'acknowledgement' && proxy.progress !== proxy.answeredProgress;
      const mayWait = isNews && this.#mayWait(proxy);
      if (mayWait && proxy.owedSince === Infinity) proxy.owedSince = now;
      const answerAt = mayWait
        ? proxy.owedSince + Timing.ackDelayMs
        : isNews
          ? now
          : proxy.answeredAt + LIMITS.ackNackIntervalMs.value;
      if (answerAt > now + EARLY_MS) {
        this.#env.deadlines.setEarlier(proxy.deadline, answerAt);
        if (mayWait) this.#env.outbox.addRider(proxy.destination, proxy.rider);
      } else {
        this.#answer(proxy, now);
      }
    }
  }

  /** Something else leaves for the writer's participant: what waits goes with it. */
  ride(proxy: WriterProxy): void {
    if (proxy.owed === 'acknowledgement' && proxy.owedSince < Infinity) this.#answer(proxy, this.#now);
  }

  /**
   * Whether the answer says only that all is here, to a writer that has room for more and has not asked twice. Discovery
   * does not wait: an endpoint is used as soon as it is known to be known.
   */
  #mayWait(proxy: WriterProxy): boolean {
    return (
      !this.#isBuiltin &&
      !proxy.isMissing &&
      !proxy.isAskedAgain &&
      proxy.unansweredBytes < PROMPT_BYTES &&
      !proxy.destination.isLoopback
    );
  }

  #answer(proxy: WriterProxy, now: number): void {
    const { owed } = proxy;
    if (proxy.owedSince < Infinity) {
      proxy.owedSince = Infinity;
      this.#env.outbox.removeRider(proxy.destination, proxy.rider);
    }
    proxy.owed = 'nothing';
    proxy.answeredAt = now;
    proxy.answeredProgress = proxy.progress;
    proxy.unansweredBytes = 0;
    proxy.isAskedAgain = false;
    if (owed === 'preemptive') this.#sendPreemptive(proxy, now);
    else this.#sendAcknowledgement(proxy, now);
  }

  /** Asks for a HEARTBEAT; Fast DDS answers base 0 only, Cyclone base 1 only. Repeated until a first one was seen. */
  #sendPreemptive(proxy: WriterProxy, now: number): void {
    this.#missing.clear(quirksOf(proxy.endpoint.participant.vendorId).solicitingAckNackBase);
    this.#writeAckNack(proxy, false);
    if (!proxy.isSynchronized || proxy.isMissing) this.#repeatLater(proxy, now);
  }

  #sendAcknowledgement(proxy: WriterProxy, now: number): void {
    this.#fillMissing(proxy);
    this.#writeAckNack(proxy, this.#missing.isEmpty);
    this.#nackFragments(proxy);
    if (proxy.isMissing) this.#repeatLater(proxy, now);
    else this.#env.deadlines.clear(proxy.deadline);
  }

  #repeatLater(proxy: WriterProxy, now: number): void {
    // Of a writer that was never heard, and in discovery, all that is known is how long others take.
    const isUnknown = this.#isBuiltin || !proxy.isSynchronized;
    const patienceMs = isUnknown ? Math.max(proxy.renackMs, 2 * this.#env.roundTrips.ms) : proxy.renackMs;
    this.#env.deadlines.set(proxy.deadline, now + patienceMs);
    proxy.renackMs = Math.min(Timing.repairMaxMs, proxy.renackMs * 2);
  }

  /** What is missing from `nextSn` on, as far as one set reaches; open reassemblies are asked for by NACK_FRAG instead. */
  #fillMissing(proxy: WriterProxy): void {
    const { nextSn, irrelevant, assembler } = proxy;
    this.#missing.clear(nextSn);
    const last = Math.min(proxy.lastKnown, nextSn + ACKNACK_REACH - 1);
    for (let sn = nextSn; sn <= last; sn++)
      if (!proxy.isAhead(sn) && !irrelevant.has(sn) && !assembler.has(sn)) this.#missing.add(sn);
    this.#tellUpTo(last);
    if (last > proxy.requestedUpTo) proxy.requestedUpTo = last;
  }

  /** What the set covers and does not ask for has arrived: that tells the writer what else must have been lost. */
  #tellUpTo(last: number): void {
    const { base, numBits } = this.#missing;
    if (numBits > 0 && last - base >= numBits) this.#missing.numBits = last - base + 1;
  }

  #writeAckNack(proxy: WriterProxy, isFinal: boolean): void {
    this.#ackNackCount += 1;
    this.#env.outbox.open(proxy.destination, ackNackSize(this.#missing)).ackNack({
      readerId: this.#readerId,
      writerId: proxy.entityId,
      readerSnState: this.#missing,
      count: this.#ackNackCount,
      final: isFinal,
    });
    this.#env.statistics.ackNacksSent += 1;
  }

  #nackFragments(proxy: WriterProxy): void {
    for (const sn of proxy.assembler.openSequenceNumbers()) {
      this.#missing.clear(1);
      let isFirst = true;
      const last = proxy.assembler.forEachMissing(sn, (n) => {
        if (isFirst) this.#missing.clear(n);
        isFirst = false;
        this.#missing.add(n);
      });
      if (isFirst) continue;
      this.#tellUpTo(last);
      this.#nackFragCount += 1;
      this.#env.outbox.open(proxy.destination, nackFragSize(this.#missing)).nackFrag({
        readerId: this.#readerId,
        writerId: proxy.entityId,
        writerSn: sn,
        fragmentNumberState: this.#missing,
        count: this.#nackFragCount,
      });
    }
  }
}
