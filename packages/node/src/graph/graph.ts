import {
  guidOctetsToString,
  type Participant,
  type QosPolicies,
  type RemoteEndpoint,
  type RemoteParticipant,
} from '@rclts/rtps';
import { Listeners } from '../callbacks.js';
import { fromDdsTopicName, fromDdsTypeName, serviceTypeFromDds, TopicRole } from '../ros/dds-names.js';
import { parseUserData, typeHashOf } from '../ros/endpoint-user-data.js';
import type { Era } from '../ros/era.js';
import { fromQosPolicies, type QosProfile } from '../ros/qos-profiles.js';
import { DiscoveryInfo } from './discovery-info.js';
import type { LocalEndpoint, LocalNode } from './local-graph.js';

export interface NodeIdentity {
  readonly name: string;
  readonly namespace: string;
}

export interface NodeInfo extends NodeIdentity {
  readonly enclave: string;
}

/** A topic, service, … and the types that its endpoints have; more than one if they disagree. */
export interface NameAndTypes {
  readonly name: string;
  readonly types: readonly string[];
}

/** One publisher or subscription, wherever it is: rclpy's TopicEndpointInfo. */
export interface TopicEndpointInfo {
  /** Undefined for an endpoint whose node is not known: of a plain DDS program, or just discovered. */
  readonly node: NodeIdentity | undefined;
  readonly topicType: string;
  readonly topicTypeHash: string | undefined;
  readonly kind: 'publisher' | 'subscription';
  /** 16 octets. */
  readonly gid: Uint8Array;
  readonly qos: QosProfile;
}

interface Endpoint {
  readonly kind: 'reader' | 'writer';
  readonly guid: string;
  readonly guidOctets: Uint8Array;
  readonly role: TopicRole;
  readonly name: string;
  readonly type: string;
  readonly typeHash: string | undefined;
  readonly qos: QosPolicies;
}

interface GraphNode extends NodeInfo {
  readonly readers: ReadonlySet<string>;
  readonly writers: ReadonlySet<string>;
}

/** The ROS graph as this context sees it, its own nodes included. Every query looks afresh: nothing is cached. */
export class Graph {
  readonly #participant: Participant;
  readonly #info: DiscoveryInfo;
  readonly #enclave: string;
  readonly #changed = new Listeners<[]>();
  #announcing = false;
  #closed = false;

  constructor(participant: Participant, enclave: string) {
    this.#participant = participant;
    this.#enclave = enclave;
    const changed = (): void => this.#changeSoon();
    this.#info = new DiscoveryInfo(participant, changed);
    participant.on('participantDiscovered', changed);
    participant.on('participantLost', (lost: RemoteParticipant) => {
      this.#info.forget(lost);
      changed();
    });
    participant.on('endpointDiscovered', changed);
    participant.on('endpointLost', changed);
  }

  /** Called at most once per turn, after changes of any kind. Returns what ends it. */
  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  addNode(node: LocalNode): void {
    this.#info.addNode(node);
    this.#changeSoon();
  }

  removeNode(node: LocalNode): void {
    this.#info.removeNode(node);
    this.#changeSoon();
  }

  /** An endpoint of one of our nodes has come or gone. */
  onLocalChange(): void {
    this.#info.publishSoon();
    this.#changeSoon();
  }

  close(): void {
    this.#closed = true;
    this.#changed.clear();
    this.#info.close();
  }

  getNodes(): readonly NodeInfo[] {
    return [...this.#nodes()].map(({ name, namespace, enclave }) => ({ name, namespace, enclave }));
  }

  /** The era of ROS that an endpoint of the graph's own topic tells of; undefined for any other. */
  eraOf(endpoint: RemoteEndpoint): Era | undefined {
    return this.#info.eraOf(endpoint);
  }

  /** The node that an endpoint belongs to, by the endpoint's GUID as `24 hex.8 hex`; undefined as long as nobody has said so. */
  findNodeOfEndpoint(guid: string): NodeIdentity | undefined {
    return [...this.#nodes()].find(({ readers, writers }) => readers.has(guid) || writers.has(guid));
  }

  getTopicNamesAndTypes(): readonly NameAndTypes[] {
    return namesAndTypes(this.#endpoints().filter(isTopic));
  }

  getServiceNamesAndTypes(): readonly NameAndTypes[] {
    return namesAndTypes(this.#endpoints().filter((endpoint) => !isTopic(endpoint)));
  }

  getPublisherNamesAndTypesByNode(node: NodeIdentity): readonly NameAndTypes[] {
    return namesAndTypes(this.#endpointsOf(node, 'writer').filter(isTopic));
  }

  getSubscriptionNamesAndTypesByNode(node: NodeIdentity): readonly NameAndTypes[] {
    return namesAndTypes(this.#endpointsOf(node, 'reader').filter(isTopic));
  }

  /** The services that the node serves. */
  getServiceNamesAndTypesByNode(node: NodeIdentity): readonly NameAndTypes[] {
    return namesAndTypes(this.#endpointsOf(node, 'reader').filter(({ role }) => role === TopicRole.REQUEST));
  }

  /** The services that the node is a client of. */
  getClientNamesAndTypesByNode(node: NodeIdentity): readonly NameAndTypes[] {
    return namesAndTypes(this.#endpointsOf(node, 'reader').filter(({ role }) => role === TopicRole.REPLY));
  }

  getPublishersInfoByTopic(topic: string): readonly TopicEndpointInfo[] {
    return this.#infoByTopic(topic, 'writer');
  }

  getSubscriptionsInfoByTopic(topic: string): readonly TopicEndpointInfo[] {
    return this.#infoByTopic(topic, 'reader');
  }

  countPublishers(topic: string): number {
    return this.#find(topic, TopicRole.TOPIC, 'writer').length;
  }

  countSubscriptions(topic: string): number {
    return this.#find(topic, TopicRole.TOPIC, 'reader').length;
  }

  countServices(service: string): number {
    return this.#find(service, TopicRole.REQUEST, 'reader').length;
  }

  countClients(service: string): number {
    return this.#find(service, TopicRole.REPLY, 'reader').length;
  }

  #infoByTopic(topic: string, kind: Endpoint['kind']): readonly TopicEndpointInfo[] {
    const nodes = [...this.#nodes()];
    return this.#find(topic, TopicRole.TOPIC, kind).map((endpoint) => {
      const node = nodes.find((candidate) => ownsEndpoint(candidate, endpoint));
      return {
        node: node && { name: node.name, namespace: node.namespace },
        topicType: endpoint.type,
        topicTypeHash: endpoint.typeHash,
        kind: kind === 'writer' ? 'publisher' : 'subscription',
        gid: endpoint.guidOctets,
        qos: fromQosPolicies(endpoint.qos),
      };
    });
  }

  #find(name: string, role: TopicRole, kind: Endpoint['kind']): readonly Endpoint[] {
    return this.#endpoints().filter(
      (endpoint) => endpoint.kind === kind && endpoint.role === role && endpoint.name === name,
    );
  }

  #endpointsOf(identity: NodeIdentity, kind: Endpoint['kind']): readonly Endpoint[] {
    const nodes = [...this.#nodes()].filter(
      (node) => node.name === identity.name && node.namespace === identity.namespace,
    );
    return this.#endpoints().filter(
      (endpoint) => endpoint.kind === kind && nodes.some((node) => ownsEndpoint(node, endpoint)),
    );
  }

  *#nodes(): Generator<GraphNode> {
    for (const { name, namespace, endpoints } of this.#info.localNodes) {
      const all = [...endpoints];
      const guids = (kind: Endpoint['kind']): ReadonlySet<string> =>
        new Set(all.filter((endpoint) => endpoint.kind === kind).map((e) => guidOctetsToString(e.guidOctets)));
      yield { name, namespace, enclave: this.#enclave, readers: guids('reader'), writers: guids('writer') };
    }
    for (const participant of this.#participant.participants) {
      const enclave = parseUserData(participant.userData).get('enclave') ?? '';
      for (const node of this.#info.nodesOf(participant)) yield { ...node, enclave };
    }
  }

  /** All endpoints whose topic and type are ROS's. */
  #endpoints(): Endpoint[] {
    const endpoints = new Map<string, Endpoint>();
    const add = (endpoint: Omit<LocalEndpoint, 'typeHash'>, typeHash: string | undefined): void => {
      const topic = fromDdsTopicName(endpoint.topicName);
      if (!topic) return;
      const typeOf = topic.role === TopicRole.TOPIC ? fromDdsTypeName : serviceTypeFromDds;
      const type = typeOf(endpoint.typeName);
      if (type === undefined) return;
      const { kind, guidOctets, qos } = endpoint;
      const guid = guidOctetsToString(guidOctets);
      endpoints.set(guid, { kind, guid, guidOctets, role: topic.role, name: topic.name, type, typeHash, qos });
    };
    for (const node of this.#info.localNodes) for (const endpoint of node.endpoints) add(endpoint, endpoint.typeHash);
    for (const endpoint of this.#participant.endpoints) add(endpoint, typeHashOf(endpoint.userData));
    return [...endpoints.values()];
  }

  #changeSoon(): void {
    if (this.#announcing || this.#closed) return;
    this.#announcing = true;
    this.#participant.defer(() => {
      this.#announcing = false;
      if (!this.#closed) this.#changed.call((callback) => callback());
    });
  }
}

function isTopic(endpoint: Endpoint): boolean {
  return endpoint.role === TopicRole.TOPIC;
}

function ownsEndpoint(node: GraphNode, endpoint: Endpoint): boolean {
  return (endpoint.kind === 'reader' ? node.readers : node.writers).has(endpoint.guid);
}

/** Sorted by name, types too, as rclpy lists them. */
function namesAndTypes(endpoints: readonly Endpoint[]): readonly NameAndTypes[] {
  const types = new Map<string, Set<string>>();
  for (const { name, type } of endpoints) types.set(name, (types.get(name) ?? new Set()).add(type));
  return [...types]
    .sort(([left], [right]) => compare(left, right))
    .map(([name, set]) => ({ name, types: [...set].sort(compare) }));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
