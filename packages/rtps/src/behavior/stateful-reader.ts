import { LIMITS } from '../limits.js';
import type { DataFragSubmessage } from '../message/submessages/data-frag.js';
import type { DataSubmessage } from '../message/submessages/data.js';
import type { GapSubmessage } from '../message/submessages/gap.js';
import type { HeartbeatFragSubmessage } from '../message/submessages/heartbeat-frag.js';
import type { HeartbeatSubmessage } from '../message/submessages/heartbeat.js';
import type { Destination } from '../participant/destination.js';
import { Deadline, type Deadlines } from '../participant/deadlines.js';
import type { Outbox } from '../participant/outbox.js';
import type { RemoteEndpoint, RemoteParticipant } from '../participant/remote-endpoint.js';
import type { Statistics } from '../participant/statistics.js';
import { ReliabilityKind, type QosPolicies } from '../qos/policies.js';
import type { EntityId } from '../types/entity-id.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import { Acknowledger } from './acknowledger.js';
import type { AssemblyBudget } from './assembly-budget.js';
import { isNews } from './count.js';
import { FragmentAssembler } from './fragment-assembler.js';
import { keepable, toSample, type Sample } from './sample.js';
import type { RoundTripGuess } from './round-trip-guess.js';
import { isBelievable } from './sequence-jump.js';
import type { StatefulReaderOptions } from './stateful-reader-options.js';
import { WriterProxy, type ReorderBudget } from './writer-proxy.js';

const NO_PAYLOAD = new Uint8Array(0);
/** What a sample takes of its writer's window besides its payload, about. */
const SAMPLE_OVERHEAD = 64;

/** What a reader needs of its participant. */
export interface ReaderEnvironment {
  readonly outbox: Outbox;
  readonly deadlines: Deadlines;
  readonly statistics: Statistics;
  readonly roundTrips: RoundTripGuess;
  readonly assemblyBudget: AssemblyBudget;
  readonly reorderBudget: ReorderBudget;
  /** Asks for `acknowledge` in the next flush. */
  markDirty(reader: StatefulReader): void;
}

/**
 * RTPS 2.5 §8.4.12: delivers each writer's changes in order and once, asks for what is missing, acknowledges what it is
 * asked about. A best-effort reader (or a best-effort writer) skips all of that: newer is delivered, older is dropped.
 */
export class StatefulReader {
  readonly entityId: EntityId;
  readonly qos: QosPolicies;
  readonly #env: ReaderEnvironment;
  readonly #deliver: (sample: Sample) => void;
  readonly #proxies: WriterProxy[] = [];
  readonly #acknowledger: Acknowledger;

  constructor(env: ReaderEnvironment, options: StatefulReaderOptions) {
    this.#env = env;
    this.entityId = options.entityId;
    this.qos = options.qos;
    this.#deliver = options.deliver;
    this.#acknowledger = new Acknowledger(options.entityId, env, () => env.markDirty(this));
  }

  get matchedWriters(): readonly WriterProxy[] {
    return this.#proxies;
  }

  addMatchedWriter(endpoint: RemoteEndpoint, destination: Destination): WriterProxy {
    const { assemblyBudget, reorderBudget } = this.#env;
    const isReliable =
      this.qos.reliability === ReliabilityKind.RELIABLE && endpoint.qos.reliability === ReliabilityKind.RELIABLE;
    const deadline = new Deadline(() => this.#acknowledger.onDeadline(proxy));
    const assembler = new FragmentAssembler(assemblyBudget, isReliable);
    const proxy: WriterProxy = new WriterProxy(
      endpoint,
      destination,
      isReliable,
      deadline,
      assembler,
      reorderBudget,
      () => this.#acknowledger.ride(proxy),
    );
    this.#proxies.push(proxy);
    if (isReliable) this.#acknowledger.owe(proxy, 'preemptive');
    return proxy;
  }

  removeMatchedWriter(proxy: WriterProxy): void {
    const index = this.#proxies.indexOf(proxy);
    if (index < 0) return;
    this.#proxies.splice(index, 1);
    this.#acknowledger.forget(proxy);
    proxy.clear();
  }

  findProxy(endpoint: RemoteEndpoint): WriterProxy | undefined {
    return this.#proxies.find((proxy) => proxy.endpoint === endpoint);
  }

  /** Solicits a HEARTBEAT from every writer, or those of one participant: something that must have been sent is overdue. */
  requestHeartbeats(of?: RemoteParticipant): void {
    for (const proxy of this.#proxies) {
      const isMeant = of === undefined || proxy.endpoint.participant === of;
      if (isMeant && proxy.isReliable) this.#acknowledger.owe(proxy, 'preemptive');
    }
  }

  onData(proxy: WriterProxy, data: DataSubmessage, timestamp: Time | undefined, now: number): void {
    if (this.#isDuplicate(proxy, data.writerSn)) return;
    const payload = data.payload === undefined ? NO_PAYLOAD : keepable(data.payload);
    this.#accept(
      proxy,
      toSample(proxy.endpoint, data.writerSn, payload, data.inlineQos, data.isKeyPayload, timestamp, now),
    );
  }

  onDataFrag(proxy: WriterProxy, data: DataFragSubmessage, timestamp: Time | undefined, now: number): void {
    const { statistics } = this.#env;
    statistics.fragmentsReceived += data.fragmentsInSubmessage;
    const sn = data.writerSn;
    if (this.#isDuplicate(proxy, sn)) return;
    if (!proxy.isInReach(sn)) {
      this.#onBeyondWindow(proxy);
      return;
    }
    if (data.sampleSize > LIMITS.sampleBytes.value) {
      statistics.samplesLost += 1;
      if (proxy.isReliable) this.#addIrrelevant(proxy, sn, sn);
      this.#drain(proxy);
      return;
    }
    const bytesBefore = this.#env.assemblyBudget.bytes;
    const whole = proxy.assembler.add(data, timestamp, now);
    if (whole !== undefined) {
      const { payload, inlineQos, isKeyPayload } = whole;
      this.#accept(proxy, toSample(proxy.endpoint, sn, payload, inlineQos, isKeyPayload, whole.sourceTimestamp, now));
      return;
    }
    if (!proxy.isReliable) return;
    if (sn > proxy.lastReceived) proxy.lastReceived = sn;
    if (this.#env.assemblyBudget.bytes !== bytesBefore) proxy.noteProgress();
    // Should the HEARTBEAT get lost that follows the last of them, the rest is asked for all the same.
    if (proxy.owed === 'nothing') this.#env.deadlines.set(proxy.deadline, now + proxy.renackMs);
  }

  /** RTPS 2.5 §8.3.8.6, §8.4.12.2. */
  onHeartbeat(proxy: WriterProxy, heartbeat: HeartbeatSubmessage, now: number): void {
    if (!proxy.isReliable || !isNews(proxy.lastHeartbeatCount, heartbeat.count)) return;
    const { firstSn, lastSn } = heartbeat;
    if (!isBelievable(proxy, lastSn, now)) {
      this.#acknowledger.owe(proxy, 'preemptive');
      return;
    }
    proxy.doubtedSn = 0;
    proxy.lastHeartbeatCount = heartbeat.count;
    if (lastSn !== proxy.lastAnnounced) proxy.noteProgress();
    else if (!heartbeat.isFinal) proxy.isAskedAgain = true;
    proxy.lastAnnounced = lastSn;
    if (proxy.requestedUpTo > proxy.lastKnown) proxy.requestedUpTo = proxy.lastKnown;
    if (lastSn + 1 < proxy.nextSn) this.#goBack(proxy, lastSn);
    if (firstSn > proxy.nextSn) {
      const missed = firstSn - proxy.nextSn - this.#moveTo(proxy, firstSn);
      if (proxy.isSynchronized) this.#env.statistics.samplesLost += missed;
    }
    if (!proxy.isSynchronized) proxy.noteProgress();
    proxy.isSynchronized = true;
    this.#drain(proxy);
    for (const sn of proxy.assembler.openSequenceNumbers()) if (sn <= lastSn) proxy.assembler.announceWhole(sn);
    if (proxy.isMissing || !heartbeat.isFinal) this.#acknowledger.owe(proxy, 'acknowledgement');
    else if (proxy.owed === 'nothing') this.#env.deadlines.clear(proxy.deadline);
  }

  onHeartbeatFrag(proxy: WriterProxy, heartbeatFrag: HeartbeatFragSubmessage): void {
    if (!proxy.isReliable || !isNews(proxy.lastHeartbeatFragCount, heartbeatFrag.count)) return;
    const sn = heartbeatFrag.writerSn;
    if (sn < proxy.nextSn || !proxy.isInReach(sn)) return;
    proxy.lastHeartbeatFragCount = heartbeatFrag.count;
    if (sn > proxy.lastAnnounced) proxy.lastAnnounced = sn;
    proxy.assembler.announce(sn, heartbeatFrag.lastFragmentNum);
    this.#acknowledger.owe(proxy, 'acknowledgement');
  }

  /** RTPS 2.5 §8.3.8.4: gapStart … gapList.base − 1 and the set bits do not concern this reader. O(1) in the range. */
  onGap(proxy: WriterProxy, gap: GapSubmessage, now: number): void {
    if (!proxy.isReliable) return;
    const { gapStart, gapList } = gap;
    // What lies between is not known to exist: it is asked for first, and this with it.
    if (gapStart > Math.max(proxy.lastKnown, proxy.nextSn - 1) + 1) return;
    if (!isBelievable(proxy, gapList.base + gapList.numBits - 1, now)) {
      this.#acknowledger.owe(proxy, 'preemptive');
      return;
    }
    this.#addIrrelevant(proxy, gapStart, gapList.base - 1);
    for (let sn = gapList.next(gapList.base); sn >= 0; sn = gapList.next(sn + 1)) this.#addIrrelevant(proxy, sn, sn);
    this.#drain(proxy);
  }

  /** Sends the ACKNACKs and NACK_FRAGs owed. Called by the participant's flush only. */
  acknowledge(now: number): void {
    this.#acknowledger.acknowledge(now);
  }

  close(): void {
    for (const proxy of [...this.#proxies]) this.removeMatchedWriter(proxy);
  }

  #isDuplicate(proxy: WriterProxy, sn: SequenceNumber): boolean {
    if (sn >= proxy.nextSn && !proxy.isAhead(sn)) return false;
    // Nothing is asked for again of a best-effort writer: what is far behind is no late copy, but what it really sends.
    if (!proxy.isReliable && sn < proxy.nextSn - LIMITS.sequenceJump.value) return false;
    this.#env.statistics.duplicates += 1;
    return true;
  }

  #accept(proxy: WriterProxy, sample: Sample): void {
    const sn = sample.sequenceNumber;
    if (!proxy.isReliable) {
      proxy.nextSn = sn + 1;
      proxy.assembler.dropBelow(sn);
      this.#hand(proxy, sample);
      return;
    }
    proxy.unansweredBytes += sample.payload.byteLength + SAMPLE_OVERHEAD;
    if (sn === proxy.nextSn) {
      if (sn > proxy.lastReceived) proxy.lastReceived = sn;
      proxy.noteProgress();
      proxy.nextSn += 1;
      this.#hand(proxy, sample);
      this.#drain(proxy);
    } else if (proxy.hasRoomFor(sn, sample.payload.byteLength)) {
      if (sn > proxy.lastReceived) proxy.lastReceived = sn;
      proxy.noteProgress();
      proxy.stash(sample);
      // A new gap is reported at once; one that was reported waits for its deadline or the writer's HEARTBEAT.
      if (sn > proxy.requestedUpTo) this.#oweForMissing(proxy);
    } else {
      this.#onBeyondWindow(proxy);
    }
  }

  #onBeyondWindow(proxy: WriterProxy): void {
    this.#env.statistics.beyondWindow += 1;
    this.#oweForMissing(proxy);
  }

  #oweForMissing(proxy: WriterProxy): void {
    this.#acknowledger.owe(proxy, proxy.isSynchronized ? 'acknowledgement' : 'preemptive');
  }

  #hand(proxy: WriterProxy, sample: Sample): void {
    proxy.deliveredSn = sample.sequenceNumber;
    this.#env.statistics.samplesReceived += 1;
    this.#deliver(sample);
  }

  /** Delivers what has come to its turn. */
  #drain(proxy: WriterProxy): void {
    if (proxy.aheadSize === 0 && proxy.irrelevant.size === 0 && proxy.assembler.size === 0) return;
    for (;;) {
      const sample = proxy.unstash(proxy.nextSn);
      if (sample !== undefined) {
        proxy.nextSn += 1;
        this.#hand(proxy, sample);
        continue;
      }
      const end = proxy.irrelevant.endOf(proxy.nextSn);
      if (end === undefined) break;
      this.#moveTo(proxy, end + 1);
    }
    proxy.irrelevant.removeBelow(proxy.nextSn);
    proxy.assembler.dropBelow(proxy.nextSn);
  }

  /** Everything below `sn` is done with, received or not; returns how many of it were received. */
  #moveTo(proxy: WriterProxy, sn: SequenceNumber): number {
    const due = proxy.stashedBelow(sn);
    for (const held of due) {
      const sample = proxy.unstash(held);
      if (sample !== undefined) this.#hand(proxy, sample);
    }
    proxy.nextSn = sn;
    proxy.noteProgress();
    return due.length;
  }

  #addIrrelevant(proxy: WriterProxy, first: SequenceNumber, last: SequenceNumber): void {
    if (last < first || last < proxy.nextSn) return;
    if (last > proxy.lastAnnounced) proxy.lastAnnounced = last;
    if (first <= proxy.nextSn) this.#moveTo(proxy, last + 1);
    else proxy.irrelevant.add(first, last);
  }

  /**
   * The writer says that it has not come as far as somebody has made us believe. A writer never goes back, so that was
   * not it; what was skipped for it is expected again, down to the last sample that was really delivered.
   */
  #goBack(proxy: WriterProxy, lastSn: SequenceNumber): void {
    proxy.irrelevant.removeAbove(lastSn);
    proxy.nextSn = Math.min(proxy.nextSn, proxy.deliveredSn + 1);
    proxy.noteProgress();
  }
}
