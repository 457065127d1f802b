// What the doctor looks at, as plain data: what was seen, without a judgement.
import {
  type Era,
  fromDdsTopicName,
  fromDdsTypeName,
  fullyQualifiedNodeName,
  typeHashOf,
  type Node,
  type TopicRole,
} from '@rclts/node';
import { durationToMs, isInfinite, type QosPolicies, type RemoteEndpoint, VendorId } from '@rclts/rtps';
import type { Contact, Contacts } from './contacts.js';
import type { OtherDomain } from './other-domains.js';

export interface SeenParticipant {
  /** 24 hex digits. */
  readonly prefix: string;
  readonly vendorId: number;
  readonly addresses: readonly string[];
  /** Undefined: what it announces could not be read. */
  readonly leaseMs: number | undefined;
  /** As it announces it; most do not. */
  readonly domainId: number | undefined;
  readonly nodes: readonly string[];
  /** Undefined for what is not ROS, or has not told of its graph yet. */
  readonly era: Era | undefined;
  readonly isSecure: boolean;
  readonly contact: Contact;
}

/** That of rclts' own nodes, which have no vendor id. */
export const EVERY_DIALECT = 'every';

export interface SeenEndpoint {
  readonly guid: string;
  readonly kind: 'reader' | 'writer';
  readonly role: TopicRole;
  /** Of the topic or service, in ROS's words. */
  readonly name: string;
  /** In ROS's words where it is ROS's. */
  readonly typeName: string;
  readonly typeHash: string | undefined;
  readonly qos: QosPolicies;
  /** The dialect of services that its participant speaks. */
  readonly dialect: string;
  readonly node: string | undefined;
  readonly participant: string;
  readonly vendorId: number;
}

export interface Snapshot {
  /** Why the doctor could not join the domain; undefined: it has. */
  readonly refusal?: { readonly code: string; readonly message: string };
  readonly domainId: number;
  readonly discoveryRange: string;
  /** Servers that tell who is there; where there are some, nobody is looked for by multicast. */
  readonly discoveryServers: readonly string[];
  readonly interfaces: readonly { readonly name: string; readonly address: string }[];
  readonly ports: { readonly multicast: number; readonly unicast: readonly number[] };
  /** By operation and code, how often. */
  readonly socketErrors: ReadonlyMap<string, number>;
  /** Our own announcement came back from the group. */
  readonly hearsItself: boolean;
  readonly participants: readonly SeenParticipant[];
  readonly endpoints: readonly SeenEndpoint[];
  readonly otherDomains: readonly OtherDomain[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where we stand in the network, as the doctor's own participant has set it up. */
export type Setting = Omit<Snapshot, 'participants' | 'endpoints' | 'socketErrors' | 'hearsItself'>;

export function takeSnapshot(node: Node, contacts: Contacts, setting: Setting): Snapshot {
  const endpoints = [...node.context.participant.endpoints].flatMap((endpoint) => seenEndpoint(endpoint, node) ?? []);
  const eras = new Map<string, Era>();
  for (const endpoint of node.context.participant.endpoints) {
    const era = node.context.graph.eraOf(endpoint);
    if (era !== undefined) eras.set(endpoint.guid.prefix.text, era);
  }
  const nodesOf = (prefix: string): string[] => [
    ...new Set(endpoints.flatMap(({ participant, node: name }) => (participant === prefix ? (name ?? []) : []))),
  ];
  return {
    ...setting,
    socketErrors: node.context.participant.statistics.host?.socketErrors ?? new Map(),
    hearsItself: contacts.hearsItself,
    participants: contacts.all.map((contact) =>
      seenParticipant(contact, nodesOf(contact.prefix), eras.get(contact.prefix)),
    ),
    endpoints,
  };
}

function seenParticipant(contact: Contact, nodes: readonly string[], era: Era | undefined): SeenParticipant {
  const { prefix, vendorId, addresses, data } = contact;
  return {
    prefix,
    vendorId: data?.vendorId ?? vendorId,
    addresses: [...addresses],
    leaseMs: data && (isInfinite(data.leaseDuration) ? Infinity : durationToMs(data.leaseDuration)),
    domainId: data?.domainId,
    nodes,
    era,
    isSecure: data?.hasIdentityToken ?? false,
    contact,
  };
}

/** Undefined for one whose topic is not ROS's, and for our own. */
function seenEndpoint(endpoint: RemoteEndpoint, { context }: Node): SeenEndpoint | undefined {
  const ros = fromDdsTopicName(endpoint.topicName);
  if (ros === undefined || endpoint.guid.prefix === context.participant.guid.prefix) return undefined;
  const owner = context.graph.findNodeOfEndpoint(endpoint.guidText);
  return {
    guid: endpoint.guidText,
    kind: endpoint.kind,
    role: ros.role,
    name: ros.name,
    typeName: fromDdsTypeName(endpoint.typeName) ?? endpoint.typeName,
    typeHash: typeHashOf(endpoint.userData),
    qos: endpoint.qos,
    dialect:
      endpoint.participant.vendorId === VendorId.UNKNOWN ? EVERY_DIALECT : context.dialects.forEndpoint(endpoint).name,
    node: owner && fullyQualifiedNodeName(owner.name, owner.namespace),
    participant: endpoint.guid.prefix.text,
    vendorId: endpoint.participant.vendorId,
  };
}
