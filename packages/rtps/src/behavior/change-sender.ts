import { dataFragSize, dataSize, GAP_SIZE, HEARTBEAT_SIZE } from '../message/message-writer.js';
import type { Outbox } from '../participant/outbox.js';
import type { Statistics } from '../participant/statistics.js';
import type { EntityId } from '../types/entity-id.js';
import { NumberSet } from '../types/number-set.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import { quirksOf } from '../vendor/quirks.js';
import type { CacheChange } from './cache-change.js';
import { contentOf, isRelevant } from './change-for-reader.js';
import { FRAGMENT_SIZE, type FragmentedSend } from './fragmented-send.js';
import type { HistoryCache } from './history-cache.js';
import type { ReaderProxy } from './reader-proxy.js';

/** What one flush may send to one reader without being asked to wait: more overruns a default socket buffer. */
export const FLUSH_BUDGET: number = 64 * 1024;

/** How far one GAP looks for more that is irrelevant. */
const MAX_GAP_SEARCH = 4096;

const NO_PAYLOAD = new Uint8Array(0);

export interface ChangeSenderOptions {
  readonly entityId: EntityId;
  /** False: each sample goes whole. Built-in writers do that, no peer expects fragments of them. */
  readonly fragments: boolean;
  readonly history: HistoryCache;
  /** The readers with the same group as this one, itself included. */
  readonly groupOf: (proxy: ReaderProxy) => readonly ReaderProxy[];
}

/**
 * The sending half of a StatefulWriter: puts what one reader is owed into the outbox. Repairs, late joiners and readers
 * that lag take the same path; what a reader has to hear besides, GAP and HEARTBEAT, goes into the same datagrams.
 */
export class ChangeSender {
  readonly #outbox: Outbox;
  readonly #statistics: Statistics;
  readonly #options: ChangeSenderOptions;
  readonly #noGaps: NumberSet = new NumberSet();
  /** The writer's, not a proxy's: a reader that was lost to us only, and is found again, would take lower counts for old ones. */
  #heartbeatCount = 0;

  constructor(outbox: Outbox, statistics: Statistics, options: ChangeSenderOptions) {
    this.#outbox = outbox;
    this.#statistics = statistics;
    this.#options = options;
  }

  /** First sends, in order, as far as the reader's window and `budget` allow; returns the bytes sent. */
  sendFresh(proxy: ReaderProxy, now: number, budget: number): number {
    const { history } = this.#options;
    const { lastSn } = history;
    let sent = 0;
    while (proxy.nextSn <= lastSn && sent < budget) {
      const change = history.get(proxy.nextSn);
      if (change === undefined || !isRelevant(change, proxy, now)) {
        // No longer here, or not for this reader: a GAP goes with its next DATA or HEARTBEAT.
        proxy.fragmented = undefined;
        proxy.nextSn += 1;
        continue;
      }
      if (!proxy.hasRoom) break;
      this.#catchUpWithGap(proxy, change.sn);
      if (this.#fits(change, proxy)) {
        const bytes = this.#sendData(change, proxy);
        proxy.sent(change.sn, bytes, now);
        sent += bytes;
        proxy.nextSn += 1;
      } else {
        sent += this.#sendFragments(change, proxy, now, budget - sent);
      }
      proxy.toldSn = change.sn;
    }
    return sent;
  }

  /** Sends again what was lost, as far as `budget` allows; returns the bytes sent, each GAP counting as one at least. */
  repair(proxy: ReaderProxy, now: number, budget: number): number {
    const { history } = this.#options;
    const mayRepeatAcknowledged = now - proxy.acknowledgedRepeatedAt >= proxy.window.repairMs;
    let sent = 0;
    for (const sn of proxy.requested) {
      if (sent >= budget) return sent;
      proxy.requested.delete(sn);
      const change = sn < proxy.startSn ? undefined : history.get(sn);
      if (change !== undefined && isRelevant(change, proxy, now)) {
        if (!proxy.isInFlight(sn)) {
          if (!mayRepeatAcknowledged) continue;
          proxy.acknowledgedRepeatedAt = now;
        }
        this.#statistics.repairs += 1;
        if (this.#fits(change, proxy)) {
          sent += this.#sendData(change, proxy);
          proxy.sent(sn, 0, now);
        } else {
          const fragments = proxy.repeatFragments(sn, this.#fragmentCount(change, proxy), now);
          sent += this.#repairFragments(change, fragments, proxy, now, budget - sent);
        }
      } else if (!this.#isNeighboursOwn(sn, proxy)) {
        sent += this.#tellGone(sn, proxy, now);
      }
    }
    for (const fragments of proxy.lostFragments) {
      if (sent >= budget) return sent;
      const change = history.get(fragments.sn);
      if (change !== undefined && isRelevant(change, proxy, now)) {
        sent += this.#repairFragments(change, fragments, proxy, now, budget - sent);
      } else {
        proxy.lostFragments.delete(fragments);
        sent += this.#tellGone(fragments.sn, proxy, now);
      }
    }
    return sent;
  }

  /** RTPS 2.5 §8.3.8.6. What was skipped since the last one is told as well. */
  heartbeat(proxy: ReaderProxy, now: number, isFinal: boolean): void {
    this.#catchUpWithGap(proxy, proxy.nextSn);
    // A reader that joins late is told of all that it may have: Cyclone takes the first word for the end of its history.
    const lastSn = Math.max(proxy.fragmented === undefined ? proxy.nextSn - 1 : proxy.nextSn, proxy.historyEnd);
    const firstSn = Math.min(lastSn + 1, this.#firstSnFor(proxy));
    this.#heartbeatCount += 1;
    this.#outbox.open(proxy.destination, HEARTBEAT_SIZE).heartbeat({
      readerId: proxy.entityId,
      writerId: this.#options.entityId,
      firstSn,
      lastSn,
      count: this.#heartbeatCount,
      final: isFinal,
    });
    this.#statistics.heartbeatsSent += 1;
    proxy.heartbeatSentAt = now;
    if (!isFinal && proxy.waitingSince === Infinity) proxy.waitingSince = now;
    proxy.heartbeatOwed = 'none';
  }

  #fits(change: CacheChange, proxy: ReaderProxy): boolean {
    const { inlineQos, payload } = contentOf(change, proxy);
    const size = dataSize(inlineQos?.byteLength ?? 0, payload?.byteLength ?? 0);
    return !this.#options.fragments || size <= this.#outbox.roomFor(proxy.destination);
  }

  /** Returns the bytes of the submessage: a sample without payload is not free. */
  #sendData(change: CacheChange, proxy: ReaderProxy): number {
    const { inlineQos, payload } = contentOf(change, proxy);
    const size = dataSize(inlineQos?.byteLength ?? 0, payload?.byteLength ?? 0);
    this.#outbox.open(proxy.destination, size, change.sourceTimestamp).data({
      readerId: proxy.entityId,
      writerId: this.#options.entityId,
      writerSn: change.sn,
      inlineQos,
      payload,
      isKeyPayload: change.isKeyPayload,
    });
    this.#statistics.samplesSent += 1;
    return size;
  }

  /** Sends fragments of the change at the cursor; moves the cursor on when the last one is out. */
  #sendFragments(change: CacheChange, proxy: ReaderProxy, now: number, budget: number): number {
    const total = this.#fragmentCount(change, proxy);
    const fragments =
      proxy.fragmented?.sn === change.sn ? proxy.fragmented : proxy.startFragments(change.sn, total, now);
    const perDatagram = this.#fragmentsPerDatagram(change, proxy);
    let sent = 0;
    while (!fragments.isSent && sent < budget && proxy.hasRoom) {
      const first = fragments.next;
      const count = Math.min(perDatagram, total - first + 1);
      sent += this.#sendRun(change, proxy, first, count);
      proxy.sentFragments(fragments, first, count, now);
    }
    if (fragments.isSent) {
      proxy.fragmented = undefined;
      proxy.nextSn += 1;
    }
    return sent;
  }

  #repairFragments(
    change: CacheChange,
    fragments: FragmentedSend,
    proxy: ReaderProxy,
    now: number,
    budget: number,
  ): number {
    const perDatagram = this.#fragmentsPerDatagram(change, proxy);
    let sent = 0;
    // Not held back by the window: what fills it may be lost as well, and only these make the reader say so.
    while (sent < budget) {
      const run = fragments.nextLost(perDatagram);
      if (run === undefined) break;
      sent += this.#sendRun(change, proxy, run.first, run.count);
      proxy.sentFragments(fragments, run.first, run.count, now);
      this.#statistics.repairs += 1;
    }
    return sent;
  }

  #fragmentCount(change: CacheChange, proxy: ReaderProxy): number {
    return Math.ceil((contentOf(change, proxy).payload?.byteLength ?? 0) / FRAGMENT_SIZE);
  }

  #fragmentsPerDatagram(change: CacheChange, proxy: ReaderProxy): number {
    const overhead = dataFragSize(this.#repeatedQos(change, proxy)?.byteLength ?? 0, 0);
    return Math.max(1, Math.floor((this.#outbox.roomFor(proxy.destination) - overhead) / FRAGMENT_SIZE));
  }

  /** Inline QoS goes with the first fragment; with all others too where the first one heard may be any. */
  #repeatedQos(change: CacheChange, proxy: ReaderProxy): Uint8Array | undefined {
    const isRepeated = quirksOf(proxy.endpoint.participant.vendorId).takesQosOfFirstFragmentHeard;
    return isRepeated ? contentOf(change, proxy).inlineQos : undefined;
  }

  #sendRun(change: CacheChange, proxy: ReaderProxy, first: number, count: number): number {
    const content = contentOf(change, proxy);
    const payload = content.payload ?? NO_PAYLOAD;
    const fragments = payload.subarray((first - 1) * FRAGMENT_SIZE, (first - 1 + count) * FRAGMENT_SIZE);
    const inlineQos = first === 1 ? content.inlineQos : this.#repeatedQos(change, proxy);
    const size = dataFragSize(inlineQos?.byteLength ?? 0, fragments.byteLength);
    this.#outbox.open(proxy.destination, size, change.sourceTimestamp).dataFrag({
      readerId: proxy.entityId,
      writerId: this.#options.entityId,
      writerSn: change.sn,
      fragmentStartingNum: first,
      fragmentsInSubmessage: Math.ceil(fragments.byteLength / FRAGMENT_SIZE),
      fragmentSize: FRAGMENT_SIZE,
      sampleSize: payload.byteLength,
      inlineQos,
      isKeyPayload: change.isKeyPayload,
      fragments,
    });
    this.#statistics.fragmentsSent += count;
    return fragments.byteLength;
  }

  /** Tells the reader, in the same datagram, that what lies between is not for it (lazy GAP, RTPS 2.5 §8.3.8.4). */
  #catchUpWithGap(proxy: ReaderProxy, beforeSn: SequenceNumber): void {
    if (!proxy.isReliable) return;
    const first = Math.max(proxy.toldSn + 1, proxy.startSn);
    if (first < beforeSn) this.#gap(proxy, first, beforeSn - 1);
    proxy.toldSn = Math.max(proxy.toldSn, beforeSn - 1);
  }

  /** Says that `sn` will not come (again); returns the bytes sent, of a HEARTBEAT that will say it none. */
  #tellGone(sn: SequenceNumber, proxy: ReaderProxy, now: number): number {
    const { diesOfGapAmongFragments } = quirksOf(proxy.endpoint.participant.vendorId);
    if (diesOfGapAmongFragments && sn < this.#firstSnFor(proxy)) {
      proxy.heartbeatOwed = 'nonFinal';
      return 0;
    }
    this.#gap(proxy, sn, this.#endOfGap(sn, proxy, now));
    return GAP_SIZE;
  }

  #gap(proxy: ReaderProxy, first: SequenceNumber, last: SequenceNumber): void {
    if (!proxy.isReliable) return;
    this.#noGaps.clear(last + 1);
    // The exact reader id: Cyclone ignores a GAP for ENTITYID_UNKNOWN.
    this.#outbox.open(proxy.destination, GAP_SIZE).gap({
      readerId: proxy.entityId,
      writerId: this.#options.entityId,
      gapStart: first,
      gapList: this.#noGaps,
    });
  }

  /** The last of the neighbours of `sn` that are no more for this reader than `sn` is: one GAP for all of them. */
  #endOfGap(sn: SequenceNumber, proxy: ReaderProxy, now: number): SequenceNumber {
    const { history } = this.#options;
    const last = proxy.nextSn - 1;
    let end = Math.min(last, Math.max(sn, Math.min(proxy.startSn, history.firstSn) - 1));
    const limit = Math.min(last, end + MAX_GAP_SEARCH);
    while (end < limit) {
      const next = end + 1 < proxy.startSn ? undefined : history.get(end + 1);
      if (next !== undefined && isRelevant(next, proxy, now)) break;
      if (this.#isNeighboursOwn(end + 1, proxy)) break;
      end += 1;
    }
    for (const requested of proxy.requested) if (requested > sn && requested <= end) proxy.requested.delete(requested);
    return end;
  }

  /**
   * Whether another reader of the group still waits for `sn`, which came before this one's start: where a GAP counts for
   * the whole process, it would take the sample from that reader.
   */
  #isNeighboursOwn(sn: SequenceNumber, proxy: ReaderProxy): boolean {
    if (sn >= proxy.startSn || !quirksOf(proxy.endpoint.participant.vendorId).appliesGapToWholeProcess) return false;
    return this.#options.groupOf(proxy).some((other) => other !== proxy && other.isReliable && other.isOwed(sn));
  }

  /** As a HEARTBEAT has it. Cyclone takes what lies below as gone for its whole process: the lowest start of the group counts. */
  #firstSnFor(proxy: ReaderProxy): SequenceNumber {
    let start = proxy.startSn;
    for (const other of this.#options.groupOf(proxy)) if (other.startSn < start) start = other.startSn;
    return Math.max(this.#options.history.firstSn, start);
  }
}
