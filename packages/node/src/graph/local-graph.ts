import type { QosPolicies } from '@rclts/rtps';

/** A reader or writer of one of our own nodes, as the graph shows it. */
export interface LocalEndpoint {
  readonly kind: 'reader' | 'writer';
  /** 16 octets. */
  readonly guidOctets: Uint8Array;
  readonly topicName: string;
  readonly typeName: string;
  readonly qos: QosPolicies;
  readonly typeHash: string;
}

/** One of our own nodes, as the graph shows it. */
export interface LocalNode {
  readonly name: string;
  readonly namespace: string;
  readonly endpoints: Iterable<LocalEndpoint>;
}
