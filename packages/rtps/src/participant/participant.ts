import type { AssemblyBudget } from '../behavior/assembly-budget.js';
import { RtpsError } from '../errors.js';
import { InstanceTable } from '../instance/instance-table.js';
import { LIMITS } from '../limits.js';
import type { ContentFilter } from '../parameters/content-filter.js';
import type { Guid } from '../types/guid.js';
import { EntityIds } from '../types/entity-id.js';
import type { Time } from '../types/time.js';
import { DatagramTurn } from './datagram-turn.js';
import { Deadline, Deadlines } from './deadlines.js';
import { describeReader, describeWriter, historyBounds } from './endpoint-description.js';
import { EventDelivery, type ParticipantEvents } from './event-delivery.js';
import { coreOptionsOf } from './host-options.js';
import { checkEndpointOptions, checkParticipantOptions } from './option-checks.js';
import { ParticipantCore } from './participant-core.js';
import type { ParticipantHost } from './participant-host.js';
import type { ParticipantOptions } from './participant-options.js';
import { Reader, type ReaderListener, type ReaderOptions } from './reader.js';
import type { RemoteEndpoint, RemoteParticipant } from './remote-endpoint.js';
import { SingleTimer } from './single-timer.js';
import type { Statistics } from './statistics.js';
import { Writer } from './writer.js';
import type { WriterOptions } from './writer-options.js';
import { WriterWaits } from './writer-waits.js';

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
  readonly #delivery: EventDelivery;
  /** Timers of the layers above; same heap kind, same single timer of the host. */
  readonly #timers: Deadlines = new Deadlines();
  readonly #timer: SingleTimer;
  readonly #turn: DatagramTurn;
  #isFlushing = false;
  #isFlushRequested = false;
  #closing: Promise<void> | undefined;
  #isClosed = false;

  constructor(host: ParticipantHost, options: ParticipantOptions) {
    checkParticipantOptions(options);
    this.#host = host;
    this.domainId = options.domainId;
    this.#core = new ParticipantCore(host.now(), coreOptionsOf(host, options));
    this.#delivery = new EventDelivery(this.#core.statistics);
    this.#timer = new SingleTimer(
      host,
      () => Math.min(this.#core.nextDeadline(), this.#timers.next()),
      () => this.#onTimer(),
    );
    this.#turn = new DatagramTurn(host, () => this.#flush());
    this.#core.statistics.host = host.statistics;
    this.guid = { prefix: this.#core.guidPrefix, entityId: EntityIds.PARTICIPANT };
    this.guidOctets = this.#core.self.guidOctets;
    host.open({
      onDatagram: (datagram, address) => this.#onDatagram(datagram, address),
      onLocatorsChanged: () => this.#onLocatorsChanged(),
      onWritable: () => this.#requestFlush(),
      onNetworkWarning: (warning) => this.#delivery.tellWarning(warning),
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

  /**
   * Asks `one` for a sign of life when `newcomer`, which does what it did, is on the same host: a process that was killed and
   * started anew has another port, often. Who does not answer within 600 ms goes, as 'disposed', before its lease is over.
   */
  doubtPredecessor(one: RemoteParticipant, newcomer: RemoteParticipant): void {
    if (this.#isClosed) return;
    this.#core.doubtPredecessor(this.#host.now(), one, newcomer);
    this.#requestFlush();
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
      describeWriter(options),
      historyBounds(options),
      options.key !== undefined,
    );
    const waits = new WriterWaits(writer, options.topicName, (delayMs, callback) => this.schedule(delayMs, callback));
    const face = new Writer(this.#endpointHost, writer, waits, { prefix: this.guid.prefix, entityId }, options);
    this.#delivery.writers.set(entityId, { face, options, waits });
    this.#requestFlush();
    return face;
  }

  /** @throws RtpsError ERR_RTPS_CLOSED; RangeError for names and USER_DATA beyond `LIMITS` */
  createReader(options: ReaderOptions, listener: ReaderListener): Reader {
    this.#refuseIfClosed();
    checkEndpointOptions(options);
    const isKeyed = options.key !== undefined;
    const { entityId, reader } = this.#core.createReader(this.#host.now(), describeReader(options), isKeyed);
    const face = new Reader(this.#endpointHost, reader, { prefix: this.guid.prefix, entityId }, options);
    this.#delivery.readers.set(entityId, { face, listener, instances: options.key && new InstanceTable(options.key) });
    this.#requestFlush();
    return face;
  }

  on<Name extends keyof ParticipantEvents>(event: Name, listener: ParticipantEvents[Name]): this {
    this.#delivery.on(event, listener);
    return this;
  }

  off<Name extends keyof ParticipantEvents>(event: Name, listener: ParticipantEvents[Name]): this {
    this.#delivery.off(event, listener);
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
      if (!this.#isClosed) this.#delivery.guard(callback);
    });
  }

  /** Calls back once after `delayMs` of monotonic time; Infinity: never. Returns what cancels it. Nothing fires after close. */
  schedule(delayMs: number, callback: () => void): () => void {
    const deadline = new Deadline(() => this.#delivery.guard(callback));
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
    this.#timer.cancel();
    this.#delivery.close();
    for (const { face } of this.#delivery.writers.values()) face.finish();
    this.#delivery.writers.clear();
    this.#delivery.readers.clear();
    await this.#host.close();
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
      this.#delivery.writers.delete(entityId);
      this.#delivery.readers.delete(entityId);
      if (this.#isClosed) return;
      this.#core.removeEndpoint(this.#host.now(), entityId);
      this.#requestFlush();
    },
  };

  #refuseIfClosed(): void {
    if (this.#closing !== undefined) throw new RtpsError('ERR_RTPS_CLOSED', 'the participant is closed');
  }

  #onDatagram(datagram: Uint8Array, address: string): void {
    if (this.#isClosed) return;
    try {
      this.#core.handleDatagram(this.#host.now(), datagram, address);
    } catch (error) {
      // Nothing that comes from outside throws. Should that ever be wrong, it is this datagram that is lost, not the process.
      this.#delivery.tellError(error);
    }
    this.#turn.onDatagram();
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
        for (const event of this.#core.takeEvents()) if (!this.#isClosed) this.#delivery.dispatch(event);
      } while (this.#core.hasEvents);
    } finally {
      this.#isFlushing = false;
    }
    // Listeners that wrote have asked for another flush: it comes as a microtask, with what their promises write.
    this.#arm();
  }

  #arm(): void {
    if (!this.#isClosed) this.#timer.arm();
  }

  #onTimer(): void {
    if (this.#isClosed) return;
    const now = this.#host.now();
    this.#core.handleTimeout(now);
    this.#timers.fireDue(now);
    this.#flush();
  }
}
