import { LIMITS } from '../limits.js';
import type { AckNackSubmessage } from '../message/submessages/acknack.js';
import type { NackFragSubmessage } from '../message/submessages/nack-frag.js';
import type { Destination } from '../participant/destination.js';
import { Deadline, type Deadlines } from '../participant/deadlines.js';
import type { Outbox } from '../participant/outbox.js';
import type { RemoteEndpoint, RemoteParticipant } from '../participant/remote-endpoint.js';
import type { Statistics } from '../participant/statistics.js';
import { DurabilityKind, HistoryKind, ReliabilityKind, type QosPolicies } from '../qos/policies.js';
import { durationToMs } from '../types/time.js';
import type { EntityId } from '../types/entity-id.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import { contentBytes, type ChangeContent, type GroupKey } from './cache-change.js';
import { ChangeSender, FLUSH_BUDGET } from './change-sender.js';
import { isNews } from './count.js';
import { HistoryCache } from './history-cache.js';
import { ReaderProxy } from './reader-proxy.js';
import { Timing } from './timing.js';

/** What a writer needs of its participant. */
export interface WriterEnvironment {
  readonly outbox: Outbox;
  readonly deadlines: Deadlines;
  readonly statistics: Statistics;
  /** Whether datagrams wait for the operating system: then more of them is no help. */
  isBlocked(): boolean;
  /** Asks for `pump` in the next flush. */
  markDirty(writer: StatefulWriter): void;
}

export interface StatefulWriterOptions {
  readonly entityId: EntityId;
  readonly qos: QosPolicies;
  readonly maxSamples: number;
  readonly maxBytes: number;
  /**
   * A writer of discovery: it sends each sample whole, because no peer expects fragments there, and nothing before the
   * reader has answered a HEARTBEAT. A peer that does not know us yet would drop it; one that never asked for it is
   * somebody's target.
   */
  readonly isBuiltin: boolean;
  /** Told when a writer that refused a change takes one again. */
  readonly onWritable: () => void;
}

export interface ChangeOptions {
  readonly inlineQos?: Uint8Array | undefined;
  readonly instance?: string | undefined;
  /** The change ends its instance: it is forgotten when all readers have it. */
  readonly isDispose?: boolean;
  readonly relevantTo?: ReadonlySet<GroupKey> | undefined;
  readonly variants?: ReadonlyMap<GroupKey, ChangeContent> | undefined;
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
  readonly #groups: Map<GroupKey, ReaderProxy[]> = new Map();
  /** Proxies with something to send, repair or announce. */
  readonly #active: Set<ReaderProxy> = new Set();
  /** Disposals that are still told, oldest first, and until when they are kept at least. */
  readonly #disposals: { readonly sn: SequenceNumber; readonly keepUntil: number }[] = [];
  /** Of the last input. */
  #now = -Infinity;
  readonly #lifespanMs: number;
  readonly #sender: ChangeSender;
  /** Bytes of the change that was refused last; −1 while none is. */
  #refusedBytes = -1;

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
    this.#sender = new ChangeSender(env.outbox, env.statistics, {
      entityId: options.entityId,
      fragments: !options.isBuiltin,
      history: this.#history,
      groupOf: (proxy) => this.#groups.get(proxy.groupKey) ?? [],
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
    const { inlineQos, variants } = options;
    let bytes = (payload?.byteLength ?? 0) + (inlineQos?.byteLength ?? 0);
    if (variants !== undefined) for (const variant of variants.values()) bytes += contentBytes(variant);
    if (this.#history.isFullFor(bytes) && !this.#makeRoom(bytes)) {
      this.#refusedBytes = bytes;
      return 0;
    }
    const sn = this.#history.lastSn + 1;
    this.#history.add({
      sn,
      payload,
      inlineQos,
      variants,
      instance: options.instance,
      sourceTimestamp: options.sourceTimestamp,
      relevantTo: options.relevantTo,
      expiresAt: now + this.#lifespanMs,
    });
    this.#now = now;
    if (options.isDispose === true) this.#disposals.push({ sn, keepUntil: now + Timing.disposalKeepMs });
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
    const { firstSn, lastSn } = this.#history;
    const startSn = wantsHistory ? firstSn : lastSn + 1;
    const proxy: ReaderProxy = new ReaderProxy(endpoint, destination, isReliable, startSn, lastSn, deadline);
    this.#proxies.push(proxy);
    const group = this.#groups.get(proxy.groupKey);
    if (group === undefined) this.#groups.set(proxy.groupKey, [proxy]);
    else group.push(proxy);
    if (isReliable) proxy.heartbeatOwed = 'nonFinal';
    this.#activate(proxy);
    return proxy;
  }

  removeMatchedReader(proxy: ReaderProxy): void {
    const index = this.#proxies.indexOf(proxy);
    if (index < 0) return;
    this.#proxies.splice(index, 1);
    const group = (this.#groups.get(proxy.groupKey) ?? []).filter((other) => other !== proxy);
    if (group.length === 0) this.#groups.delete(proxy.groupKey);
    else this.#groups.set(proxy.groupKey, group);
    this.#active.delete(proxy);
    this.#env.deadlines.clear(proxy.deadline);
    this.#trim();
  }

  /** Sends a HEARTBEAT that has to be answered, to see whether the reader is there. */
  probe(proxy: ReaderProxy): void {
    proxy.heartbeatOwed = 'nonFinal';
    this.#activate(proxy);
  }

  /** Whether the participant's reader has the change, or is not owed it. */
  isAcknowledgedBy(participant: RemoteParticipant, sn: SequenceNumber): boolean {
    const proxy = this.#proxies.find(({ endpoint }) => endpoint.participant === participant);
    return proxy === undefined || (proxy.frontier > sn && !proxy.requested.has(sn));
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
    if (!proxy.isReliable) return;
    const { readerSnState: state, isFinal, count } = ackNack;
    // A reader that asks without being asked wants a HEARTBEAT, whatever it has; Cyclone does so with one count for ever.
    const isSoliciting = !isFinal && state.isEmpty;
    if (!isNews(proxy.lastAckNackCount, count) && !(isSoliciting && count === proxy.lastAckNackCount)) return;
    proxy.lastAckNackCount = count;
    const news = proxy.onAckNack(state, now);
    if (!isFinal && !proxy.hasRepairs) this.#oweAnswer(proxy, now);
    this.#onHeard(proxy, now);
    if (news) this.#trim();
  }

  /** RTPS 2.5 §8.3.8.12. Fragments that were not sent yet are asked for too: they tell how far the reader has come. */
  onNackFrag(proxy: ReaderProxy, nackFrag: NackFragSubmessage, now: number): void {
    if (!proxy.isReliable || !isNews(proxy.lastNackFragCount, nackFrag.count)) return;
    proxy.lastNackFragCount = nackFrag.count;
    proxy.onNackFrag(nackFrag.writerSn, nackFrag.fragmentNumberState, now);
    this.#onHeard(proxy, now);
  }

  /** Sends what every active reader is owed. Called by the participant's flush only. */
  pump(now: number): void {
    this.#now = now;
    for (const proxy of this.#active) {
      if (this.#env.isBlocked()) {
        this.#env.markDirty(this);
        break;
      }
      this.#active.delete(proxy);
      this.#sendTo(proxy, now);
    }
    this.#trim();
  }

  close(): void {
    for (const proxy of this.#proxies) this.#env.deadlines.clear(proxy.deadline);
    this.#proxies.length = 0;
    this.#groups.clear();
    this.#active.clear();
  }

  #activate(proxy: ReaderProxy): void {
    this.#active.add(proxy);
    this.#env.markDirty(this);
  }

  #onHeard(proxy: ReaderProxy, now: number): void {
    // What was asked for may still be under way: a HEARTBEAT when it no longer can be.
    if (proxy.hasDoubts && !proxy.hasRepairs) proxy.answerAt = Math.min(proxy.answerAt, now + proxy.window.patienceMs);
    proxy.repairAt = proxy.hasUnacknowledged ? now + proxy.repairMs : Infinity;
    this.#arm(proxy);
    this.#activate(proxy);
  }

  /** A HEARTBEAT for the asking, at once or a moment after the last one: two that misunderstand each other must not spin. */
  #oweAnswer(proxy: ReaderProxy, now: number): void {
    const at = proxy.heartbeatSentAt + LIMITS.ackNackIntervalMs.value;
    if (at <= now) this.#answer(proxy);
    else proxy.answerAt = Math.min(proxy.answerAt, at);
  }

  #answer(proxy: ReaderProxy): void {
    proxy.answerAt = Infinity;
    proxy.heartbeatOwed = proxy.hasUnacknowledged ? 'nonFinal' : 'final';
  }

  #onDeadline(proxy: ReaderProxy, now: number): void {
    if (proxy.answerAt <= now) this.#answer(proxy);
    if (proxy.repairAt <= now) {
      proxy.repairAt = Infinity;
      if (this.#isWaitingFor(proxy)) {
        proxy.heartbeatOwed = 'nonFinal';
        proxy.askedAgainAt = now;
        proxy.unanswered += 1;
        proxy.repairMs = Math.min(Timing.repairMaxMs, proxy.repairMs * 2);
      }
    }
    this.#arm(proxy);
    this.#activate(proxy);
  }

  #arm(proxy: ReaderProxy): void {
    this.#env.deadlines.set(proxy.deadline, Math.min(proxy.repairAt, proxy.answerAt));
  }

  /** Whether nothing can happen until the reader says something. */
  #isWaitingFor(proxy: ReaderProxy): boolean {
    const hasMore = proxy.nextSn <= this.#history.lastSn;
    if (this.#isHeldBack(proxy)) return hasMore;
    return proxy.hasUnacknowledged && !proxy.hasRepairs && !(hasMore && proxy.hasRoom);
  }

  #isHeldBack(proxy: ReaderProxy): boolean {
    return this.#options.isBuiltin && proxy.isReliable && !proxy.isHeard;
  }

  #sendTo(proxy: ReaderProxy, now: number): void {
    if (!this.#isHeldBack(proxy)) this.#sendChanges(proxy, now);
    else if (proxy.nextSn <= this.#history.lastSn && proxy.repairAt === Infinity) proxy.heartbeatOwed = 'nonFinal';
    if (proxy.heartbeatOwed === 'none') return;
    this.#sender.heartbeat(proxy, now, proxy.heartbeatOwed === 'final');
    if (proxy.repairAt === Infinity && (proxy.hasUnacknowledged || this.#isWaitingFor(proxy))) {
      proxy.repairAt = now + proxy.repairMs;
      this.#env.deadlines.setEarlier(proxy.deadline, proxy.repairAt);
    }
  }

  #sendChanges(proxy: ReaderProxy, now: number): void {
    const hasMore = proxy.nextSn <= this.#history.lastSn;
    // A Cyclone reader takes "last + 1" of the first HEARTBEAT it sees for its start: it must see one before data.
    if (hasMore && proxy.isReliable && !proxy.isHeard) this.#sender.heartbeat(proxy, now, false);
    let budget = FLUSH_BUDGET;
    budget -= this.#sender.repair(proxy, now, budget);
    budget -= this.#sender.sendFresh(proxy, now, budget);
    if (budget < FLUSH_BUDGET && proxy.isReliable) proxy.heartbeatOwed = 'nonFinal';
    if (budget <= 0 && (proxy.hasRepairs || (proxy.nextSn <= this.#history.lastSn && proxy.hasRoom)))
      this.#env.deadlines.setEarlier(proxy.deadline, now + Timing.continueMs);
  }

  /** Forgets what no reader needs any more. */
  #trim(): void {
    const keepsForLateJoiners = this.qos.durability !== DurabilityKind.VOLATILE;
    if (keepsForLateJoiners && this.#disposals.length === 0) return;
    let frontier = this.#history.lastSn + 1;
    for (const proxy of this.#proxies) frontier = Math.min(frontier, proxy.frontier);
    if (keepsForLateJoiners) {
      for (let first = this.#disposals[0]; first !== undefined; first = this.#disposals[0]) {
        if (first.sn >= frontier || first.keepUntil > this.#now) break;
        this.#history.remove(first.sn);
        this.#disposals.shift();
      }
    } else {
      this.#history.removeBelow(frontier);
    }
    if (this.#refusedBytes >= 0 && !this.#history.isFullFor(this.#refusedBytes)) {
      this.#refusedBytes = -1;
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
