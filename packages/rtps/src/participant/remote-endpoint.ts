import type { ContentFilter } from '../parameters/content-filter.js';
import type { QosPolicies } from '../qos/policies.js';
import type { Guid, GuidPrefix } from '../types/guid.js';

/** A participant as discovery knows it. Public, read-only; one object for its lifetime. */
export interface RemoteParticipant {
  readonly guidPrefix: GuidPrefix;
  /** 16 octets: prefix and 000001c1. */
  readonly guidOctets: Uint8Array;
  /** OMG vendor id, e.g. 0x010f eProsima Fast DDS. */
  readonly vendorId: number;
  /** ENTITY_NAME; ROS nodes carry their enclave here. */
  readonly entityName: string;
  readonly userData: Uint8Array;
  readonly properties: ReadonlyMap<string, string>;
  /** Source address of its announcement; empty for our own participant. */
  readonly address: string;
  readonly leaseDurationMs: number;
  /** Whether it runs on this host. */
  readonly isLocalHost: boolean;
}

/** A reader or writer as discovery knows it. Public, read-only; one object from discovery to removal. */
export interface RemoteEndpoint {
  readonly guid: Guid;
  /** 16 octets as on the wire. */
  readonly guidOctets: Uint8Array;
  /** `24 hex.8 hex` */
  readonly guidText: string;
  readonly kind: 'reader' | 'writer';
  readonly topicName: string;
  readonly typeName: string;
  readonly qos: QosPolicies;
  readonly userData: Uint8Array;
  /** What a reader wants of its topic, where not everything. The one property that may change: a filter follows what is asked for. */
  readonly contentFilter?: ContentFilter | undefined;
  readonly participant: RemoteParticipant;
}

/**
 * Whether a remote endpoint that fits by topic, type and QoS is matched. Asked from inside the protocol: it looks and decides, changes
 * nothing and throws nothing. The other side is not told.
 */
export type MatchTest = (remote: RemoteEndpoint) => boolean;
