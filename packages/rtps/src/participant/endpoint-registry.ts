import type { StatefulReader } from '../behavior/stateful-reader.js';
import type { StatefulWriter } from '../behavior/stateful-writer.js';
import { announcementDigest } from '../discovery/announcement-digest.js';
import { encodeEndpointData, type EndpointData } from '../discovery/endpoint-data.js';
import { addLink, removeLinks } from '../discovery/endpoint-links.js';
import type { RemoteParticipantState } from '../discovery/remote-participant.js';
import { LIMITS } from '../limits.js';
import type { ContentFilter } from '../parameters/content-filter.js';
import { incompatiblePolicies } from '../qos/matching.js';
import { isKeyed, readEntityId, type EntityId } from '../types/entity-id.js';
import { guidToOctets, guidToString } from '../types/guid.js';
import type { Locator } from '../types/locator.js';
import type { ParticipantEvent } from './events.js';
import type { MatchTest, RemoteEndpoint } from './remote-endpoint.js';
import type { Statistics } from './statistics.js';

/** One of our endpoints: what SEDP tells of it, and the protocol machine behind it. */
export type LocalEndpoint = { readonly accepts?: MatchTest | undefined } & (
  | { readonly kind: 'writer'; readonly data: EndpointData; readonly machine: StatefulWriter }
  | { readonly kind: 'reader'; data: EndpointData; readonly machine: StatefulReader }
);

interface KnownEndpoint extends RemoteEndpoint {
  readonly participant: RemoteParticipantState;
  readonly unicastLocators: readonly Locator[];
  contentFilter: ContentFilter | undefined;
  /** Of the announcement: one that repeats it byte by byte changes nothing. */
  digest: string;
  /** What it takes here, about. */
  bytes: number;
}

/**
 * Our endpoints, everybody's endpoints, and which of them match (RTPS 2.5 §8.5.5). Our own participant is one of the
 * participants: two nodes in one process find each other as two processes do.
 */
export class EndpointRegistry {
  readonly #emit: (event: ParticipantEvent) => void;
  readonly #statistics: Statistics;
  readonly #local: Map<EntityId, LocalEndpoint> = new Map();
  readonly #localByTopic: Map<string, Set<LocalEndpoint>> = new Map();
  readonly #remoteByTopic: Map<string, Set<KnownEndpoint>> = new Map();
  /** Of all remote endpoints. */
  #bytes = 0;

  constructor(emit: (event: ParticipantEvent) => void, statistics: Statistics) {
    this.#emit = emit;
    this.#statistics = statistics;
  }

  get local(): Iterable<LocalEndpoint> {
    return this.#local.values();
  }

  getLocal(entityId: EntityId): LocalEndpoint | undefined {
    return this.#local.get(entityId);
  }

  addLocal(entityId: EntityId, endpoint: LocalEndpoint): void {
    this.#local.set(entityId, endpoint);
    addTo(this.#localByTopic, endpoint.data.topicName, endpoint);
    for (const remote of this.#remoteByTopic.get(endpoint.data.topicName) ?? [])
      this.#tryMatch(entityId, endpoint, remote);
  }

  removeLocal(entityId: EntityId): LocalEndpoint | undefined {
    const endpoint = this.#local.get(entityId);
    if (endpoint === undefined) return undefined;
    this.#local.delete(entityId);
    removeFrom(this.#localByTopic, endpoint.data.topicName, endpoint);
    for (const remote of this.#remoteByTopic.get(endpoint.data.topicName) ?? []) this.#unmatch(endpoint, remote);
    endpoint.machine.close();
    return endpoint;
  }

  addRemote(
    participant: RemoteParticipantState,
    kind: 'reader' | 'writer',
    data: EndpointData,
    announcement: Uint8Array,
  ): void {
    const entityId = readEntityId(data.guid, 12);
    const guid = { prefix: participant.guidPrefix, entityId };
    const known = participant.endpoints.get(entityId) as KnownEndpoint | undefined;
    const digest = announcementDigest(announcement);
    if (known?.digest === digest) return;
    const bytes = sizeOf(data);
    if (known !== undefined && isSameButForFilter(known, data)) {
      this.#refilter(known, data.contentFilter, digest, bytes);
      return;
    }
    if (known !== undefined) this.removeRemote(participant, entityId);
    if (!participant.isSelf && !this.#hasRoomFor(participant, bytes)) {
      this.#statistics.discoveryRefused += 1;
      return;
    }
    const endpoint: KnownEndpoint = {
      guid,
      guidOctets: guidToOctets(guid),
      guidText: guidToString(guid),
      kind,
      topicName: data.topicName,
      typeName: data.typeName,
      qos: data.qos,
      userData: data.userData,
      participant,
      unicastLocators: data.unicastLocators,
      contentFilter: data.contentFilter,
      digest,
      bytes,
    };
    participant.endpoints.set(entityId, endpoint);
    participant.endpointBytes += bytes;
    this.#bytes += bytes;
    addTo(this.#remoteByTopic, endpoint.topicName, endpoint);
    if (!participant.isSelf) this.#emit({ kind: 'endpointDiscovered', endpoint });
    for (const local of this.#localByTopic.get(endpoint.topicName) ?? [])
      this.#tryMatch(readEntityId(local.data.guid, 12), local, endpoint);
  }

  removeRemote(participant: RemoteParticipantState, entityId: EntityId): void {
    const endpoint = participant.endpoints.get(entityId) as KnownEndpoint | undefined;
    if (endpoint === undefined) return;
    participant.endpoints.delete(entityId);
    participant.endpointBytes -= endpoint.bytes;
    this.#bytes -= endpoint.bytes;
    removeFrom(this.#remoteByTopic, endpoint.topicName, endpoint);
    for (const local of this.#localByTopic.get(endpoint.topicName) ?? []) this.#unmatch(local, endpoint);
    if (!participant.isSelf) this.#emit({ kind: 'endpointLost', endpoint });
  }

  removeParticipant(participant: RemoteParticipantState): void {
    for (const entityId of [...participant.endpoints.keys()]) this.removeRemote(participant, entityId);
    // What is left are the built-in endpoints.
    for (const links of participant.readerLinks.values())
      for (const { reader, proxy } of links) reader.removeMatchedWriter(proxy);
    for (const links of participant.writerLinks.values())
      for (const { writer, proxy } of links) writer.removeMatchedReader(proxy);
    participant.readerLinks.clear();
    participant.writerLinks.clear();
  }

  /** A reader wants something else of its topic: it stays matched, and keeps what is on its way. */
  #refilter(known: KnownEndpoint, filter: ContentFilter | undefined, digest: string, bytes: number): void {
    known.contentFilter = filter;
    known.digest = digest;
    known.participant.endpointBytes += bytes - known.bytes;
    this.#bytes += bytes - known.bytes;
    known.bytes = bytes;
  }

  #hasRoomFor(participant: RemoteParticipantState, bytes: number): boolean {
    return (
      participant.endpoints.size < LIMITS.endpointsPerParticipant.value &&
      participant.endpointBytes + bytes <= LIMITS.endpointBytesPerParticipant.value &&
      this.#bytes + bytes <= LIMITS.endpointBytes.value
    );
  }

  #tryMatch(localId: EntityId, local: LocalEndpoint, remote: KnownEndpoint): void {
    if (local.kind === remote.kind || local.data.typeName !== remote.typeName) return;
    if (isKeyed(localId) !== isKeyed(remote.guid.entityId)) return;
    const [offered, requested] = local.kind === 'writer' ? [local.data.qos, remote.qos] : [remote.qos, local.data.qos];
    const policies = incompatiblePolicies(offered, requested);
    if (policies.length > 0) {
      this.#emit({ kind: 'incompatibleQos', localId, remote, policies });
      return;
    }
    if (local.accepts?.(remote) === false) return;
    const { participant } = remote;
    const destination = participant.destinationOf(remote.unicastLocators);
    if (local.kind === 'writer') {
      const proxy = local.machine.addMatchedReader(remote, destination);
      addLink(participant.writerLinks, remote.guid.entityId, { writer: local.machine, proxy });
    } else {
      const proxy = local.machine.addMatchedWriter(remote, destination);
      addLink(participant.readerLinks, remote.guid.entityId, { reader: local.machine, proxy });
    }
    this.#emit({ kind: 'matched', localId, remote });
  }

  #unmatch(local: LocalEndpoint, remote: KnownEndpoint): void {
    const { participant, guid } = remote;
    let found = 0;
    if (local.kind === 'writer') {
      const { machine } = local;
      for (const { proxy } of removeLinks(participant.writerLinks, guid.entityId, (link) => link.writer === machine)) {
        machine.removeMatchedReader(proxy);
        found += 1;
      }
    } else {
      const { machine } = local;
      for (const { proxy } of removeLinks(participant.readerLinks, guid.entityId, (link) => link.reader === machine)) {
        machine.removeMatchedWriter(proxy);
        found += 1;
      }
    }
    if (found > 0) this.#emit({ kind: 'unmatched', localId: readEntityId(local.data.guid, 12), remote });
  }
}

/** Of all that is used of an announcement, nothing but the filter is another. */
function isSameButForFilter(known: KnownEndpoint, data: EndpointData): boolean {
  const essence = ({ guid, topicName, typeName, qos, unicastLocators, userData }: EndpointData): string =>
    announcementDigest(
      encodeEndpointData(
        { guid, topicName, typeName, qos, unicastLocators, multicastLocators: [], userData, expectsInlineQos: false },
        known.kind,
      ),
    );
  return (
    essence({ ...known, guid: known.guidOctets, multicastLocators: [], expectsInlineQos: false }) === essence(data)
  );
}

function addTo<Value>(index: Map<string, Set<Value>>, key: string, value: Value): void {
  const set = index.get(key);
  if (set === undefined) index.set(key, new Set([value]));
  else set.add(value);
}

function removeFrom<Value>(index: Map<string, Set<Value>>, key: string, value: Value): void {
  const set = index.get(key);
  set?.delete(value);
  if (set?.size === 0) index.delete(key);
}

/** Names and octets as they are, the objects around them by experience. */
function sizeOf({ topicName, typeName, userData, qos, contentFilter }: EndpointData): number {
  let bytes = ENDPOINT_OVERHEAD + topicName.length + typeName.length + userData.length;
  for (const name of qos.partition) bytes += name.length + STRING_OVERHEAD;
  if (contentFilter !== undefined) {
    bytes += contentFilter.filterExpression.length + 4 * STRING_OVERHEAD;
    for (const parameter of contentFilter.expressionParameters) bytes += parameter.length + STRING_OVERHEAD;
  }
  return bytes;
}

const ENDPOINT_OVERHEAD = 900;
const STRING_OVERHEAD = 24;
