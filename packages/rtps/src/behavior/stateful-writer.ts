import type { AckNackSubmessage } from '../message/submessages/acknack.js';
import type { NackFragSubmessage } from '../message/submessages/nack-frag.js';
import type { Destination } from '../participant/destination.js';
import { Deadline, type Deadlines } from '../participant/deadlines.js';
import type { Outbox } from '../participant/outbox.js';
import type { RemoteEndpoint, RemoteParticipant } from '../participant/remote-endpoint.js';
import type { Statistics } from '../participant/statistics.js';
import { DurabilityKind, ReliabilityKind, type QosPolicies } from '../qos/policies.js';
import { durationToMs } from '../types/time.js';
import type { EntityId } from '../types/entity-id.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import { contentBytes } from './cache-change.js';
import { ChangeSender, FLUSH_BUDGET } from './change-sender.js';
import { isNews } from './count.js';
import { Heartbeater } from './heartbeater.js';
import { HistoryCache } from './history-cache.js';
import type { GroupKey } from './reader-group.js';
import { ReaderProxy } from './reader-proxy.js';
import type { RoundTripGuess } from './round-trip-guess.js';
import type { ChangeOptions, StatefulWriterOptions } from './stateful-writer-options.js';
import { Timing } from './timing.js';
import { WriterRetention } from './writer-retention.js';

/** What a writer needs of its participant. */
export interface WriterEnvironment {
  readonly outbox: Outbox;
  readonly deadlines: Deadlines;
  readonly statistics: Statistics;
  readonly roundTrips: RoundTripGuess;
  /** Whether datagrams wait for the operating system: then more of them is no help. */
  isBlocked(): boolean;
  /** Asks for `pump` in the next flush. */
  markDirty(writer: StatefulWriter): void;
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
  readonly #history: HistoryCache;
  readonly #proxies: ReaderProxy[] = [];
  readonly #groups: Map<GroupKey, ReaderProxy[]> = new Map();
  /** Proxies with something to send, repair or announce. */
  readonly #active: Set<ReaderProxy> = new Set();
  /** Of the last input. */
  #now = -Infinity;
  readonly #lifespanMs: number;
  readonly #sender: ChangeSender;
  readonly #heartbeater: Heartbeater;
  readonly #retention: WriterRetention;
  constructor(env: WriterEnvironment, options: StatefulWriterOptions) {
    this.#env = env;
    this.entityId = options.entityId;
    this.qos = options.qos;
    this.#lifespanMs = durationToMs(options.qos.lifespan);
    this.#history = new HistoryCache({
      kind: options.qos.history,
      depth: Math.max(1, options.qos.depth),
      maxSamples: options.maxSamples,
      maxBytes: options.maxBytes,
      deepBytes: options.deepBytes,
    });
    this.#sender = new ChangeSender(env.outbox, env.statistics, {
      entityId: options.entityId,
      fragments: !options.isBuiltin,
      history: this.#history,
      groupOf: (proxy) => this.#groups.get(proxy.groupKey) ?? [],
    });
    this.#heartbeater = new Heartbeater({
      deadlines: env.deadlines,
      history: this.#history,
      isBuiltin: options.isBuiltin,
      activate: (proxy) => this.#activate(proxy),
    });
    this.#retention = new WriterRetention({
      history: this.#history,
      proxies: this.#proxies,
      qos: options.qos,
      isBuiltin: options.isBuiltin,
      onWritable: options.onWritable,
      onAcknowledged: options.onAcknowledged ?? ((): void => undefined),
    });
  }

  get matchedReaders(): readonly ReaderProxy[] {
    return this.#proxies;
  }

  get lastSn(): SequenceNumber {
    return this.#history.lastSn;
  }

  /** The buffer of a reclaimable payload that is forgotten, if there is one. */
  reclaim(): Uint8Array | undefined {
    return this.#history.spares.take();
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
    const { inlineQos, variants, picked } = options;
    let bytes = (payload?.byteLength ?? 0) + (inlineQos?.byteLength ?? 0);
    if (variants !== undefined) for (const variant of variants.values()) bytes += contentBytes(variant);
    if (picked !== undefined) for (const variant of picked) bytes += contentBytes(variant);
    const wasRefusing = this.#retention.isRefusing;
    if (!this.#retention.admits(bytes, now)) {
      // Readers may take their time to say that they have something: not now.
      if (!wasRefusing) this.hurry();
      return 0;
    }
    const sn = this.#history.lastSn + 1;
    this.#history.add({
      sn,
      payload,
      inlineQos,
      variants,
      picked,
      instance: options.instance,
      isKeyPayload: options.isKeyPayload,
      isReclaimable: options.isReclaimable,
      sourceTimestamp: options.sourceTimestamp,
      relevantTo: options.relevantTo,
      expiresAt: now + this.#lifespanMs,
    });
    this.#now = now;
    if (options.isDispose === true) this.#retention.addDisposal(sn, now);
    for (const proxy of this.#proxies) this.#activate(proxy);
    if (this.#proxies.length === 0) this.#retention.trim(now);
    return sn;
  }

  addMatchedReader(endpoint: RemoteEndpoint, destination: Destination): ReaderProxy {
    const isReliable =
      this.qos.reliability === ReliabilityKind.RELIABLE && endpoint.qos.reliability === ReliabilityKind.RELIABLE;
    const wantsHistory =
      this.qos.durability !== DurabilityKind.VOLATILE && endpoint.qos.durability !== DurabilityKind.VOLATILE;
    const deadline = new Deadline((now) => this.#heartbeater.onDeadline(proxy, now));
    const { firstSn, lastSn } = this.#history;
    const startSn = wantsHistory ? firstSn : lastSn + 1;
    const proxy: ReaderProxy = new ReaderProxy(
      endpoint,
      destination,
      isReliable,
      startSn,
      lastSn,
      deadline,
      this.#env.roundTrips,
    );
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
    this.#retention.trim(this.#now);
  }

  /** Sends a HEARTBEAT that has to be answered, to see whether the reader is there. */
  probe(proxy: ReaderProxy): void {
    this.#heartbeater.ask(proxy);
  }

  /** Asks every reader that has not acknowledged everything to do so now. */
  hurry(): void {
    for (const proxy of this.#proxies) if (proxy.isReliable && proxy.hasUnacknowledged) this.#heartbeater.ask(proxy);
  }

  /** Whether every reliable reader has what it is owed up to `sn`; if not, `onAcknowledged` is called when it is so. */
  watchAcknowledged(sn: SequenceNumber): boolean {
    if (this.#retention.isAcknowledged(sn)) return true;
    this.#retention.watch(sn);
    this.hurry();
    return false;
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
    const news = proxy.onAckNack(state, !isSoliciting, now);
    if (!isFinal && !proxy.hasRepairs) this.#heartbeater.oweAnswer(proxy, now);
    else if (isFinal && !proxy.hasUnacknowledged) this.#heartbeater.forgiveAnswer(proxy);
    this.#heartbeater.onHeard(proxy, now);
    if (news) this.#retention.trim(now);
  }

  /** RTPS 2.5 §8.3.8.12. Fragments that were not sent yet are asked for too: they tell how far the reader has come. */
  onNackFrag(proxy: ReaderProxy, nackFrag: NackFragSubmessage, now: number): void {
    if (!proxy.isReliable || !isNews(proxy.lastNackFragCount, nackFrag.count)) return;
    proxy.lastNackFragCount = nackFrag.count;
    proxy.onNackFrag(nackFrag.writerSn, nackFrag.fragmentNumberState, now);
    this.#heartbeater.onHeard(proxy, now);
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
    this.#retention.trim(now);
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

  #sendTo(proxy: ReaderProxy, now: number): void {
    if (!this.#heartbeater.isHeldBack(proxy)) this.#sendChanges(proxy, now);
    else if (proxy.nextSn <= this.#history.lastSn && proxy.repairAt === Infinity) proxy.heartbeatOwed = 'nonFinal';
    if (proxy.heartbeatOwed === 'none') return;
    // Said twice it asks for an answer at once: else a reader that has everything may take a moment to say so.
    if (proxy.heartbeatOwed === 'nonFinal' && this.#retention.isAwaiting) this.#sender.heartbeat(proxy, now, false);
    this.#sender.heartbeat(proxy, now, proxy.heartbeatOwed === 'final');
    this.#heartbeater.onSent(proxy, now);
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
}
