import { dataFragSize, dataSize, GAP_SIZE, HEARTBEAT_SIZE } from '../message/message-writer.js';
import type { AckNackSubmessage } from '../message/submessages/acknack.js';
import type { NackFragSubmessage } from '../message/submessages/nack-frag.js';
import type { Destination } from '../participant/destination.js';
import { Deadline, type Deadlines } from '../participant/deadlines.js';
import type { Outbox } from '../participant/outbox.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { Statistics } from '../participant/statistics.js';
import { DurabilityKind, HistoryKind, ReliabilityKind, type QosPolicies } from '../qos/policies.js';
import { durationToMs } from '../types/time.js';
import type { EntityId } from '../types/entity-id.js';
import { NumberSet } from '../types/number-set.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import { changeBytes, type CacheChange, type GroupKey } from './cache-change.js';
import { HistoryCache } from './history-cache.js';
import { ReaderProxy } from './reader-proxy.js';
import { Timing } from './timing.js';

/** Fixed per writer and the same for all readers (RTPS 2.5 §8.4.14.1.1): Fast DDS computes offsets from the first size it sees. */
export const FRAGMENT_SIZE = 1024;

/** What one flush may send to one reader without being asked to wait: more overruns a default socket buffer. */
const FLUSH_BUDGET = 64 * 1024;

/** Fragments sent again for a sample of which the reader has none; it asks for the rest by NACK_FRAG. */
const RESTART_FRAGMENTS = 16;

/** What a writer needs of its participant. */
export interface WriterEnvironment {
  readonly outbox: Outbox;
  readonly deadlines: Deadlines;
  readonly statistics: Statistics;
  /** Asks for `pump` in the next flush. */
  markDirty(writer: StatefulWriter): void;
}

export interface StatefulWriterOptions {
  readonly entityId: EntityId;
  readonly qos: QosPolicies;
  readonly maxSamples: number;
  readonly maxBytes: number;
  /** Built-in writers send each sample whole: no peer expects fragments there. */
  readonly fragments: boolean;
  /** Told when a writer that refused a change takes one again. */
  readonly onWritable: () => void;
}

export interface ChangeOptions {
  readonly inlineQos?: Uint8Array | undefined;
  readonly instance?: string | undefined;
  /** The change ends its instance: it is forgotten when all readers have it. */
  readonly isDispose?: boolean;
  readonly relevantTo?: ReadonlySet<GroupKey> | undefined;
  readonly sourceTimestamp: Time;
}

/**
 * RTPS 2.5 §8.4.9: keeps changes until the matched readers have them, sends each once, sends again what is asked for.
 * Serves best-effort readers too, which are never waited for. Nothing is sent but from `pump`, which the participant
 * calls once per flush: that is what packs samples into datagrams.
 */
export class StatefulWriter {
  readonly entityId: EntityId;
  readonly qos: QosPolicies;
  readonly #env: WriterEnvironment;
  readonly #options: StatefulWriterOptions;
  readonly #history: HistoryCache;
  readonly #proxies: ReaderProxy[] = [];
  /** Proxies with something to send, repair or announce. */
  readonly #active: Set<ReaderProxy> = new Set();
  readonly #disposals: SequenceNumber[] = [];
  readonly #lifespanMs: number;
  readonly #noGaps: NumberSet = new NumberSet();
  #refused = false;

  constructor(env: WriterEnvironment, options: StatefulWriterOptions) {
    this.#env = env;
    this.#options = options;
    this.entityId = options.entityId;
    this.qos = options.qos;
    this.#lifespanMs = durationToMs(options.qos.lifespan);
    this.#history = new HistoryCache({
      kind: options.qos.history,
      depth: Math.max(1, options.qos.depth),
      maxSamples: options.maxSamples,
      maxBytes: options.maxBytes,
    });
  }

  get matchedReaders(): readonly ReaderProxy[] {
    return this.#proxies;
  }

  get lastSn(): SequenceNumber {
    return this.#history.lastSn;
  }

  /** Whether every reliable reader has acknowledged everything written for it. */
  get isAcknowledged(): boolean {
    return this.#proxies.every((p) => !p.isReliable || (!p.hasUnacknowledged && p.nextSn > this.#history.lastSn));
  }

  /** Whether some reader still has changes to come; those that stopped answering do not count. */
  get isWaitingForReaders(): boolean {
    return !this.isAcknowledged && this.#proxies.some((p) => p.isReliable && p.hasUnacknowledged && p.unanswered < 3);
  }

  /** Adds a change; 0 when the history is full and must not forget what a reader is owed (KEEP_ALL). */
  write(now: number, payload: Uint8Array | undefined, options: ChangeOptions): SequenceNumber {
    const bytes = (payload?.byteLength ?? 0) + (options.inlineQos?.byteLength ?? 0);
    if (this.#history.isFullFor(bytes) && !this.#makeRoom(bytes)) {
      this.#refused = true;
      return 0;
    }
    const sn = this.#history.lastSn + 1;
    this.#history.add({
      sn,
      payload,
      inlineQos: options.inlineQos,
      instance: options.instance,
      sourceTimestamp: options.sourceTimestamp,
      relevantTo: options.relevantTo,
      expiresAt: now + this.#lifespanMs,
    });
    if (options.isDispose === true) this.#disposals.push(sn);
    for (const proxy of this.#proxies) this.#activate(proxy);
    if (this.#proxies.length === 0) this.#trim();
    return sn;
  }

  addMatchedReader(endpoint: RemoteEndpoint, destination: Destination): ReaderProxy {
    const isReliable =
      this.qos.reliability === ReliabilityKind.RELIABLE && endpoint.qos.reliability === ReliabilityKind.RELIABLE;
    const wantsHistory =
      this.qos.durability !== DurabilityKind.VOLATILE && endpoint.qos.durability !== DurabilityKind.VOLATILE;
    const deadline = new Deadline((now) => this.#onDeadline(proxy, now));
    const startSn = wantsHistory ? this.#history.firstSn : this.#history.lastSn + 1;
    const proxy: ReaderProxy = new ReaderProxy(endpoint, destination, isReliable, startSn, deadline);
    this.#proxies.push(proxy);
    // A Cyclone reader takes "last + 1" of the first HEARTBEAT it sees for its start: it must see one before data.
    if (isReliable) proxy.heartbeatOwed = 'nonFinal';
    this.#activate(proxy);
    return proxy;
  }

  removeMatchedReader(proxy: ReaderProxy): void {
    const index = this.#proxies.indexOf(proxy);
    if (index < 0) return;
    this.#proxies.splice(index, 1);
    this.#active.delete(proxy);
    this.#env.deadlines.clear(proxy.deadline);
    this.#trim();
  }

  findProxy(endpoint: RemoteEndpoint): ReaderProxy | undefined {
    return this.#proxies.find((proxy) => proxy.endpoint === endpoint);
  }

  /** The groups of these readers, for a directed change; readers that no longer match have none. */
  groupsOf(endpoints: readonly RemoteEndpoint[]): ReadonlySet<GroupKey> {
    const groups = new Set<GroupKey>();
    for (const endpoint of endpoints) {
      const proxy = this.findProxy(endpoint);
      if (proxy !== undefined) groups.add(proxy.groupKey);
    }
    return groups;
  }

  /** RTPS 2.5 §8.3.8.1, §8.4.9.3. */
  onAckNack(proxy: ReaderProxy, ackNack: AckNackSubmessage, now: number): void {
    if (!proxy.isReliable || !isNews(proxy.lastAckNackCount, ackNack.count)) return;
    proxy.lastAckNackCount = ackNack.count;
    proxy.heard(now);
    const { base } = ackNack.readerSnState;
    const news = proxy.acknowledgedBelow(base);
    proxy.requested.clear();
    ackNack.readerSnState.forEach((sn) => {
      if (sn < proxy.nextSn || sn === proxy.fragmented?.sn) proxy.requested.add(sn);
    });
    if (proxy.requested.size > 0) proxy.shrinkWindow();
    // A reader that asks without being asked wants a HEARTBEAT, whatever it has (base 0: Fast DDS before its first).
    else if (!ackNack.isFinal) proxy.heartbeatOwed = proxy.hasUnacknowledged ? 'nonFinal' : 'final';
    if (proxy.hasUnacknowledged) this.#scheduleRepair(proxy, now);
    else this.#env.deadlines.clear(proxy.deadline);
    this.#activate(proxy);
    if (news) this.#trim();
  }

  /** RTPS 2.5 §8.3.8.10. Fragments that were not sent yet are asked for too: they tell how far the reader has come. */
  onNackFrag(proxy: ReaderProxy, nackFrag: NackFragSubmessage, now: number): void {
    if (!proxy.isReliable || !isNews(proxy.lastNackFragCount, nackFrag.count)) return;
    proxy.lastNackFragCount = nackFrag.count;
    proxy.heard(now);
    const sn = nackFrag.writerSn;
    const state = nackFrag.fragmentNumberState;
    const { fragmented } = proxy;
    let sentBelow = proxy.isUnacknowledged(sn) ? Infinity : 0;
    if (fragmented?.sn === sn) {
      sentBelow = fragmented.next;
      proxy.creditFragments(state.base, FRAGMENT_SIZE);
    }
    const missing = new Set<number>();
    state.forEach((n) => {
      if (n < sentBelow) missing.add(n);
    });
    if (missing.size > 0) {
      proxy.requestedFragments.set(sn, missing);
      proxy.shrinkWindow();
    }
    this.#scheduleRepair(proxy, now);
    this.#activate(proxy);
  }

  /** Sends what every active reader is owed. Called by the participant's flush only. */
  pump(now: number): void {
    for (const proxy of this.#active) {
      this.#active.delete(proxy);
      this.#sendTo(proxy, now);
    }
    this.#trim();
  }

  close(): void {
    for (const proxy of this.#proxies) this.#env.deadlines.clear(proxy.deadline);
    this.#proxies.length = 0;
    this.#active.clear();
  }

  #activate(proxy: ReaderProxy): void {
    this.#active.add(proxy);
    this.#env.markDirty(this);
  }

  #onDeadline(proxy: ReaderProxy, now: number): void {
    if (proxy.hasUnacknowledged && !this.#isContinuing(proxy)) {
      proxy.heartbeatOwed = 'nonFinal';
      proxy.unanswered += 1;
      proxy.repairMs = Math.min(Timing.repairMaxMs, proxy.repairMs * 2);
      this.#scheduleRepair(proxy, now);
    }
    this.#activate(proxy);
  }

  #isContinuing(proxy: ReaderProxy): boolean {
    return proxy.hasRepairs || (proxy.nextSn <= this.#history.lastSn && proxy.inFlightBytes < proxy.window);
  }

  #scheduleRepair(proxy: ReaderProxy, now: number): void {
    this.#env.deadlines.set(proxy.deadline, now + proxy.repairMs);
  }

  #sendTo(proxy: ReaderProxy, now: number): void {
    const before = proxy.inFlightBytes;
    let budget = FLUSH_BUDGET - this.#repair(proxy, now);
    const repaired = budget < FLUSH_BUDGET;
    const fresh = this.#sendFresh(proxy, now, budget);
    budget -= fresh;
    if (proxy.isReliable) {
      if (fresh > 0 || repaired || proxy.inFlightBytes !== before) proxy.heartbeatOwed = 'nonFinal';
      if (proxy.heartbeatOwed !== 'none') this.#heartbeat(proxy, now);
    }
    if (budget <= 0 && (proxy.hasRepairs || proxy.nextSn <= this.#history.lastSn))
      this.#env.deadlines.setEarlier(proxy.deadline, now + Timing.continueMs);
  }

  /** First sends, in order, as far as window and budget allow; returns the bytes sent. */
  #sendFresh(proxy: ReaderProxy, now: number, budget: number): number {
    const { lastSn } = this.#history;
    let sent = 0;
    while (proxy.nextSn <= lastSn && sent < budget) {
      const change = this.#history.get(proxy.nextSn);
      if (change === undefined || !isRelevant(change, proxy, now)) {
        // No longer here, or not for this reader: a GAP goes with its next DATA or HEARTBEAT.
        if (proxy.fragmented?.sn === proxy.nextSn) proxy.fragmented = undefined;
        proxy.nextSn += 1;
        continue;
      }
      if (proxy.isReliable && proxy.inFlightBytes >= proxy.window) break;
      this.#catchUpWithGap(proxy, change.sn);
      if (this.#fits(change, proxy.destination)) {
        this.#sendData(change, proxy);
        proxy.sent(change.sn, changeBytes(change));
        sent += changeBytes(change);
        proxy.nextSn += 1;
      } else {
        sent += this.#sendFragments(change, proxy, budget - sent);
      }
      proxy.toldSn = change.sn;
    }
    return sent;
  }

  #fits(change: CacheChange, destination: Destination): boolean {
    const size = dataSize(change.inlineQos?.byteLength ?? 0, change.payload?.byteLength ?? 0);
    return !this.#options.fragments || size <= this.#env.outbox.roomFor(destination);
  }

  #sendData(change: CacheChange, proxy: ReaderProxy): void {
    const { inlineQos, payload } = change;
    const out = this.#env.outbox.open(
      proxy.destination,
      dataSize(inlineQos?.byteLength ?? 0, payload?.byteLength ?? 0),
      change.sourceTimestamp,
    );
    out.data({ readerId: proxy.entityId, writerId: this.entityId, writerSn: change.sn, inlineQos, payload });
    this.#env.statistics.samplesSent += 1;
  }

  /** Sends fragments of the change at the cursor; moves the cursor on when the last one is out. */
  #sendFragments(change: CacheChange, proxy: ReaderProxy, budget: number): number {
    const payload = change.payload ?? new Uint8Array(0);
    const total = Math.ceil(payload.byteLength / FRAGMENT_SIZE);
    if (proxy.fragmented?.sn !== change.sn) proxy.fragmented = { sn: change.sn, total, next: 1, credited: 1 };
    const { fragmented } = proxy;
    let sent = 0;
    while (fragmented.next <= total && sent < budget && (!proxy.isReliable || proxy.inFlightBytes < proxy.window)) {
      const count = Math.min(this.#fragmentsPerDatagram(proxy.destination), total - fragmented.next + 1);
      const bytes = this.#sendFragmentRun(change, payload, proxy, fragmented.next, count);
      proxy.sent(change.sn, bytes);
      sent += bytes;
      fragmented.next += count;
    }
    if (fragmented.next > total) {
      proxy.fragmented = undefined;
      proxy.nextSn += 1;
    }
    return sent;
  }

  #fragmentsPerDatagram(destination: Destination): number {
    return Math.max(1, Math.floor((this.#env.outbox.roomFor(destination) - dataFragSize(0, 0)) / FRAGMENT_SIZE));
  }

  #sendFragmentRun(change: CacheChange, payload: Uint8Array, proxy: ReaderProxy, first: number, count: number): number {
    const fragments = payload.subarray((first - 1) * FRAGMENT_SIZE, (first - 1 + count) * FRAGMENT_SIZE);
    // Inline QoS in the first fragment suffices for both vendors (protocol: accepted by Fast DDS and Cyclone DDS).
    const inlineQos = first === 1 ? change.inlineQos : undefined;
    const out = this.#env.outbox.open(
      proxy.destination,
      dataFragSize(inlineQos?.byteLength ?? 0, fragments.byteLength),
      change.sourceTimestamp,
    );
    out.dataFrag({
      readerId: proxy.entityId,
      writerId: this.entityId,
      writerSn: change.sn,
      fragmentStartingNum: first,
      fragmentsInSubmessage: count,
      fragmentSize: FRAGMENT_SIZE,
      sampleSize: payload.byteLength,
      inlineQos,
      fragments,
    });
    this.#env.statistics.fragmentsSent += count;
    return fragments.byteLength;
  }

  /** Sends again what was asked for, up to one flush budget; returns the bytes sent. */
  #repair(proxy: ReaderProxy, now: number): number {
    let sent = 0;
    for (const sn of proxy.requested) {
      if (sent >= FLUSH_BUDGET) return sent;
      proxy.requested.delete(sn);
      this.#env.statistics.repairs += 1;
      const change = sn < proxy.startSn ? undefined : this.#history.get(sn);
      if (change === undefined || !isRelevant(change, proxy, now)) {
        this.#gap(proxy, sn, sn);
        proxy.heartbeatOwed = 'nonFinal';
      } else if (this.#fits(change, proxy.destination)) {
        this.#sendData(change, proxy);
        sent += Math.max(1, changeBytes(change));
      } else {
        sent += this.#repairFragments(change, proxy, RESTART_FRAGMENTS);
      }
    }
    for (const [sn, missing] of proxy.requestedFragments) {
      if (sent >= FLUSH_BUDGET) return sent;
      proxy.requestedFragments.delete(sn);
      const change = this.#history.get(sn);
      if (change === undefined || !isRelevant(change, proxy, now)) this.#gap(proxy, sn, sn);
      else sent += this.#repairMissing(change, proxy, missing);
    }
    return sent;
  }

  /** The reader has nothing of this sample: its first fragments again, no further than what was sent. */
  #repairFragments(change: CacheChange, proxy: ReaderProxy, limit: number): number {
    const total = Math.ceil((change.payload?.byteLength ?? 0) / FRAGMENT_SIZE);
    const sentBelow = proxy.fragmented?.sn === change.sn ? proxy.fragmented.next : total + 1;
    const missing = new Set<number>();
    for (let n = 1; n < sentBelow && n <= limit; n++) missing.add(n);
    return this.#repairMissing(change, proxy, missing);
  }

  /** Neighbouring fragments share a submessage as far as a datagram reaches. */
  #repairMissing(change: CacheChange, proxy: ReaderProxy, missing: ReadonlySet<number>): number {
    const payload = change.payload ?? new Uint8Array(0);
    const total = Math.ceil(payload.byteLength / FRAGMENT_SIZE);
    const perDatagram = this.#fragmentsPerDatagram(proxy.destination);
    let sent = 0;
    let first = 0;
    let count = 0;
    for (const n of missing) {
      if (n < 1 || n > total) continue;
      if (count > 0 && n === first + count && count < perDatagram) {
        count += 1;
        continue;
      }
      if (count > 0) sent += this.#sendFragmentRun(change, payload, proxy, first, count);
      first = n;
      count = 1;
    }
    if (count > 0) sent += this.#sendFragmentRun(change, payload, proxy, first, count);
    this.#env.statistics.repairs += 1;
    return sent;
  }

  /** Tells the reader, in the same datagram, that what lies between is not for it (lazy GAP, RTPS 2.5 §8.3.8.4). */
  #catchUpWithGap(proxy: ReaderProxy, beforeSn: SequenceNumber): void {
    if (!proxy.isReliable) return;
    const first = Math.max(proxy.toldSn + 1, proxy.startSn);
    if (first < beforeSn) this.#gap(proxy, first, beforeSn - 1);
    proxy.toldSn = Math.max(proxy.toldSn, beforeSn - 1);
  }

  #gap(proxy: ReaderProxy, first: SequenceNumber, last: SequenceNumber): void {
    if (!proxy.isReliable) return;
    this.#noGaps.clear(last + 1);
    const out = this.#env.outbox.open(proxy.destination, GAP_SIZE);
    // The exact reader id: Cyclone ignores a GAP for ENTITYID_UNKNOWN.
    out.gap({ readerId: proxy.entityId, writerId: this.entityId, gapStart: first, gapList: this.#noGaps });
  }

  #heartbeat(proxy: ReaderProxy, now: number): void {
    this.#catchUpWithGap(proxy, proxy.nextSn);
    const lastSn = proxy.fragmented === undefined ? proxy.nextSn - 1 : proxy.nextSn;
    const firstSn = Math.min(lastSn + 1, Math.max(this.#history.firstSn, this.#groupStart(proxy)));
    proxy.heartbeatCount += 1;
    const isFinal = proxy.heartbeatOwed === 'final';
    this.#env.outbox.open(proxy.destination, HEARTBEAT_SIZE).heartbeat({
      readerId: proxy.entityId,
      writerId: this.entityId,
      firstSn,
      lastSn,
      count: proxy.heartbeatCount,
      final: isFinal,
    });
    this.#env.statistics.heartbeatsSent += 1;
    proxy.heartbeatOwed = 'none';
    if (!isFinal && proxy.heartbeatSentAt === 0 && proxy.unanswered === 0) proxy.heartbeatSentAt = now;
    if (proxy.hasUnacknowledged) this.#env.deadlines.setEarlier(proxy.deadline, now + proxy.repairMs);
  }

  /** Cyclone takes what lies below firstSN as gone for its whole process: the lowest start of the group counts. */
  #groupStart(proxy: ReaderProxy): SequenceNumber {
    let start = proxy.startSn;
    for (const other of this.#proxies)
      if (other.startSn < start && other.groupKey === proxy.groupKey) start = other.startSn;
    return start;
  }

  /** Forgets what no reader needs any more. */
  #trim(): void {
    const keepsForLateJoiners = this.qos.durability !== DurabilityKind.VOLATILE;
    if (keepsForLateJoiners && this.#disposals.length === 0) return;
    let frontier = this.#history.lastSn + 1;
    for (const proxy of this.#proxies) frontier = Math.min(frontier, proxy.frontier);
    if (keepsForLateJoiners) {
      while ((this.#disposals[0] ?? Infinity) < frontier) this.#history.remove(this.#disposals.shift() ?? 0);
    } else {
      this.#history.removeBelow(frontier);
    }
    if (this.#refused && !this.#history.isFullFor(0)) {
      this.#refused = false;
      this.#options.onWritable();
    }
  }

  /** KEEP_LAST may forget its oldest changes for a bound in bytes; KEEP_ALL may not. */
  #makeRoom(bytes: number): boolean {
    this.#trim();
    if (this.qos.history === HistoryKind.KEEP_LAST)
      while (this.#history.isFullFor(bytes) && this.#history.size > 0) this.#history.remove(this.#history.firstSn);
    return !this.#history.isFullFor(bytes);
  }
}

function isRelevant(change: CacheChange, proxy: ReaderProxy, now: number): boolean {
  if (change.expiresAt <= now) return false;
  return change.relevantTo === undefined || change.relevantTo.has(proxy.groupKey);
}

/** Counts wrap at 2^32 (RTPS 2.5 §8.3.8.1.3): newer is a positive difference. */
export function isNews(last: number | undefined, count: number): boolean {
  return last === undefined || ((count - last) | 0) > 0;
}
