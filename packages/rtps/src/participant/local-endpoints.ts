import { StatefulReader, type ReaderEnvironment } from '../behavior/stateful-reader.js';
import { StatefulWriter, type WriterEnvironment } from '../behavior/stateful-writer.js';
import type { Discovery } from '../discovery/discovery.js';
import type { EndpointData } from '../discovery/endpoint-data.js';
import type { ContentFilter } from '../parameters/content-filter.js';
import { createEntityId, EntityIds, EntityKind, type EntityId } from '../types/entity-id.js';
import { guidToOctets, type GuidPrefix } from '../types/guid.js';
import type { EndpointDescription, HistoryBounds } from './endpoint-description.js';
import type { EndpointRegistry } from './endpoint-registry.js';
import type { ParticipantEvent } from './events.js';

/** What our own endpoints need of their participant. */
export interface LocalEndpointsEnvironment {
  readonly writers: WriterEnvironment;
  readonly readers: ReaderEnvironment;
  readonly registry: EndpointRegistry;
  readonly discovery: Discovery;
  emit(event: ParticipantEvent): void;
}

/** Our own endpoints as they come, change and go: each has its machine, a place in the registry, and its announcement. */
export class LocalEndpoints {
  readonly #prefix: GuidPrefix;
  readonly #env: LocalEndpointsEnvironment;
  #nextKey = 1;

  constructor(prefix: GuidPrefix, env: LocalEndpointsEnvironment) {
    this.#prefix = prefix;
    this.#env = env;
  }

  createWriter(
    now: number,
    description: EndpointDescription,
    bounds: HistoryBounds,
    isKeyed: boolean,
  ): { entityId: EntityId; writer: StatefulWriter } {
    const { writers, emit } = this.#env;
    const entityId = createEntityId(this.#nextKey++, isKeyed ? EntityKind.WRITER_WITH_KEY : EntityKind.WRITER_NO_KEY);
    const writer = new StatefulWriter(writers, {
      entityId,
      qos: description.qos,
      ...bounds,
      isBuiltin: false,
      onWritable: () => emit({ kind: 'writable', writerId: entityId }),
      onAcknowledged: () => emit({ kind: 'acknowledged', writerId: entityId }),
    });
    this.#add(now, entityId, description, { kind: 'writer', machine: writer });
    return { entityId, writer };
  }

  createReader(
    now: number,
    description: EndpointDescription,
    isKeyed: boolean,
  ): { entityId: EntityId; reader: StatefulReader } {
    const { readers, emit } = this.#env;
    const entityId = createEntityId(this.#nextKey++, isKeyed ? EntityKind.READER_WITH_KEY : EntityKind.READER_NO_KEY);
    const reader = new StatefulReader(readers, {
      entityId,
      qos: description.qos,
      deliver: (sample) => emit({ kind: 'sample', readerId: entityId, sample }),
    });
    this.#add(now, entityId, description, { kind: 'reader', machine: reader });
    return { entityId, reader };
  }

  /** Announces what a reader of ours wants from now on. */
  setContentFilter(now: number, entityId: EntityId, contentFilter: ContentFilter | undefined): void {
    const endpoint = this.#env.registry.getLocal(entityId);
    if (endpoint?.kind !== 'reader') return;
    endpoint.data = { ...endpoint.data, contentFilter };
    this.#env.discovery.announceEndpoint(now, 'reader', endpoint.data);
  }

  remove(now: number, entityId: EntityId): void {
    const endpoint = this.#env.registry.removeLocal(entityId);
    if (endpoint !== undefined) this.#env.discovery.disposeEndpoint(now, endpoint.kind, endpoint.data.guid);
  }

  #add(
    now: number,
    entityId: EntityId,
    { accepts, ...description }: EndpointDescription,
    endpoint:
      | { readonly kind: 'writer'; readonly machine: StatefulWriter }
      | { readonly kind: 'reader'; readonly machine: StatefulReader },
  ): void {
    const prefix = this.#prefix;
    const data: EndpointData = {
      guid: guidToOctets({ prefix, entityId }),
      participantGuid: guidToOctets({ prefix, entityId: EntityIds.PARTICIPANT }),
      ...description,
      unicastLocators: [],
      multicastLocators: [],
      expectsInlineQos: false,
    };
    this.#env.registry.addLocal(entityId, { ...endpoint, data, accepts });
    this.#env.discovery.announceEndpoint(now, endpoint.kind, data);
  }
}
