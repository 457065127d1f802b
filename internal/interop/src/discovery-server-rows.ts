/** The suite with real discovery servers. */
export const WITH_DISCOVERY_SERVERS = 'with two discovery servers of Fast DDS, and nothing multicast';

/** What that suite shows, one after the other; docs/INTEROP.md lists it. */
export const DiscoveryServerRow: Readonly<Record<'GOALS' | 'GRAPH' | 'ONE_DIES' | 'NONE' | 'UNICAST', string>> = {
  GOALS: 'goals go from rclpy to ours, from ours to rclpy, and from ours to ours',
  GRAPH: 'a super client sees everybody, a client those that have a topic in common with it',
  ONE_DIES: 'goals go on when one server dies, and newcomers are found through the other',
  NONE: 'goals go on without any server',
  UNICAST: 'nothing of ours was sent to a multicast group',
};
