import type { AssemblyBudget } from '../behavior/assembly-budget.js';
import { RoundTripGuess } from '../behavior/round-trip-guess.js';
import type { ReaderEnvironment, StatefulReader } from '../behavior/stateful-reader.js';
import type { StatefulWriter, WriterEnvironment } from '../behavior/stateful-writer.js';
import { Timing } from '../behavior/timing.js';
import { Discovery } from '../discovery/discovery.js';
import type { RemoteParticipantState } from '../discovery/remote-participant.js';
import { LIMITS } from '../limits.js';
import { walkMessage } from '../message/message-reader.js';
import { ReceiverState } from '../message/receiver-state.js';
import type { ContentFilter } from '../parameters/content-filter.js';
import { readEntityId, type EntityId } from '../types/entity-id.js';
import { GuidPrefixTable } from '../types/guid-prefix-table.js';
import { guidToOctets, isPrefixAt, type GuidPrefix } from '../types/guid.js';
import type { Arrival } from './arrival.js';
import type { CoreOptions } from './core-options.js';
import { Deadline, Deadlines } from './deadlines.js';
import type { Destination } from './destination.js';
import type { EndpointDescription, HistoryBounds } from './endpoint-description.js';
import { EndpointRegistry } from './endpoint-registry.js';
import type { ParticipantEvent } from './events.js';
import { LocalEndpoints } from './local-endpoints.js';
import { MessageRouter } from './message-router.js';
import { Outbox } from './outbox.js';
import type { RemoteParticipant } from './remote-endpoint.js';
import { SendQueue } from './send-queue.js';
import { createStatistics, type Statistics } from './statistics.js';

const NO_EVENTS: readonly ParticipantEvent[] = [];

/** How often our own endpoints may answer each other before the world has its turn. */
const MAX_LOOPBACK_ROUNDS = 256;

/**
 * The sans-IO root: datagrams, time and commands in; datagrams to the sink, events to a queue. No promise, no callback
 * to the user, no clock, no socket. Submessages go through the router, and who is there is discovery's.
 */
export class ParticipantCore {
  readonly guidPrefix: GuidPrefix;
  readonly statistics: Statistics = createStatistics();
  readonly registry: EndpointRegistry;
  /** Memory for incomplete samples. */
  readonly assemblyBudget: AssemblyBudget;
  readonly #arrival: Arrival;
  readonly #receiver: ReceiverState;
  readonly #router: MessageRouter;
  readonly #discovery: Discovery;
  readonly #endpoints: LocalEndpoints;
  readonly #deadlines: Deadlines = new Deadlines();
  readonly #outbox: Outbox;
  readonly #sendQueue: SendQueue;
  #events: ParticipantEvent[] = [];
  readonly #dirtyWriters: Set<StatefulWriter> = new Set();
  readonly #dirtyReaders: Set<StatefulReader> = new Set();
  /** Datagrams to our own endpoints; handled when the current input is. */
  #loopback: Uint8Array[] = [];
  /** Brings us back to what is left of them; the flush after it does the rest. */
  readonly #loopbackDeadline: Deadline = new Deadline(() => undefined);

  constructor(now: number, options: CoreOptions) {
    const arrival: Arrival = { now, address: '', bytes: 0, isFarewell: false };
    const { statistics } = this;
    const prefixes = new GuidPrefixTable({ capacity: LIMITS.participants.value + 1, seed: options.seed });
    const prefix = prefixes.intern(options.guidPrefix, 0);
    if (prefix === undefined) throw new RangeError('the prefix table has no room for ourselves');
    this.guidPrefix = prefix;
    this.assemblyBudget = options.assemblyBudget;
    this.#arrival = arrival;
    this.#receiver = new ReceiverState(prefixes);
    this.#sendQueue = new SendQueue(options.sink, statistics);
    this.#outbox = new Outbox(prefix, (datagram, destination) => this.#emit(datagram, destination));
    const emit = (event: ParticipantEvent): void => void this.#events.push(event);
    this.registry = new EndpointRegistry(emit, statistics);
    const shared = { outbox: this.#outbox, deadlines: this.#deadlines, statistics, roundTrips: new RoundTripGuess() };
    const writers: WriterEnvironment = {
      ...shared,
      isBlocked: () => this.#sendQueue.isBlocked,
      markDirty: (writer) => this.#dirtyWriters.add(writer),
    };
    const readers: ReaderEnvironment = {
      ...shared,
      assemblyBudget: options.assemblyBudget,
      reorderBudget: { bytes: 0, maxBytes: LIMITS.reorderBytes.value },
      markDirty: (reader) => this.#dirtyReaders.add(reader),
    };
    this.#discovery = new Discovery(prefix, options, {
      writers,
      readers,
      prefixes,
      registry: this.registry,
      statistics,
      arrival,
      emit,
    });
    this.#endpoints = new LocalEndpoints(prefix, {
      writers,
      readers,
      registry: this.registry,
      discovery: this.#discovery,
      emit,
    });
    this.#router = new MessageRouter(arrival, this.#discovery, statistics);
  }

  /** Our own participant, as its endpoints see it. */
  get self(): RemoteParticipantState {
    return this.#discovery.self;
  }

  /** The participants that discovery knows, without our own. */
  get participants(): readonly RemoteParticipantState[] {
    return this.#discovery.participants;
  }

  /** Starts to announce. */
  start(now: number): void {
    this.#arrival.now = now;
    this.#discovery.start(now);
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
    bounds: HistoryBounds,
    isKeyed = false,
  ): { entityId: EntityId; writer: StatefulWriter } {
    this.#observe(now);
    return this.#endpoints.createWriter(now, description, bounds, isKeyed);
  }

  createReader(
    now: number,
    description: EndpointDescription,
    isKeyed = false,
  ): { entityId: EntityId; reader: StatefulReader } {
    this.#observe(now);
    return this.#endpoints.createReader(now, description, isKeyed);
  }

  /** Announces what a reader of ours wants from now on. */
  setContentFilter(now: number, entityId: EntityId, contentFilter: ContentFilter | undefined): void {
    this.#observe(now);
    this.#endpoints.setContentFilter(now, entityId, contentFilter);
  }

  removeEndpoint(now: number, entityId: EntityId): void {
    this.#observe(now);
    this.#endpoints.remove(now, entityId);
  }

  /** Interfaces have changed: say so at once. */
  setLocators(now: number): void {
    this.#arrival.now = now;
    this.#discovery.onLocatorsChanged(now);
  }

  /** Whether what was written is still on its way to readers that answer. */
  get isSettled(): boolean {
    for (const endpoint of this.registry.local)
      if (endpoint.kind === 'writer' && endpoint.machine.isWaitingForReaders) return false;
    return this.#discovery.isAcknowledged;
  }

  /** Whether the participant has acknowledged to know of our endpoint. */
  isKnownTo(participant: RemoteParticipant, entityId: EntityId, kind: 'reader' | 'writer'): boolean {
    return this.#discovery.isKnownTo(participant, kind, guidToOctets({ prefix: this.guidPrefix, entityId }));
  }

  /** See `Participant.doubtPredecessor`. */
  doubtPredecessor(now: number, one: RemoteParticipant, newcomer: RemoteParticipant): void {
    this.#observe(now);
    this.#discovery.doubtPredecessor(one, newcomer, now);
  }

  /** Says farewell and forgets everybody. Nothing is sent afterwards. */
  close(now: number): void {
    this.flush(now);
    this.#discovery.close();
    for (const endpoint of [...this.registry.local]) this.registry.removeLocal(readEntityId(endpoint.data.guid, 12));
    this.#discovery.closeEndpoints();
    this.#dirtyWriters.clear();
    this.#dirtyReaders.clear();
    this.#loopback = [];
    this.#sendQueue.clear();
  }

  // ── in and out ──

  #handle(datagram: Uint8Array, address: string): void {
    const arrival = this.#arrival;
    arrival.address = address;
    arrival.bytes = datagram.byteLength;
    arrival.isFarewell = false;
    const { statistics } = this;
    const before = statistics.notRtps;
    walkMessage(datagram, this.#receiver, this.guidPrefix, this.#router, statistics);
    // What is no RTPS message has left the receiver as the last one did: nobody was heard.
    if (statistics.notRtps === before && this.#receiver.sourcePrefix !== undefined && !arrival.isFarewell)
      this.#discovery.source(this.#receiver)?.onHeard(address, datagram.byteLength, arrival.now);
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
    const lateMs = now - Math.max(this.#deadlines.next(), this.#arrival.now);
    this.#arrival.now = now;
    if (lateMs <= Timing.stallMs) return;
    this.statistics.stalls += 1;
    this.#discovery.onStall(lateMs, now);
  }
}
