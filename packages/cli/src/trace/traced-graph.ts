// Who is who on the wire, learned from what participants and nodes announce of themselves while it passes by.
import {
  decodeDiscoveryInfo,
  fromDdsTopicName,
  fromDdsTypeName,
  fullyQualifiedNodeName,
  type TopicRole,
} from '@rclts/node';
import {
  decodeEndpointData,
  decodeParticipantData,
  EntityIds,
  entityIdToString,
  guidOctetsToString,
  type EndpointData,
  type EntityId,
  type ParticipantData,
} from '@rclts/rtps';

/** An endpoint as its announcement shows it. */
export interface TracedEndpoint {
  readonly kind: 'reader' | 'writer';
  /** In ROS's words where it is ROS's: `/fibonacci/_action/send_goal`. */
  readonly name: string;
  readonly role: TopicRole | 'dds';
  readonly typeName: string;
  readonly data: EndpointData;
}

/** What an announcement says; undefined: nothing that can be read. */
export type Announcement =
  | { readonly what: 'participant'; readonly data: ParticipantData }
  | { readonly what: 'endpoint'; readonly endpoint: TracedEndpoint }
  | { readonly what: 'nodes'; readonly names: readonly string[] };

/** The most of each that is remembered; the oldest are forgotten. */
const MOST = 100_000;

const BUILTIN_NAMES: ReadonlyMap<number, string> = new Map<number, string>([
  [EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER, 'participants'],
  [EntityIds.SPDP_BUILTIN_PARTICIPANT_READER, 'participants'],
  [EntityIds.SEDP_BUILTIN_PUBLICATIONS_WRITER, 'writers'],
  [EntityIds.SEDP_BUILTIN_PUBLICATIONS_READER, 'writers'],
  [EntityIds.SEDP_BUILTIN_SUBSCRIPTIONS_WRITER, 'readers'],
  [EntityIds.SEDP_BUILTIN_SUBSCRIPTIONS_READER, 'readers'],
  [EntityIds.P2P_BUILTIN_PARTICIPANT_MESSAGE_WRITER, 'liveliness'],
  [EntityIds.P2P_BUILTIN_PARTICIPANT_MESSAGE_READER, 'liveliness'],
  [EntityIds.TYPE_LOOKUP_REQUEST_WRITER, 'type requests'],
  [EntityIds.TYPE_LOOKUP_REQUEST_READER, 'type requests'],
  [EntityIds.TYPE_LOOKUP_REPLY_WRITER, 'type replies'],
  [EntityIds.TYPE_LOOKUP_REPLY_READER, 'type replies'],
]);

/** The GUID of an endpoint as text, from the two halves that submessages bring. */
export function guidText(prefix: string, entityId: EntityId): string {
  return `${prefix}.${entityIdToString(entityId)}`;
}

export class TracedGraph {
  readonly #endpoints = new Map<string, TracedEndpoint>();
  /** Node by endpoint, from ros_discovery_info. */
  readonly #nodes = new Map<string, string>();

  endpoint(guid: string): TracedEndpoint | undefined {
    return this.#endpoints.get(guid);
  }

  /** The node that an endpoint belongs to, as `/namespace/name`. */
  nodeOf(guid: string): string | undefined {
    return this.#nodes.get(guid);
  }

  /** What the writer's topic, or else the reader's, is called. */
  subjectOf(writer: string, writerId: EntityId, reader: string): TracedEndpoint | string {
    return (
      BUILTIN_NAMES.get(writerId) ??
      this.#endpoints.get(writer) ??
      this.#endpoints.get(reader) ??
      `writer ${writer.slice(25)}`
    );
  }

  /** Takes a sample that passed by. What it announces, if that is what it is. */
  learn(writer: string, writerId: EntityId, payload: Uint8Array): Announcement | undefined {
    switch (writerId) {
      case EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER: {
        const data = decodeParticipantData(payload);
        return data && { what: 'participant', data };
      }
      case EntityIds.SEDP_BUILTIN_PUBLICATIONS_WRITER:
        return this.#learnEndpoint('writer', payload);
      case EntityIds.SEDP_BUILTIN_SUBSCRIPTIONS_WRITER:
        return this.#learnEndpoint('reader', payload);
      default:
        return this.#endpoints.get(writer)?.name === 'ros_discovery_info' ? this.#learnNodes(payload) : undefined;
    }
  }

  #learnEndpoint(kind: 'reader' | 'writer', payload: Uint8Array): Announcement | undefined {
    const data = decodeEndpointData(payload, kind);
    if (data === undefined) return undefined;
    const ros = fromDdsTopicName(data.topicName);
    const endpoint: TracedEndpoint = {
      kind,
      name: ros?.name ?? data.topicName,
      role: ros?.role ?? 'dds',
      typeName: fromDdsTypeName(data.typeName) ?? data.typeName,
      data,
    };
    remember(this.#endpoints, guidOctetsToString(data.guid), endpoint);
    return { what: 'endpoint', endpoint };
  }

  #learnNodes(payload: Uint8Array): Announcement | undefined {
    const decoded = decodeDiscoveryInfo(payload);
    const names = decoded?.info.node_entities_info_seq.map((node) => {
      const name = fullyQualifiedNodeName(node.node_name, node.node_namespace);
      for (const { data } of [...node.reader_gid_seq, ...node.writer_gid_seq])
        remember(this.#nodes, guidOctetsToString(data), name);
      return name;
    });
    return names && { what: 'nodes', names };
  }
}

/** Sets an entry of a table that a long trace must not let grow without end. */
export function remember<T>(table: Map<string, T>, key: string, value: T): void {
  const [oldest] = table.keys();
  if (table.size >= MOST && oldest !== undefined) table.delete(oldest);
  table.set(key, value);
}
