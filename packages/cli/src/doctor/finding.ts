/** What can be wrong, worst first: what stops everything comes before what stops one topic, and errors before warnings. */
export const Reason = {
  /** ROS is told to use something that is not RTPS, or not to speak at all. */
  NOT_RTPS: 'not-rtps',
  DISCOVERY_OFF: 'discovery-off',
  SECURITY_WANTED: 'security-wanted',
  SOCKETS: 'sockets',
  NO_MULTICAST: 'no-multicast',
  SILENCE: 'silence',
  /** Of several discovery servers. */
  SILENT_SERVER: 'silent-discovery-server',
  OTHER_DOMAIN: 'other-domain',
  DOMAIN_CLASH: 'domain-clash',
  NO_ANSWER: 'no-answer-to-unicast',
  ONE_WAY: 'one-way-traffic',
  SECURE_PEER: 'secure-peer',
  /** Peers of distributions that misread each other's graph. */
  MIXED_ERAS: 'mixed-eras',
  DUPLICATE_NODE: 'duplicate-node',
  NAME: 'name',
  NO_COUNTERPART: 'no-counterpart',
  TYPE_NAME: 'type-name',
  PARTITION: 'partition',
  REPRESENTATION: 'representation',
  QOS: 'qos',
  DIALECT: 'dialect',
  DUPLICATE_SERVER: 'duplicate-server',
  TYPE_HASH: 'type-hash',
} as const;
export type Reason = (typeof Reason)[keyof typeof Reason];

export interface Finding {
  readonly reason: Reason;
  /** What cannot work as it is, or what may be meant otherwise. */
  readonly severity: 'error' | 'warning';
  /** What is wrong, with the names and values of it. */
  readonly problem: string;
  /** What to change. */
  readonly advice: string;
}

const RANK: ReadonlyMap<Reason, number> = new Map(Object.values(Reason).map((reason, index) => [reason, index]));

/** Errors first, then by what stops most; what was found first stays first among equals. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity, reason }: Finding): number =>
    (severity === 'error' ? 0 : RANK.size) + (RANK.get(reason) ?? 0);
  return [...findings].sort((left, right) => rank(left) - rank(right));
}
