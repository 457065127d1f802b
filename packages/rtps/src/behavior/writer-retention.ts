import { HistoryKind, DurabilityKind, type QosPolicies } from '../qos/policies.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { HistoryCache } from './history-cache.js';
import type { ReaderProxy } from './reader-proxy.js';
import { Timing } from './timing.js';

export interface WriterRetentionOptions {
  readonly history: HistoryCache;
  readonly proxies: readonly ReaderProxy[];
  readonly qos: QosPolicies;
  readonly isBuiltin: boolean;
  /** A change that was refused would be taken now. */
  readonly onWritable: () => void;
  /** What was watched for has come. */
  readonly onAcknowledged: () => void;
}

/**
 * What a StatefulWriter keeps, and until when: for readers that have not acknowledged it, for late joiners (TRANSIENT_LOCAL),
 * within the bounds of its history. Nothing that a reliable reader is owed is forgotten for want of room under KEEP_ALL:
 * then the next change is refused.
 */
export class WriterRetention {
  readonly #options: WriterRetentionOptions;
  readonly #keepsForLateJoiners: boolean;
  /** Disposals that are still told, oldest first, and until when they are kept at least. */
  readonly #disposals: { readonly sn: SequenceNumber; readonly keepUntil: number }[] = [];
  /** Bytes of the change that was refused last; −1 while none is. */
  #refusedBytes = -1;
  /** What somebody waits to see acknowledged; 0 while nobody does. */
  #watchedSn: SequenceNumber = 0;

  constructor(options: WriterRetentionOptions) {
    this.#options = options;
    this.#keepsForLateJoiners = options.qos.durability !== DurabilityKind.VOLATILE;
  }

  /** Whether the last change was refused, and there is still no room for it. */
  get isRefusing(): boolean {
    return this.#refusedBytes >= 0;
  }

  /** Whether somebody waits for readers to acknowledge. */
  get isAwaiting(): boolean {
    return this.#refusedBytes >= 0 || this.#watchedSn > 0;
  }

  /** Whether every reliable reader has what it is owed up to `sn`. */
  isAcknowledged(sn: SequenceNumber): boolean {
    return this.#options.proxies.every((proxy) => !proxy.isReliable || proxy.frontier > sn);
  }

  /** `onAcknowledged` is called when every reliable reader has what it is owed up to `sn`; a later call counts. */
  watch(sn: SequenceNumber): void {
    this.#watchedSn = sn;
  }

  /** A disposal was written: it goes when everybody knows, but not at once. */
  addDisposal(sn: SequenceNumber, now: number): void {
    if (this.#keepsForLateJoiners) this.#disposals.push({ sn, keepUntil: now + Timing.disposalKeepMs });
  }

  /** Whether there is room for `bytes` more, perhaps by forgetting something; if not, `onWritable` follows when there is. */
  admits(bytes: number, now: number): boolean {
    if (!this.#options.history.isFullFor(bytes) || this.#makeRoom(bytes, now)) return true;
    this.#refusedBytes = bytes;
    return false;
  }

  /** Forgets what no reader needs any more, and tells who waits for that. */
  trim(now: number): void {
    const { history } = this.#options;
    if (this.#watchedSn > 0 && this.isAcknowledged(this.#watchedSn)) {
      this.#watchedSn = 0;
      this.#options.onAcknowledged();
    }
    if (!this.#keepsForLateJoiners) history.removeBelow(this.#frontier());
    else if (this.#disposals.length > 0) this.#trimDisposals(now);
    if (this.#refusedBytes >= 0 && (!history.isFullFor(this.#refusedBytes) || this.#canForget())) {
      this.#refusedBytes = -1;
      this.#options.onWritable();
    }
  }

  #trimDisposals(now: number): void {
    const frontier = this.#frontier();
    for (let first = this.#disposals[0]; first !== undefined; first = this.#disposals[0]) {
      if (first.sn >= frontier || first.keepUntil > now) break;
      this.#options.history.removeInstanceUpTo(first.sn);
      this.#disposals.shift();
    }
  }

  /**
   * KEEP_LAST forgets its oldest changes for a bound in bytes. KEEP_ALL forgets only what it keeps for late joiners alone, as
   * Fast DDS does: else a TRANSIENT_LOCAL writer that has reached its bound could never write again.
   */
  #makeRoom(bytes: number, now: number): boolean {
    const { history, qos } = this.#options;
    this.trim(now);
    const mayForget = (): boolean => (qos.history === HistoryKind.KEEP_LAST ? history.size > 0 : this.#canForget());
    while (history.isFullFor(bytes) && mayForget()) history.remove(history.firstSn);
    return !history.isFullFor(bytes);
  }

  /** Whether the oldest change is there for late joiners only. What discovery announces is never forgotten for room. */
  #canForget(): boolean {
    const { history, isBuiltin } = this.#options;
    return this.#keepsForLateJoiners && !isBuiltin && history.size > 0 && history.firstSn < this.#frontier();
  }

  /** The lowest change that some reader is still owed. */
  #frontier(): SequenceNumber {
    const { history, proxies } = this.#options;
    let frontier = history.lastSn + 1;
    for (const proxy of proxies) if (proxy.frontier < frontier) frontier = proxy.frontier;
    return frontier;
  }
}
