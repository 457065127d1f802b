import { EventEmitter } from 'eventemitter3';
import type { Sample } from '../behavior/sample.js';
import type { InstanceTable } from '../instance/instance-table.js';
import type { PolicyId } from '../qos/policies.js';
import type { EntityId } from '../types/entity-id.js';
import type { LossReason, ParticipantEvent } from './events.js';
import type { NetworkWarning } from './participant-host.js';
import type { Reader, ReaderListener } from './reader.js';
import type { RemoteEndpoint, RemoteParticipant } from './remote-endpoint.js';
import type { Statistics } from './statistics.js';
import type { Writer } from './writer.js';
import type { WriterOptions } from './writer-options.js';
import type { WriterWaits } from './writer-waits.js';

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

/** A writer and what belongs to it on this side of the core. */
interface OpenWriter {
  readonly face: Writer;
  readonly options: WriterOptions;
  readonly waits: WriterWaits;
}

/** Tells the user what has happened: the listeners of writers and readers, and those of the participant. */
export class EventDelivery {
  readonly writers: Map<EntityId, OpenWriter> = new Map();
  readonly readers: Map<EntityId, OpenReader> = new Map();
  readonly #emitter = new EventEmitter<ParticipantEvents>();
  readonly #statistics: Statistics;

  constructor(statistics: Statistics) {
    this.#statistics = statistics;
  }

  on<E extends keyof ParticipantEvents>(event: E, listener: ParticipantEvents[E]): void {
    this.#emitter.on(event, listener as never);
  }

  off<E extends keyof ParticipantEvents>(event: E, listener: ParticipantEvents[E]): void {
    this.#emitter.off(event, listener as never);
  }

  tellWarning(warning: NetworkWarning): void {
    this.guard(() => void this.#emitter.emit('networkWarning', warning));
  }

  tellError(error: unknown): void {
    this.#emitter.emit('error', error);
  }

  /** Nobody is told anything any more. */
  close(): void {
    this.#emitter.removeAllListeners();
  }

  /** As `guard`, without a closure for each sample. */
  dispatch(event: ParticipantEvent): void {
    try {
      this.#tell(event);
    } catch (error) {
      this.tellError(error);
    }
  }

  #tell(event: ParticipantEvent): void {
    switch (event.kind) {
      case 'sample':
        this.#deliver(this.readers.get(event.readerId), event.sample);
        break;
      case 'matched':
        this.readers.get(event.localId)?.listener.onMatched?.(event.remote);
        this.writers.get(event.localId)?.options.onMatched?.(event.remote);
        break;
      case 'unmatched':
        this.readers.get(event.localId)?.listener.onUnmatched?.(event.remote);
        this.writers.get(event.localId)?.options.onUnmatched?.(event.remote);
        this.#leaveInstances(this.readers.get(event.localId), event.remote);
        break;
      case 'writable':
        this.writers.get(event.writerId)?.waits.onWritable();
        this.writers.get(event.writerId)?.options.onWritable?.();
        break;
      case 'acknowledged':
        this.writers.get(event.writerId)?.waits.onAcknowledged();
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
        const local = this.writers.get(event.localId)?.face ?? this.readers.get(event.localId)?.face;
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
    if (reception === 'rejected') this.#statistics.keysRejected += 1;
    if (reception === undefined || reception === 'rejected') return;
    const { instance, hasData, isNotAliveNow } = reception;
    if (hasData) this.guard(() => listener.onSample(sample, instance));
    if (isNotAliveNow) listener.onInstance?.(instance);
  }

  #leaveInstances(reader: OpenReader | undefined, writer: RemoteEndpoint): void {
    for (const instance of reader?.instances?.removeWriter(writer.guidText) ?? [])
      this.guard(() => reader?.listener.onInstance?.(instance));
  }

  /** Calls the user's code, here and in `dispatch` only: what it throws reaches the `error` event, never the protocol. */
  guard(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.tellError(error);
    }
  }
}
