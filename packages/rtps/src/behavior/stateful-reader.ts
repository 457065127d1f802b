import { LIMITS } from '../limits.js';
import { ackNackSize, nackFragSize } from '../message/message-writer.js';
import type { DataFragSubmessage } from '../message/submessages/data-frag.js';
import type { DataSubmessage } from '../message/submessages/data.js';
import type { GapSubmessage } from '../message/submessages/gap.js';
import type { HeartbeatFragSubmessage } from '../message/submessages/heartbeat-frag.js';
import type { HeartbeatSubmessage } from '../message/submessages/heartbeat.js';
import type { InlineQos } from '../parameters/inline-qos.js';
import type { Destination } from '../participant/destination.js';
import { Deadline, type Deadlines } from '../participant/deadlines.js';
import type { Outbox } from '../participant/outbox.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { Statistics } from '../participant/statistics.js';
import { ReliabilityKind, type QosPolicies } from '../qos/policies.js';
import type { EntityId } from '../types/entity-id.js';
import { NumberSet } from '../types/number-set.js';
import type { SequenceNumber } from '../types/sequence-number.js';
import type { Time } from '../types/time.js';
import { quirksOf } from '../vendor/quirks.js';
import { FragmentAssembler, type AssemblyBudget } from './fragment-assembler.js';
import type { Sample } from './sample.js';
import { isNews } from './stateful-writer.js';
import { Timing } from './timing.js';
import { WriterProxy } from './writer-proxy.js';

const NO_PAYLOAD = new Uint8Array(0);

/** What a reader needs of its participant. */
export interface ReaderEnvironment {
  readonly outbox: Outbox;
  readonly deadlines: Deadlines;
  readonly statistics: Statistics;
  readonly assemblyBudget: AssemblyBudget;
  /** Asks for `acknowledge` in the next flush. */
  markDirty(reader: StatefulReader): void;
}

export interface StatefulReaderOptions {
  readonly entityId: EntityId;
  readonly qos: QosPolicies;
  /** Takes a sample, in order and once. Must not call back into the core. */
  readonly deliver: (sample: Sample) => void;
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
  readonly #owing: Set<WriterProxy> = new Set();
  readonly #missing: NumberSet = new NumberSet();

  constructor(env: ReaderEnvironment, options: StatefulReaderOptions) {
    this.#env = env;
    this.entityId = options.entityId;
    this.qos = options.qos;
    this.#deliver = options.deliver;
  }

  get matchedWriters(): readonly WriterProxy[] {
    return this.#proxies;
  }

  addMatchedWriter(endpoint: RemoteEndpoint, destination: Destination): WriterProxy {
    const isReliable =
      this.qos.reliability === ReliabilityKind.RELIABLE && endpoint.qos.reliability === ReliabilityKind.RELIABLE;
    const deadline = new Deadline(() => this.#onDeadline(proxy));
    const assembler = new FragmentAssembler(this.#env.assemblyBudget, LIMITS.openReassembliesPerWriter.value);
    const proxy: WriterProxy = new WriterProxy(endpoint, destination, isReliable, deadline, assembler);
    this.#proxies.push(proxy);
    if (isReliable) {
      proxy.renackMs = Timing.preemptiveAckNackMs;
      this.#owe(proxy, 'preemptive');
    }
    return proxy;
  }

  removeMatchedWriter(proxy: WriterProxy): void {
    const index = this.#proxies.indexOf(proxy);
    if (index < 0) return;
    this.#proxies.splice(index, 1);
    this.#owing.delete(proxy);
    proxy.assembler.clear();
    this.#env.deadlines.clear(proxy.deadline);
  }

  findProxy(endpoint: RemoteEndpoint): WriterProxy | undefined {
    return this.#proxies.find((proxy) => proxy.endpoint === endpoint);
  }

  /** Solicits a HEARTBEAT from every writer: something that must have been sent is overdue. */
  requestHeartbeats(): void {
    for (const proxy of this.#proxies) if (proxy.isReliable) this.#owe(proxy, 'preemptive');
  }

  onData(proxy: WriterProxy, data: DataSubmessage, timestamp: Time | undefined, now: number): void {
    if (this.#isDuplicate(proxy, data.writerSn)) return;
    const payload = data.payload === undefined ? NO_PAYLOAD : keepable(data.payload);
    this.#accept(proxy, toSample(proxy, data.writerSn, payload, data.inlineQos, data.isKeyPayload, timestamp, now));
  }

  onDataFrag(proxy: WriterProxy, data: DataFragSubmessage, timestamp: Time | undefined, now: number): void {
    this.#env.statistics.fragmentsReceived += data.fragmentsInSubmessage;
    const sn = data.writerSn;
    if (this.#isDuplicate(proxy, sn) || !this.#isWithinWindow(proxy, sn)) return;
    const whole = proxy.assembler.add({ ...data, fragments: keepable(data.fragments) }, timestamp);
    if (whole === undefined) {
      // An open sample is asked for again, should its HEARTBEAT get lost too.
      if (proxy.isReliable) this.#env.deadlines.setEarlier(proxy.deadline, now + 5 * Timing.renackMinMs);
      return;
    }
    const { payload, inlineQos, isKeyPayload } = whole;
    this.#accept(proxy, toSample(proxy, sn, payload, inlineQos, isKeyPayload, whole.sourceTimestamp, now));
  }

  /** RTPS 2.5 §8.3.8.6, §8.4.12.2. */
  onHeartbeat(proxy: WriterProxy, heartbeat: HeartbeatSubmessage): void {
    if (!proxy.isReliable || !isNews(proxy.lastHeartbeatCount, heartbeat.count)) return;
    proxy.lastHeartbeatCount = heartbeat.count;
    proxy.isSynchronized = true;
    proxy.lastAnnounced = Math.max(proxy.lastAnnounced, heartbeat.lastSn);
    if (heartbeat.firstSn > proxy.nextSn) {
      this.#env.statistics.samplesLost += heartbeat.firstSn - proxy.nextSn;
      this.#moveTo(proxy, heartbeat.firstSn);
    }
    this.#drain(proxy);
    for (const sn of proxy.assembler.openSequenceNumbers())
      if (sn <= heartbeat.lastSn) proxy.assembler.announceWhole(sn);
    if (proxy.isMissing || !heartbeat.isFinal) this.#owe(proxy, 'acknowledgement');
    else if (proxy.owed === 'nothing') this.#env.deadlines.clear(proxy.deadline);
  }

  onHeartbeatFrag(proxy: WriterProxy, heartbeatFrag: HeartbeatFragSubmessage): void {
    if (!proxy.isReliable || !isNews(proxy.lastHeartbeatFragCount, heartbeatFrag.count)) return;
    proxy.lastHeartbeatFragCount = heartbeatFrag.count;
    if (heartbeatFrag.writerSn < proxy.nextSn) return;
    proxy.lastAnnounced = Math.max(proxy.lastAnnounced, heartbeatFrag.writerSn);
    proxy.assembler.announce(heartbeatFrag.writerSn, heartbeatFrag.lastFragmentNum);
    this.#owe(proxy, 'acknowledgement');
  }

  /** RTPS 2.5 §8.3.8.4: gapStart … gapList.base − 1 and the set bits do not concern this reader. O(1) in the range. */
  onGap(proxy: WriterProxy, gap: GapSubmessage): void {
    if (!proxy.isReliable) return;
    this.#addIrrelevant(proxy, gap.gapStart, gap.gapList.base - 1);
    gap.gapList.forEach((sn) => this.#addIrrelevant(proxy, sn, sn));
    this.#drain(proxy);
  }

  /** Sends the ACKNACKs and NACK_FRAGs owed. Called by the participant's flush only. */
  acknowledge(now: number): void {
    for (const proxy of this.#owing) {
      this.#owing.delete(proxy);
      const preemptive = proxy.owed === 'preemptive';
      proxy.owed = 'nothing';
      if (preemptive) this.#sendPreemptive(proxy, now);
      else this.#sendAcknowledgement(proxy, now);
    }
  }

  close(): void {
    for (const proxy of [...this.#proxies]) this.removeMatchedWriter(proxy);
  }

  #owe(proxy: WriterProxy, what: 'acknowledgement' | 'preemptive'): void {
    if (proxy.owed !== 'preemptive') proxy.owed = what;
    this.#owing.add(proxy);
    this.#env.markDirty(this);
  }

  #onDeadline(proxy: WriterProxy): void {
    if (!proxy.isSynchronized) this.#owe(proxy, 'preemptive');
    else if (proxy.isMissing) {
      for (const sn of proxy.assembler.openSequenceNumbers()) {
        proxy.assembler.announceWhole(sn);
        proxy.lastAnnounced = Math.max(proxy.lastAnnounced, sn);
      }
      this.#owe(proxy, 'acknowledgement');
    }
  }

  #isDuplicate(proxy: WriterProxy, sn: SequenceNumber): boolean {
    if (sn >= proxy.nextSn && !proxy.ahead.has(sn)) return false;
    this.#env.statistics.duplicates += 1;
    return true;
  }

  #isWithinWindow(proxy: WriterProxy, sn: SequenceNumber): boolean {
    if (!proxy.isReliable) return true;
    const fits =
      sn < proxy.nextSn + LIMITS.reorderWindowSamples.value && proxy.aheadBytes < LIMITS.reorderWindowBytes.value;
    if (!fits) this.#env.statistics.beyondWindow += 1;
    return fits || sn === proxy.nextSn;
  }

  #accept(proxy: WriterProxy, sample: Sample): void {
    const sn = sample.sequenceNumber;
    if (!proxy.isReliable) {
      proxy.nextSn = sn + 1;
      proxy.assembler.dropBelow(sn);
      this.#hand(sample);
      return;
    }
    if (sn === proxy.nextSn) {
      proxy.nextSn += 1;
      proxy.renackMs = Timing.renackMinMs;
      this.#hand(sample);
      this.#drain(proxy);
      return;
    }
    if (!this.#isWithinWindow(proxy, sn)) {
      this.#owe(proxy, proxy.isSynchronized ? 'acknowledgement' : 'preemptive');
      return;
    }
    proxy.stash(sample);
    // A new gap is reported at once; one that was reported waits for its deadline or the writer's HEARTBEAT.
    if (!proxy.isSynchronized) this.#owe(proxy, 'preemptive');
    else if (sn > proxy.requestedUpTo) this.#owe(proxy, 'acknowledgement');
  }

  #hand(sample: Sample): void {
    this.#env.statistics.samplesReceived += 1;
    this.#deliver(sample);
  }

  /** Delivers what has come to its turn. */
  #drain(proxy: WriterProxy): void {
    for (;;) {
      const sample = proxy.unstash(proxy.nextSn);
      if (sample !== undefined) {
        proxy.nextSn += 1;
        this.#hand(sample);
        continue;
      }
      const end = proxy.irrelevant.endOf(proxy.nextSn);
      if (end === undefined) break;
      proxy.nextSn = end + 1;
    }
    proxy.irrelevant.removeBelow(proxy.nextSn);
    proxy.assembler.dropBelow(proxy.nextSn);
  }

  /** Everything below `sn` is done with, received or not. */
  #moveTo(proxy: WriterProxy, sn: SequenceNumber): void {
    const due = [...proxy.ahead.keys()].filter((held) => held < sn).sort((a, b) => a - b);
    for (const held of due) {
      const sample = proxy.unstash(held);
      if (sample !== undefined) this.#hand(sample);
    }
    proxy.nextSn = sn;
  }

  #addIrrelevant(proxy: WriterProxy, first: SequenceNumber, last: SequenceNumber): void {
    if (last < first || last < proxy.nextSn) return;
    proxy.lastAnnounced = Math.max(proxy.lastAnnounced, last);
    if (first <= proxy.nextSn) this.#moveTo(proxy, last + 1);
    else proxy.irrelevant.add(first, last);
  }

  /** Asks for a HEARTBEAT; Fast DDS answers base 0 only, Cyclone base 1 only. Repeated until a first one was seen. */
  #sendPreemptive(proxy: WriterProxy, now: number): void {
    this.#missing.clear(quirksOf(proxy.endpoint.participant.vendorId).solicitingAckNackBase);
    this.#writeAckNack(proxy, false);
    if (proxy.isSynchronized) return;
    this.#env.deadlines.set(proxy.deadline, now + proxy.renackMs);
    proxy.renackMs = Math.min(Timing.repairMaxMs, proxy.renackMs * 2);
  }

  #sendAcknowledgement(proxy: WriterProxy, now: number): void {
    this.#fillMissing(proxy);
    this.#writeAckNack(proxy, this.#missing.isEmpty);
    this.#nackFragments(proxy);
    if (proxy.isMissing) {
      this.#env.deadlines.set(proxy.deadline, now + proxy.renackMs);
      proxy.renackMs = Math.min(Timing.repairMaxMs, proxy.renackMs * 2);
    } else {
      proxy.renackMs = Timing.renackMinMs;
      this.#env.deadlines.clear(proxy.deadline);
    }
  }

  /** What is missing from `nextSn` on, within one set of 256: open reassemblies are asked for by NACK_FRAG instead. */
  #fillMissing(proxy: WriterProxy): void {
    this.#missing.clear(proxy.nextSn);
    let last = proxy.lastAnnounced;
    for (const sn of proxy.ahead.keys()) if (sn > last) last = sn;
    last = Math.min(last, proxy.nextSn + 255);
    for (let sn = proxy.nextSn; sn <= last; sn++)
      if (!proxy.ahead.has(sn) && !proxy.irrelevant.has(sn) && !proxy.assembler.has(sn)) this.#missing.add(sn);
    if (last > proxy.requestedUpTo) proxy.requestedUpTo = last;
  }

  #writeAckNack(proxy: WriterProxy, isFinal: boolean): void {
    proxy.ackNackCount += 1;
    this.#env.outbox.open(proxy.destination, ackNackSize(this.#missing)).ackNack({
      readerId: this.entityId,
      writerId: proxy.entityId,
      readerSnState: this.#missing,
      count: proxy.ackNackCount,
      final: isFinal,
    });
    this.#env.statistics.ackNacksSent += 1;
  }

  #nackFragments(proxy: WriterProxy): void {
    for (const sn of proxy.assembler.openSequenceNumbers()) {
      this.#missing.clear(1);
      let isFirst = true;
      proxy.assembler.forEachMissing(sn, (n) => {
        if (isFirst) this.#missing.clear(n);
        isFirst = false;
        this.#missing.add(n);
      });
      if (isFirst) continue;
      proxy.nackFragCount += 1;
      this.#env.outbox.open(proxy.destination, nackFragSize(this.#missing)).nackFrag({
        readerId: this.entityId,
        writerId: proxy.entityId,
        writerSn: sn,
        fragmentNumberState: this.#missing,
        count: proxy.nackFragCount,
      });
    }
  }
}

/** A small payload must not pin a large datagram: below half of its buffer it is copied. */
function keepable(payload: Uint8Array): Uint8Array {
  return payload.byteLength * 2 >= payload.buffer.byteLength ? payload : payload.slice();
}

function toSample(
  proxy: WriterProxy,
  sequenceNumber: SequenceNumber,
  payload: Uint8Array,
  inlineQos: InlineQos | undefined,
  isKeyPayload: boolean,
  sourceTimestamp: Time | undefined,
  receivedAt: number,
): Sample {
  return {
    payload,
    writer: proxy.endpoint,
    sequenceNumber,
    sourceTimestamp,
    relatedSampleIdentity: inlineQos?.relatedSampleIdentity,
    keyHash: inlineQos?.keyHash,
    statusInfo: inlineQos?.statusInfo ?? 0,
    isKeyPayload,
    receivedAt,
  };
}
