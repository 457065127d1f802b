import { EventEmitter } from 'eventemitter3';
import { AssemblyBudget } from '../behavior/assembly-budget.js';
import type { Sample } from '../behavior/sample.js';
import { Timing } from '../behavior/timing.js';
import { BUILTIN_ENDPOINT_SET } from '../discovery/builtin-endpoints.js';
import { selectLocators, type LocalSide } from '../discovery/locator-selection.js';
import type { ParticipantData } from '../discovery/participant-data.js';
import type { DiscoveryRole } from '../discovery/servers/discovery-role.js';
import { RtpsError } from '../errors.js';
import { InstanceTable } from '../instance/instance-table.js';
import { LIMITS } from '../limits.js';
import type { ContentFilter } from '../parameters/content-filter.js';
import { defaultReaderQos, defaultWriterQos, withQos } from '../qos/defaults.js';
import type { PolicyId } from '../qos/policies.js';
import type { Guid } from '../types/guid.js';
import { EntityIds, type EntityId } from '../types/entity-id.js';
import { LocatorKind } from '../types/locator.js';
import { msToDuration, type Time } from '../types/time.js';
import { VendorId } from '../types/vendor-id.js';
import { Deadline, Deadlines } from './deadlines.js';
import type { LossReason, ParticipantEvent } from './events.js';
import { checkEndpointOptions, checkParticipantOptions } from './option-checks.js';
import { ParticipantCore } from './participant-core.js';
import type { NetworkWarning, ParticipantHost } from './participant-host.js';
import { Reader, type ReaderListener, type ReaderOptions } from './reader.js';
import type { RemoteEndpoint, RemoteParticipant } from './remote-endpoint.js';
import type { Statistics } from './statistics.js';
import { Writer } from './writer.js';
import type { WriterOptions } from './writer-options.js';
import { WriterWaits } from './writer-waits.js';

export interface ParticipantOptions {
  readonly domainId: number;
  /** ENTITY_NAME; ROS puts the enclave here. */
  readonly entityName?: string;
  readonly userData?: Uint8Array;
  readonly properties?: Readonly<Record<string, string>>;
  /** How long peers believe in us after our last word; default 20 000 ms. Announced four times as often, and every 3 000 ms at least. */
  readonly leaseDurationMs?: number;
  /** UDP payload bytes of one datagram to another host, 1 108 to 65 507; default 1 232. */
  readonly maxDatagramBytes?: number;
  /**
   * Memory for samples of which fragments are missing. Default: one budget of `LIMITS.reassemblyBytes` for all participants
   * that `openParticipant` opens in this process; one of its own for each that is constructed.
   */
  readonly assemblyBudget?: AssemblyBudget;
  /**
   * Who its host announces it to are discovery servers of Fast DDS, and what it is to them. Default: none is, and participants
   * announce themselves to each other.
   */
  readonly discoveryRole?: DiscoveryRole;
}

export interface ParticipantEvents {
  participantDiscovered: (participant: RemoteParticipant) => void;
  participantLost: (participant: RemoteParticipant, reason: LossReason) => void;
  endpointDiscovered: (endpoint: RemoteEndpoint) => void;
  endpointLost: (endpoint: RemoteEndpoint) => void;
  /** Same topic and type, but these policies do not go together. */
  incompatibleQos: (local: Writer | Reader, remote: RemoteEndpoint, policies: readonly PolicyId[]) => void;
  /** Something keeps peers from being found; each is said once. */
  networkWarning: (warning: NetworkWarning) => void;
  /** A listener of the user threw. */
  error: (error: unknown) => void;
}

/** A reader and what belongs to it on this side of the core. */
interface OpenReader {
  readonly face: Reader;
  readonly listener: ReaderListener;
  /** Of a keyed topic. */
  readonly instances: InstanceTable | undefined;
}

/** UDP payload that every path carries unfragmented: the IPv6 minimum MTU less its headers. */
const DEFAULT_DATAGRAM_BYTES = 1_232;
/** On this host nothing is lost by size; larger datagrams cost fewer system calls, up to what a receive buffer holds several of. */
const LOCAL_DATAGRAM_BYTES = 16 * 1024;
const PROTOCOL_VERSION = { major: 2, minor: 4 } as const;

/**
 * A DomainParticipant: the asynchronous face of the sans-IO core. It owns the one timer, hands datagrams in, and calls
 * listeners after the core has returned: the network is served before the user.
 */
export class Participant {
  readonly guid: Guid;
  readonly guidOctets: Uint8Array;
  readonly domainId: number;
  readonly #host: ParticipantHost;
  readonly #core: ParticipantCore;
  readonly #emitter: EventEmitter<ParticipantEvents> = new EventEmitter();
  readonly #writers: Map<EntityId, { face: Writer; options: WriterOptions; waits: WriterWaits }> = new Map();
  readonly #readers: Map<EntityId, OpenReader> = new Map();
  /** Timers of the layers above; same heap kind, same single timer of the host. */
  readonly #timers: Deadlines = new Deadlines();
  #isFlushing = false;
  #isFlushRequested = false;
  #isTurnOpen = false;
  #isTurnUnanswered = false;
  #armedFor = Infinity;
  #cancelTimer: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #isClosed = false;

  constructor(host: ParticipantHost, options: ParticipantOptions) {
    checkParticipantOptions(options);
    this.#host = host;
    this.domainId = options.domainId;
    const leaseDurationMs = options.leaseDurationMs ?? Timing.leaseMs;
    const guidPrefix = host.randomBytes(12);
    const seed = new DataView(host.randomBytes(4).buffer).getUint32(0);
    const maxDatagramBytes = options.maxDatagramBytes ?? DEFAULT_DATAGRAM_BYTES;
    const isLocalHost = (address: string): boolean => host.localAddresses.includes(address);
    this.#core = new ParticipantCore(host.now(), {
      domainId: options.domainId,
      guidPrefix,
      seed,
      sink: host,
      paths: {
        select: (announced, source) => selectLocators(announced, source, this.#localSide()),
        maxDatagramBytes: (isLocal) => (isLocal ? Math.max(LOCAL_DATAGRAM_BYTES, maxDatagramBytes) : maxDatagramBytes),
        isLocalHost,
      },
      participantData: () => this.#describe(guidPrefix, options),
      // Four chances a lease: one announcement that gets lost, or reaches a peer every other time only, expires nobody.
      announceMs: Math.min(Timing.announceMs, leaseDurationMs / 4),
      announceTo: () => host.locators.announceTo,
      discoveryRole: options.discoveryRole,
      wallTime: () => host.wallTime(),
      assemblyBudget: options.assemblyBudget ?? new AssemblyBudget(),
    });
    this.#core.statistics.host = host.statistics;
    this.guid = { prefix: this.#core.guidPrefix, entityId: EntityIds.PARTICIPANT };
    this.guidOctets = this.#core.self.guidOctets;
    host.open({
      onDatagram: (datagram, address) => this.#onDatagram(datagram, address),
      onLocatorsChanged: () => this.#onLocatorsChanged(),
      onWritable: () => this.#requestFlush(),
      onNetworkWarning: (warning) => this.#guard(() => void this.#emitter.emit('networkWarning', warning)),
    });
    this.#core.start(host.now());
    this.#requestFlush();
  }

  /** What this participant looks like to its own endpoints. */
  get self(): RemoteParticipant {
    return this.#core.self;
  }

  /** Every other participant that discovery knows. */
  get participants(): Iterable<RemoteParticipant> {
    return this.#core.participants;
  }

  /** Every endpoint of other participants that discovery knows. */
  get endpoints(): Iterable<RemoteEndpoint> {
    return this.#core.participants.flatMap((participant) => [...participant.endpoints.values()]);
  }

  /**
   * Whether a participant has acknowledged our announcement of an endpoint: what it sends to the endpoint's topic from then
   * on is for us, too. Discovery goes either way at its own pace, so a match here says nothing of one there.
   */
  isKnownTo(participant: RemoteParticipant, endpoint: Reader | Writer): boolean {
    const kind = endpoint instanceof Writer ? 'writer' : 'reader';
    return this.#core.isKnownTo(participant, endpoint.guid.entityId, kind);
  }

  /** Counters of the protocol, and in `host` those of its sockets. Live: read it again, or copy what is to be compared. */
  get statistics(): Readonly<Statistics> {
    return this.#core.statistics;
  }

  /** Memory for samples of which fragments are missing, shared or not: see `ParticipantOptions`. */
  get assemblyBudget(): AssemblyBudget {
    return this.#core.assemblyBudget;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** @throws RtpsError ERR_RTPS_CLOSED; RangeError for names and USER_DATA beyond `LIMITS` */
  createWriter(options: WriterOptions): Writer {
    this.#refuseIfClosed();
    checkEndpointOptions(options);
    const { entityId, writer } = this.#core.createWriter(
      this.#host.now(),
      {
        topicName: options.topicName,
        typeName: options.typeName,
        qos: withQos(defaultWriterQos, options.qos),
        userData: options.userData ?? new Uint8Array(0),
      },
      {
        maxSamples: options.maxSamples ?? LIMITS.writerHistorySamples.value,
        maxBytes: options.maxBytes ?? LIMITS.writerHistoryBytes.value,
      },
      options.key !== undefined,
    );
    const waits = new WriterWaits(writer, options.topicName, (delayMs, callback) => this.schedule(delayMs, callback));
    const face = new Writer(this.#endpointHost, writer, waits, { prefix: this.guid.prefix, entityId }, options);
    this.#writers.set(entityId, { face, options, waits });
    this.#requestFlush();
    return face;
  }

  /** @throws RtpsError ERR_RTPS_CLOSED; RangeError for names and USER_DATA beyond `LIMITS` */
  createReader(options: ReaderOptions, listener: ReaderListener): Reader {
    this.#refuseIfClosed();
    checkEndpointOptions(options);
    const description = {
      topicName: options.topicName,
      typeName: options.typeName,
      qos: withQos(defaultReaderQos, options.qos),
      userData: options.userData ?? new Uint8Array(0),
      contentFilter: options.contentFilter,
    };
    const { entityId, reader } = this.#core.createReader(this.#host.now(), description, options.key !== undefined);
    const face = new Reader(this.#endpointHost, reader, { prefix: this.guid.prefix, entityId }, options);
    this.#readers.set(entityId, { face, listener, instances: options.key && new InstanceTable(options.key) });
    this.#requestFlush();
    return face;
  }

  on<Name extends keyof ParticipantEvents>(event: Name, listener: ParticipantEvents[Name]): this {
    this.#emitter.on(event, listener as never);
    return this;
  }

  off<Name extends keyof ParticipantEvents>(event: Name, listener: ParticipantEvents[Name]): this {
    this.#emitter.off(event, listener as never);
    return this;
  }

  /** Monotonic milliseconds. */
  now(): number {
    return this.#host.now();
  }

  /** The time of day, for stamps only. */
  wallTime(): Time {
    return this.#host.wallTime();
  }

  randomBytes(length: number): Uint8Array {
    return this.#host.randomBytes(length);
  }

  /** Calls back in the next macrotask. */
  defer(callback: () => void): void {
    this.#host.defer(() => {
      if (!this.#isClosed) this.#guard(callback);
    });
  }

  /** Calls back once after `delayMs` of monotonic time; Infinity: never. Returns what cancels it. Nothing fires after close. */
  schedule(delayMs: number, callback: () => void): () => void {
    const deadline = new Deadline(() => this.#guard(callback));
    if (!this.#isClosed && delayMs !== Infinity) {
      this.#timers.set(deadline, this.#host.now() + Math.max(0, delayMs));
      this.#arm();
    }
    return () => this.#timers.clear(deadline);
  }

  /**
   * Waits a moment for acknowledgements of what was written last, disposes everything, closes the sockets. Nothing is
   * sent and no listener is called afterwards. Idempotent.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#flush();
    const until = this.#host.now() + LIMITS.closeLingerMs.value;
    while (!this.#core.isSettled && this.#host.now() < until)
      await new Promise<void>((resolve) => this.schedule(LIMITS.closeLingerMs.value / 20, resolve));
    this.#isClosed = true;
    this.#core.close(this.#host.now());
    this.#cancelTimer?.();
    this.#emitter.removeAllListeners();
    for (const { face } of this.#writers.values()) face.finish();
    this.#writers.clear();
    this.#readers.clear();
    await this.#host.close();
  }

  /** Each is exclusively ours, whatever the address. */
  #localSide(): LocalSide {
    const { locators, localAddresses } = this.#host;
    const own = [...locators.metatrafficUnicast, ...locators.defaultUnicast];
    return {
      addresses: localAddresses,
      ports: own.map(({ port }) => port),
      // Without any, all cables are out: what is chosen now serves when one is back.
      kinds: own.length === 0 ? [LocatorKind.UDPv4] : own.map(({ kind }) => kind),
    };
  }

  readonly #endpointHost = {
    now: (): number => this.#host.now(),
    wallTime: (): Time => this.#host.wallTime(),
    requestFlush: (): void => this.#requestFlush(),
    setContentFilter: ({ guid }: Reader, contentFilter: ContentFilter | undefined): void => {
      if (this.#isClosed) return;
      this.#core.setContentFilter(this.#host.now(), guid.entityId, contentFilter);
      this.#requestFlush();
    },
    removeEndpoint: (endpoint: Writer | Reader): void => {
      const { entityId } = endpoint.guid;
      this.#writers.delete(entityId);
      this.#readers.delete(entityId);
      if (this.#isClosed) return;
      this.#core.removeEndpoint(this.#host.now(), entityId);
      this.#requestFlush();
    },
  };

  #refuseIfClosed(): void {
    if (this.#closing !== undefined) throw new RtpsError('ERR_RTPS_CLOSED', 'the participant is closed');
  }

  #describe(guidPrefix: Uint8Array, options: ParticipantOptions): ParticipantData {
    const { metatrafficUnicast, defaultUnicast } = this.#host.locators;
    return {
      guidPrefix,
      protocolVersion: PROTOCOL_VERSION,
      vendorId: VendorId.UNKNOWN,
      domainId: options.domainId,
      leaseDuration: msToDuration(options.leaseDurationMs ?? Timing.leaseMs),
      availableBuiltinEndpoints: BUILTIN_ENDPOINT_SET,
      metatrafficUnicastLocators: metatrafficUnicast,
      metatrafficMulticastLocators: [],
      defaultUnicastLocators: defaultUnicast,
      defaultMulticastLocators: [],
      entityName: options.entityName ?? '',
      userData: options.userData ?? new Uint8Array(0),
      properties: new Map(Object.entries(options.properties ?? {})),
      expectsInlineQos: false,
    };
  }

  #onDatagram(datagram: Uint8Array, address: string): void {
    if (this.#isClosed) return;
    try {
      this.#core.handleDatagram(this.#host.now(), datagram, address);
    } catch (error) {
      // Nothing that comes from outside throws. Should that ever be wrong, it is this datagram that is lost, not the process.
      this.#emitter.emit('error', error);
    }
    this.#flushForDatagram();
  }

  /**
   * The first datagram of a turn is answered at once, those that lie behind it in the sockets together when all are read: of ten
   * questions of a peer to which we come late, nine need no answer of their own.
   */
  #flushForDatagram(): void {
    this.#isTurnUnanswered = this.#isTurnOpen;
    if (this.#isTurnOpen) return;
    this.#isTurnOpen = true;
    this.#host.defer(() => {
      this.#isTurnOpen = false;
      if (this.#isTurnUnanswered) this.#flush();
    });
    this.#flush();
  }

  #onLocatorsChanged(): void {
    if (this.#isClosed) return;
    this.#core.setLocators(this.#host.now());
    this.#flush();
  }

  /** What is written in this turn goes out together at its end. */
  #requestFlush(): void {
    if (this.#isFlushRequested || this.#isClosed) return;
    this.#isFlushRequested = true;
    this.#host.endOfTurn(() => {
      if (this.#isFlushRequested) this.#flush();
    });
  }

  /** Sends, then tells, then arms; again for what the listeners wrote. */
  #flush(): void {
    if (this.#isFlushing || this.#isClosed) return;
    this.#isFlushing = true;
    try {
      do {
        this.#isFlushRequested = false;
        this.#core.flush(this.#host.now());
        for (const event of this.#core.takeEvents()) this.#dispatch(event);
      } while (this.#core.hasEvents);
    } finally {
      this.#isFlushing = false;
    }
    // Listeners that wrote have asked for another flush: it comes as a microtask, with what their promises write.
    this.#arm();
  }

  /** As `#guard`, without a closure for each sample. */
  #dispatch(event: ParticipantEvent): void {
    if (this.#isClosed) return;
    try {
      this.#tell(event);
    } catch (error) {
      this.#emitter.emit('error', error);
    }
  }

  #tell(event: ParticipantEvent): void {
    switch (event.kind) {
      case 'sample':
        this.#deliver(this.#readers.get(event.readerId), event.sample);
        break;
      case 'matched':
        this.#readers.get(event.localId)?.listener.onMatched?.(event.remote);
        this.#writers.get(event.localId)?.options.onMatched?.(event.remote);
        break;
      case 'unmatched':
        this.#readers.get(event.localId)?.listener.onUnmatched?.(event.remote);
        this.#writers.get(event.localId)?.options.onUnmatched?.(event.remote);
        this.#leaveInstances(this.#readers.get(event.localId), event.remote);
        break;
      case 'writable':
        this.#writers.get(event.writerId)?.waits.onWritable();
        this.#writers.get(event.writerId)?.options.onWritable?.();
        break;
      case 'acknowledged':
        this.#writers.get(event.writerId)?.waits.onAcknowledged();
        break;
      case 'participantDiscovered':
        this.#emitter.emit('participantDiscovered', event.participant);
        break;
      case 'participantLost':
        this.#emitter.emit('participantLost', event.participant, event.reason);
        break;
      case 'endpointDiscovered':
      case 'endpointLost':
        this.#emitter.emit(event.kind, event.endpoint);
        break;
      case 'incompatibleQos': {
        const local = this.#writers.get(event.localId)?.face ?? this.#readers.get(event.localId)?.face;
        if (local !== undefined) this.#emitter.emit('incompatibleQos', local, event.remote, event.policies);
        break;
      }
    }
  }

  #deliver(reader: OpenReader | undefined, sample: Sample): void {
    if (reader?.instances === undefined) {
      reader?.listener.onSample(sample);
      return;
    }
    const { listener } = reader;
    const reception = reader.instances.receive(sample);
    if (reception === 'rejected') this.#core.statistics.keysRejected += 1;
    if (reception === undefined || reception === 'rejected') return;
    const { instance, hasData, isNotAliveNow } = reception;
    if (hasData) this.#guard(() => listener.onSample(sample, instance));
    if (isNotAliveNow) listener.onInstance?.(instance);
  }

  #leaveInstances(reader: OpenReader | undefined, writer: RemoteEndpoint): void {
    for (const instance of reader?.instances?.removeWriter(writer.guidText) ?? [])
      this.#guard(() => reader?.listener.onInstance?.(instance));
  }

  /** Calls the user's code, here and in `#dispatch` only: what it throws reaches the `error` event, never the protocol. */
  #guard(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#emitter.emit('error', error);
    }
  }

  /** One timer for everything; left alone when it already falls early enough. */
  #arm(): void {
    const next = Math.min(this.#core.nextDeadline(), this.#timers.next());
    if (this.#isClosed || next >= this.#armedFor) return;
    this.#cancelTimer?.();
    this.#armedFor = next;
    this.#cancelTimer = this.#host.setTimer(next - this.#host.now(), () => this.#onTimer());
  }

  #onTimer(): void {
    this.#armedFor = Infinity;
    this.#cancelTimer = undefined;
    if (this.#isClosed) return;
    const now = this.#host.now();
    this.#core.handleTimeout(now);
    this.#timers.fireDue(now);
    this.#flush();
  }
}
