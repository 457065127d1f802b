import { HistoryKind } from '../qos/policies.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import { changeBytes, type CacheChange } from './cache-change.js';
import { SpareBuffers } from './spare-buffers.js';

export interface HistoryOptions {
  readonly kind: HistoryKind;
  /** KEEP_LAST: samples kept per instance. */
  readonly depth: number;
  /** Bound in samples, whatever the kind. */
  readonly maxSamples: number;
  /** Bound in bytes of payload and inline QoS, whatever the kind. */
  readonly maxBytes: number;
  /** KEEP_LAST without keys: what is older than the last ten goes when all have more bytes than this. Default: no such bound. */
  readonly deepBytes?: number | undefined;
}

/** ROS's own depth, which no bound in bytes makes less. */
const SHALLOW_DEPTH = 10;

/**
 * A writer's HistoryCache (RTPS 2.5 §8.2.2): changes in ascending order of sequence number. A Map rather than a ring,
 * because keyed writers are sparse: SEDP may hold one endpoint at 1 and the newest at 50 000.
 */
export class HistoryCache {
  readonly #options: HistoryOptions;
  readonly #changes = new Map<SequenceNumber, CacheChange>();
  /** Sequence numbers per instance, oldest first; only kept for keyed changes. */
  readonly #instances = new Map<string, SequenceNumber[]>();
  readonly #spares: SpareBuffers = new SpareBuffers();
  #firstSn: SequenceNumber = 1;
  #lastSn: SequenceNumber = 0;
  #bytes = 0;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** Lowest sequence number held; `lastSn + 1` when empty (RTPS 2.5 §8.3.8.6: an empty history announces first = last + 1). */
  get firstSn(): SequenceNumber {
    return this.#firstSn;
  }

  /** Highest sequence number ever added. */
  get lastSn(): SequenceNumber {
    return this.#lastSn;
  }

  get size(): number {
    return this.#changes.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Buffers of changes that are forgotten and may be used again. */
  get spares(): SpareBuffers {
    return this.#spares;
  }

  get(sn: SequenceNumber): CacheChange | undefined {
    return this.#changes.get(sn);
  }

  /** Whether another change of `bytes` would pass a bound. */
  isFullFor(bytes: number): boolean {
    return this.#changes.size >= this.#options.maxSamples || this.#bytes + bytes > this.#options.maxBytes;
  }

  /** Adds the next change and drops what KEEP_LAST no longer keeps. */
  add(change: CacheChange): void {
    this.#changes.set(change.sn, change);
    this.#lastSn = change.sn;
    this.#bytes += changeBytes(change);
    const { kind, depth, deepBytes = Infinity } = this.#options;
    if (change.instance !== undefined) {
      const held = this.#instances.get(change.instance) ?? [];
      held.push(change.sn);
      this.#instances.set(change.instance, held);
      if (kind === HistoryKind.KEEP_LAST) while (held.length > depth) this.remove(held[0] ?? 0);
    } else if (kind === HistoryKind.KEEP_LAST) {
      const shallow = Math.min(depth, SHALLOW_DEPTH);
      while (this.#changes.size > (this.#bytes > deepBytes ? shallow : depth)) this.remove(this.#firstSn);
    }
  }

  remove(sn: SequenceNumber): void {
    const change = this.#changes.get(sn);
    if (change === undefined) return;
    this.#changes.delete(sn);
    this.#bytes -= changeBytes(change);
    if (change.isReclaimable === true && change.payload !== undefined) this.#spares.add(change.payload);
    if (change.instance !== undefined) {
      const held = this.#instances.get(change.instance);
      held?.splice(held.indexOf(sn), 1);
      if (held?.length === 0) this.#instances.delete(change.instance);
    }
    this.#advance();
  }

  /** Drops a change and what is older of its instance. */
  removeInstanceUpTo(sn: SequenceNumber): void {
    const held = this.#instances.get(this.#changes.get(sn)?.instance ?? '') ?? [sn];
    for (const other of held.filter((one) => one <= sn)) this.remove(other);
  }

  /** Drops every change below `sn`. */
  removeBelow(sn: SequenceNumber): void {
    while (this.#firstSn < sn && this.#changes.size > 0) this.remove(this.#firstSn);
  }

  /** Amortised O(1): every number is passed once. */
  #advance(): void {
    if (this.#changes.size === 0) this.#firstSn = this.#lastSn + 1;
    else while (!this.#changes.has(this.#firstSn)) this.#firstSn += 1;
  }
}
