import type { AssemblyBudget } from '../behavior/assembly-budget.js';
import { StatefulReader, type ReaderEnvironment } from '../behavior/stateful-reader.js';
import { StatefulWriter, type WriterEnvironment } from '../behavior/stateful-writer.js';
import { Timing } from '../behavior/timing.js';
import type { EndpointData } from '../discovery/endpoint-data.js';
import { Liveliness } from '../discovery/liveliness.js';
import {
  decodeParticipantData,
  encodeParticipantData,
  type ParticipantData,
  decodeParticipantKey,
} from '../discovery/participant-data.js';
import { RemoteParticipantState, type PathRules } from '../discovery/remote-participant.js';
import { Sedp } from '../discovery/sedp.js';
import { Spdp } from '../discovery/spdp.js';
import { LIMITS } from '../limits.js';
import { walkMessage } from '../message/message-reader.js';
import { ReceiverState } from '../message/receiver-state.js';
import type { SubmessageHandler } from '../message/submessage-handler.js';
import type { AckNackSubmessage } from '../message/submessages/acknack.js';
import type { DataFragSubmessage } from '../message/submessages/data-frag.js';
import type { DataSubmessage } from '../message/submessages/data.js';
import type { GapSubmessage } from '../message/submessages/gap.js';
import type { HeartbeatFragSubmessage } from '../message/submessages/heartbeat-frag.js';
import type { HeartbeatSubmessage } from '../message/submessages/heartbeat.js';
import type { NackFragSubmessage } from '../message/submessages/nack-frag.js';
import type { QosPolicies } from '../qos/policies.js';
import type { RemoteParticipant } from './remote-endpoint.js';
import { createEntityId, EntityIds, EntityKind, isBuiltin, readEntityId, type EntityId } from '../types/entity-id.js';
import { GuidPrefixTable } from '../types/guid-prefix-table.js';
import { guidToOctets, isPrefixAt, type GuidPrefix } from '../types/guid.js';
import type { Locator } from '../types/locator.js';
import type { Time } from '../types/time.js';
import { Deadline, Deadlines } from './deadlines.js';
import type { Destination } from './destination.js';
import { EndpointRegistry } from './endpoint-registry.js';
import type { LossReason, ParticipantEvent } from './events.js';
import { Outbox } from './outbox.js';
import { SendQueue, type DatagramSink } from './send-queue.js';
import { createStatistics, type Statistics } from './statistics.js';

const NO_EVENTS: readonly ParticipantEvent[] = [];

/** How often our own endpoints may answer each other before the world has its turn. */
const MAX_LOOPBACK_ROUNDS = 256;

export interface CoreOptions {
  readonly domainId: number;
  /** 12 octets. */
  readonly guidPrefix: Uint8Array;
  /** Seeds the hash of tables whose keys strangers choose. */
  readonly seed: number;
  readonly sink: DatagramSink;
  readonly paths: PathRules;
  /** Our announcement with the locators of now. */
  readonly participantData: () => ParticipantData;
  /** How often it is repeated; ms. */
  readonly announceMs: number;
  /** Where announcements go, now. */
  readonly announceTo: () => readonly Locator[];
  readonly wallTime: () => Time;
  /** Memory for incomplete samples; participants may share it. */
  readonly assemblyBudget: AssemblyBudget;
}

/** What the application says of an endpoint. */
export interface EndpointDescription {
  readonly topicName: string;
  readonly typeName: string;
  readonly qos: QosPolicies;
  readonly userData: Uint8Array;
}

/**
 * The sans-IO root: datagrams, time and commands in; datagrams to the sink, events to a queue. No promise, no callback
 * to the user, no clock, no socket. It only routes: submessages to readers and writers, discovery to the registry.
 */
export class ParticipantCore implements SubmessageHandler {
  readonly guidPrefix: GuidPrefix;
  readonly statistics: Statistics = createStatistics();
  readonly registry: EndpointRegistry;
  readonly self: RemoteParticipantState;
  readonly #options: CoreOptions;
  readonly #prefixes: GuidPrefixTable;
  readonly #participants: Map<GuidPrefix, RemoteParticipantState> = new Map();
  readonly #receiver: ReceiverState;
  readonly #deadlines: Deadlines = new Deadlines();
  readonly #outbox: Outbox;
  readonly #sendQueue: SendQueue;
  #events: ParticipantEvent[] = [];
  readonly #dirtyWriters: Set<StatefulWriter> = new Set();
  readonly #dirtyReaders: Set<StatefulReader> = new Set();
  readonly #writerEnvironment: WriterEnvironment;
  readonly #readerEnvironment: ReaderEnvironment;
  readonly #announcement: Destination & { locators: readonly Locator[] };
  readonly #spdp: Spdp;
  readonly #sedp: Sedp;
  readonly #liveliness: Liveliness;
  /** Datagrams to our own endpoints; handled when the current input is. */
  #loopback: Uint8Array[] = [];
  /** Brings us back to what is left of them; the flush after it does the rest. */
  readonly #loopbackDeadline: Deadline = new Deadline(() => undefined);
  #nextEntityKey = 1;
  #now = 0;
  #sourceAddress = '';
  #datagramBytes = 0;

  constructor(now: number, options: CoreOptions) {
    this.#options = options;
    this.#now = now;
    this.#prefixes = new GuidPrefixTable({ capacity: LIMITS.participants.value + 1, seed: options.seed });
    const prefix = this.#prefixes.intern(options.guidPrefix, 0);
    if (prefix === undefined) throw new RangeError('the prefix table has no room for ourselves');
    this.guidPrefix = prefix;
    this.#receiver = new ReceiverState(this.#prefixes);
    this.#sendQueue = new SendQueue(options.sink, this.statistics);
    this.#outbox = new Outbox(prefix, (datagram, destination) => this.#emit(datagram, destination));
    this.registry = new EndpointRegistry((event) => this.#events.push(event), this.statistics);
    const { statistics } = this;
    const shared = { outbox: this.#outbox, deadlines: this.#deadlines, statistics };
    const reorderBudget = { bytes: 0, maxBytes: LIMITS.reorderBytes.value };
    this.#writerEnvironment = {
      ...shared,
      isBlocked: () => this.#sendQueue.isBlocked,
      markDirty: (writer) => this.#dirtyWriters.add(writer),
    };
    this.#readerEnvironment = {
      ...shared,
      assemblyBudget: options.assemblyBudget,
      reorderBudget,
      markDirty: (reader) => this.#dirtyReaders.add(reader),
    };
    this.#announcement = {
      prefix: undefined,
      locators: options.announceTo(),
      maxDatagramBytes: options.paths.maxDatagramBytes(false),
      groupKey: '',
      isLoopback: false,
      allowance: undefined,
    };
    this.#spdp = new Spdp({
      ...shared,
      participantData: () => encodeParticipantData(options.participantData()),
      participantGuid: guidToOctets({ prefix, entityId: EntityIds.PARTICIPANT }),
      announceTo: () => this.#announcement,
      knownParticipants: () => this.participants,
      announceMs: options.announceMs,
    });
    this.#sedp = new Sedp(this.#writerEnvironment, this.#readerEnvironment, {
      onEndpoint: (participant, kind, data, payload) => this.#onEndpoint(participant, kind, data, payload),
      onEndpointDisposed: (participant, guid) => this.registry.removeRemote(participant, readEntityId(guid, 12)),
      onRejected: () => (statistics.discoveryRejected += 1),
    });
    this.#liveliness = new Liveliness(this.#writerEnvironment, this.#readerEnvironment, (participant) => {
      statistics.leasesExpired += 1;
      this.#removeParticipant(participant, 'leaseExpired');
    });
    this.self = this.#createParticipant(prefix, options.participantData(), '', true);
    this.#participants.set(prefix, this.self);
  }

  get assemblyBudget(): AssemblyBudget {
    return this.#options.assemblyBudget;
  }

  /** The participants that discovery knows, without our own. */
  get participants(): readonly RemoteParticipantState[] {
    return [...this.#participants.values()].filter((participant) => !participant.isSelf);
  }

  /** Starts to announce. */
  start(now: number): void {
    this.#now = now;
    this.#spdp.start(now);
  }

  /** Takes ownership of `datagram`. */
  handleDatagram(now: number, datagram: Uint8Array, address: string): void {
    this.#observe(now);
    this.statistics.datagramsReceived += 1;
    this.statistics.bytesReceived += datagram.byteLength;
    // Our own multicast comes back to us; anybody else in our name lies.
    if (datagram.byteLength >= 20 && isPrefixAt(datagram, 8, this.guidPrefix)) {
      this.statistics.unknownSource += 1;
      return;
    }
    this.#handle(datagram, address);
  }

  handleTimeout(now: number): void {
    this.#observe(now);
    this.#deadlines.fireDue(now);
  }

  /** Sends, packed, what writes and acknowledgements have queued. */
  flush(now: number): void {
    this.#observe(now);
    this.#sendQueue.drain();
    for (let round = 1; ; round++) {
      for (const writer of this.#dirtyWriters) {
        // What is not taken now is better kept in the histories: `handleWritable` brings us back.
        if (this.#sendQueue.isBlocked) break;
        this.#dirtyWriters.delete(writer);
        writer.pump(now);
      }
      for (const reader of this.#dirtyReaders) {
        this.#dirtyReaders.delete(reader);
        reader.acknowledge(now);
      }
      this.#outbox.flush();
      if (this.#loopback.length === 0) break;
      if (round === MAX_LOOPBACK_ROUNDS) {
        this.#deadlines.setEarlier(this.#loopbackDeadline, now + Timing.continueMs);
        break;
      }
      const own = this.#loopback;
      this.#loopback = [];
      for (const datagram of own) this.#handle(datagram, '');
    }
  }

  /** Monotonic ms of the next `handleTimeout`; Infinity when idle. */
  nextDeadline(): number {
    return this.#deadlines.next();
  }

  takeEvents(): readonly ParticipantEvent[] {
    if (this.#events.length === 0) return NO_EVENTS;
    const events = this.#events;
    this.#events = [];
    return events;
  }

  get hasEvents(): boolean {
    return this.#events.length > 0;
  }

  createWriter(
    now: number,
    description: EndpointDescription,
    bounds: { readonly maxSamples: number; readonly maxBytes: number },
  ): { entityId: EntityId; writer: StatefulWriter } {
    this.#observe(now);
    const entityId = createEntityId(this.#nextEntityKey++, EntityKind.WRITER_NO_KEY);
    const writer = new StatefulWriter(this.#writerEnvironment, {
      entityId,
      qos: description.qos,
      ...bounds,
      isBuiltin: false,
      onWritable: () => this.#events.push({ kind: 'writable', writerId: entityId }),
    });
    const data = this.#describe(entityId, description);
    this.registry.addLocal(entityId, { kind: 'writer', data, machine: writer });
    this.#announceEndpoint(now, 'writer', data);
    return { entityId, writer };
  }

  createReader(now: number, description: EndpointDescription): { entityId: EntityId; reader: StatefulReader } {
    this.#observe(now);
    const entityId = createEntityId(this.#nextEntityKey++, EntityKind.READER_NO_KEY);
    const reader = new StatefulReader(this.#readerEnvironment, {
      entityId,
      qos: description.qos,
      deliver: (sample) => this.#events.push({ kind: 'sample', readerId: entityId, sample }),
    });
    const data = this.#describe(entityId, description);
    this.registry.addLocal(entityId, { kind: 'reader', data, machine: reader });
    this.#announceEndpoint(now, 'reader', data);
    return { entityId, reader };
  }

  removeEndpoint(now: number, entityId: EntityId): void {
    this.#observe(now);
    const endpoint = this.registry.removeLocal(entityId);
    if (endpoint === undefined) return;
    this.#sedp.dispose(now, endpoint.kind, endpoint.data.guid, this.#options.wallTime());
    this.registry.removeRemote(this.self, entityId);
  }

  /** Interfaces have changed: say so at once. */
  setLocators(now: number): void {
    this.#announcement.locators = this.#options.announceTo();
    this.#spdp.start(now);
  }

  /** Whether what was written is still on its way to readers that answer. */
  get isSettled(): boolean {
    for (const endpoint of this.registry.local)
      if (endpoint.kind === 'writer' && endpoint.machine.isWaitingForReaders) return false;
    return this.#sedp.isAcknowledged;
  }

  /** Whether the participant has acknowledged to know of our endpoint. */
  isKnownTo(participant: RemoteParticipant, entityId: EntityId, kind: 'reader' | 'writer'): boolean {
    const guid = guidToOctets({ prefix: this.guidPrefix, entityId });
    return participant === this.self || this.#sedp.isKnownTo(participant, kind, guid);
  }

  /** Says farewell and forgets everybody. Nothing is sent afterwards. */
  close(now: number): void {
    this.flush(now);
    this.#spdp.dispose();
    for (const participant of [...this.#participants.values()]) this.#removeParticipant(participant, 'closed');
    for (const endpoint of [...this.registry.local]) this.registry.removeLocal(readEntityId(endpoint.data.guid, 12));
    this.#sedp.close();
    this.#liveliness.close();
    this.#dirtyWriters.clear();
    this.#dirtyReaders.clear();
    this.#loopback = [];
    this.#sendQueue.clear();
  }

  // ── SubmessageHandler: from the network to our readers and writers ──

  onData(receiver: ReceiverState, data: DataSubmessage): void {
    if (data.writerId === EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER) {
      this.#onSpdp(data);
      return;
    }
    const links = this.#source(receiver)?.readerLinks.get(data.writerId);
    // A writer that SEDP has not told of yet: dropped unseen, never recorded as received; it is asked for later.
    if (links === undefined) this.statistics.unmatched += 1;
    else
      for (const { reader, proxy } of links)
        if (isFor(data.readerId, reader.entityId)) reader.onData(proxy, data, receiver.timestamp, this.#now);
  }

  onDataFrag(receiver: ReceiverState, data: DataFragSubmessage): void {
    for (const { reader, proxy } of this.#source(receiver)?.readerLinks.get(data.writerId) ?? [])
      if (isFor(data.readerId, reader.entityId)) reader.onDataFrag(proxy, data, receiver.timestamp, this.#now);
  }

  onHeartbeat(receiver: ReceiverState, heartbeat: HeartbeatSubmessage): void {
    for (const { reader, proxy } of this.#source(receiver)?.readerLinks.get(heartbeat.writerId) ?? [])
      if (isFor(heartbeat.readerId, reader.entityId)) reader.onHeartbeat(proxy, heartbeat, this.#now);
  }

  onHeartbeatFrag(receiver: ReceiverState, heartbeatFrag: HeartbeatFragSubmessage): void {
    for (const { reader, proxy } of this.#source(receiver)?.readerLinks.get(heartbeatFrag.writerId) ?? [])
      if (isFor(heartbeatFrag.readerId, reader.entityId)) reader.onHeartbeatFrag(proxy, heartbeatFrag);
  }

  onGap(receiver: ReceiverState, gap: GapSubmessage): void {
    for (const { reader, proxy } of this.#source(receiver)?.readerLinks.get(gap.writerId) ?? [])
      if (isFor(gap.readerId, reader.entityId)) reader.onGap(proxy, gap, this.#now);
  }

  onAckNack(receiver: ReceiverState, ackNack: AckNackSubmessage): void {
    const source = this.#source(receiver);
    for (const { writer, proxy } of source?.writerLinks.get(ackNack.readerId) ?? []) {
      if (writer.entityId !== ackNack.writerId) continue;
      source?.onAnswer(this.#sourceAddress);
      writer.onAckNack(proxy, ackNack, this.#now);
    }
  }

  onNackFrag(receiver: ReceiverState, nackFrag: NackFragSubmessage): void {
    for (const { writer, proxy } of this.#source(receiver)?.writerLinks.get(nackFrag.readerId) ?? [])
      if (writer.entityId === nackFrag.writerId) writer.onNackFrag(proxy, nackFrag, this.#now);
  }

  // ── discovery ──

  #onSpdp(data: DataSubmessage): void {
    const { inlineQos, payload } = data;
    if (inlineQos !== undefined && inlineQos.statusInfo !== 0) {
      const guid = inlineQos.keyHash ?? (payload === undefined ? undefined : decodeParticipantKey(payload));
      if (guid !== undefined) this.#onParticipantDisposed(guid);
      return;
    }
    const decoded = payload === undefined ? undefined : decodeParticipantData(payload);
    if (decoded === undefined) {
      this.statistics.discoveryRejected += 1;
      return;
    }
    if (decoded.domainId !== undefined && decoded.domainId !== this.#options.domainId) return;
    if (isPrefixAt(decoded.guidPrefix, 0, this.guidPrefix)) return;
    const prefix = this.#prefixes.find(decoded.guidPrefix, 0);
    const known = prefix === undefined ? undefined : this.#participants.get(prefix);
    if (known === undefined) {
      this.#addParticipant(decoded);
    } else if (!known.update(decoded, this.#sourceAddress, this.#now)) {
      this.statistics.unknownSource += 1;
      this.#sedp.probe(known);
    } else if (!known.isProven) {
      // It goes on announcing itself: our first answer may have got lost, or its own.
      this.#spdp.announceTo(known);
      this.#sedp.probe(known);
    }
  }

  #addParticipant(data: ParticipantData): void {
    if (this.#participants.size > LIMITS.participants.value) this.#evict();
    const prefix =
      this.#participants.size > LIMITS.participants.value ? undefined : this.#prefixes.intern(data.guidPrefix, 0);
    if (prefix === undefined) {
      this.statistics.discoveryRefused += 1;
      return;
    }
    const participant = this.#createParticipant(prefix, data, this.#sourceAddress, false);
    this.#participants.set(prefix, participant);
    this.#events.push({ kind: 'participantDiscovered', participant });
    // Before our endpoints: it must know us, or it drops what we say of them.
    this.#spdp.announceTo(participant);
    this.#sedp.addParticipant(participant);
    this.#liveliness.addParticipant(participant);
  }

  /** Of the participants that have never answered us, the one that was silent for longest makes room. */
  #evict(): void {
    let longest: RemoteParticipantState | undefined;
    for (const participant of this.#participants.values())
      if (!participant.isProven && (longest === undefined || participant.lastHeard < longest.lastHeard))
        longest = participant;
    if (longest !== undefined) this.#removeParticipant(longest, 'evicted');
  }

  #createParticipant(
    prefix: GuidPrefix,
    data: ParticipantData,
    address: string,
    isSelf: boolean,
  ): RemoteParticipantState {
    return new RemoteParticipantState(prefix, data, address, this.#now, this.#options.paths, {
      isSelf,
      receivedBytes: this.#datagramBytes,
      onLease: (participant, at) => this.#liveliness.onLease(participant, at),
    });
  }

  #onParticipantDisposed(guid: Uint8Array): void {
    const prefix = this.#prefixes.find(guid, 0);
    const participant = prefix === undefined ? undefined : this.#participants.get(prefix);
    if (participant === undefined || participant.isSelf) return;
    if (participant.isHeardFrom(this.#sourceAddress)) this.#removeParticipant(participant, 'disposed');
    else this.statistics.unknownSource += 1;
  }

  #removeParticipant(participant: RemoteParticipantState, reason: LossReason): void {
    this.#participants.delete(participant.guidPrefix);
    this.#liveliness.removeParticipant(participant);
    this.registry.removeParticipant(participant);
    if (participant.isSelf) return;
    this.#prefixes.remove(participant.guidPrefix);
    this.#events.push({ kind: 'participantLost', participant, reason });
  }

  #onEndpoint(
    participant: RemoteParticipantState,
    kind: 'reader' | 'writer',
    data: EndpointData,
    payload: Uint8Array,
  ): void {
    // An endpoint of somebody else's participant is not this one's to announce, nor are those that discovery itself uses.
    const isItsOwn = isPrefixAt(data.guid, 0, participant.guidPrefix) && !isBuiltin(readEntityId(data.guid, 12));
    if (isItsOwn) this.registry.addRemote(participant, kind, data, payload);
    else this.statistics.discoveryRejected += 1;
  }

  #describe(entityId: EntityId, description: EndpointDescription): EndpointData {
    const { prefix } = { prefix: this.guidPrefix };
    return {
      guid: guidToOctets({ prefix, entityId }),
      participantGuid: guidToOctets({ prefix, entityId: EntityIds.PARTICIPANT }),
      ...description,
      unicastLocators: [],
      multicastLocators: [],
      expectsInlineQos: false,
    };
  }

  #announceEndpoint(now: number, kind: 'reader' | 'writer', data: EndpointData): void {
    this.#sedp.announce(now, kind, data, this.#options.wallTime());
    this.registry.addRemote(this.self, kind, data, data.guid);
  }

  // ── in and out ──

  #handle(datagram: Uint8Array, address: string): void {
    this.#sourceAddress = address;
    this.#datagramBytes = datagram.byteLength;
    walkMessage(datagram, this.#receiver, this.guidPrefix, this, this.statistics);
    const { sourcePrefix } = this.#receiver;
    const source = sourcePrefix === undefined ? undefined : this.#participants.get(sourcePrefix);
    source?.onHeard(address, datagram.byteLength, this.#now);
  }

  #source(receiver: ReceiverState): RemoteParticipantState | undefined {
    // Unknown at the header, perhaps known by now: SPDP comes with what follows from it in one datagram.
    const sourcePrefix =
      receiver.sourcePrefix ?? this.#prefixes.find(receiver.sourcePrefixBytes, receiver.sourcePrefixOffset);
    const source = sourcePrefix === undefined ? undefined : this.#participants.get(sourcePrefix);
    // What our own endpoints say comes without an address; INFO_SRC from outside may claim anything.
    if (source !== undefined && source.isSelf === (this.#sourceAddress === '')) return source;
    this.statistics.unknownSource += 1;
    return undefined;
  }

  /** One function finishes every datagram. */
  #emit(datagram: Uint8Array, destination: Destination): void {
    if (destination.isLoopback) {
      this.#loopback.push(datagram.slice());
      return;
    }
    const { allowance } = destination;
    for (const locator of destination.locators) {
      if (allowance === undefined || allowance.take(datagram.byteLength)) this.#sendQueue.send(datagram, locator);
      else this.statistics.reflectionsRefused += 1;
    }
  }

  /**
   * Notes the time of an input. Late against a deadline *and* against the input before it: of the datagrams that queued
   * up during a stall only the first one tells of it.
   */
  #observe(now: number): void {
    const lateMs = now - Math.max(this.#deadlines.next(), this.#now);
    this.#now = now;
    if (lateMs <= Timing.stallMs) return;
    this.statistics.stalls += 1;
    this.#liveliness.onStall(this.#participants.values(), lateMs, now);
  }
}

/** ENTITYID_UNKNOWN addresses every reader matched with the writer (RTPS 2.5 §8.3.8.2.5); Cyclone uses it nearly always. */
function isFor(addressed: EntityId, readerId: EntityId): boolean {
  return addressed === EntityIds.UNKNOWN || addressed === readerId;
}
