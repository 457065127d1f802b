/**
 * What the node layer holds at most, and what happens then. Service endpoints are KEEP_ALL inside: KEEP_LAST 10, as other
 * implementations have it, evicts requests that nobody has acknowledged (rclpy loses 977 of 1 000 in a burst).
 */
export const limits = {
  /** Unacknowledged requests of one client, or replies of one server. Then: ERR_RTPS_WRITER_FULL. */
  serviceHistorySamples: 10_000,
  /** The same in octets. Then: ERR_RTPS_WRITER_FULL. */
  serviceHistoryBytes: 67_108_864,
  /** Replies of one server that wait for their client's reader. Then: the oldest is dropped and counted. */
  waitingReplies: 10_000,
  /** Log lines that wait for the next turn of the loop to go to /rosout. Then: the oldest is dropped. */
  waitingLogLines: 1_000,
  /**
   * Octets in which one participant may say which nodes it has: 16 000 endpoints, or 1 000 nodes with ten each. Then: what it has
   * said before stays.
   */
  discoveryInfoBytes: 262_144,
  /** The same of all participants together; in memory it is eight times as much. Then: as before, until others go. */
  discoveryInfoBytesOfAll: 4_194_304,
  /** Milliseconds that a closed writer waits for readers that answer to have all. Then: it is closed. */
  closeLingerMs: 1_000,
  /** The same for readers that do not answer. Then: it is closed. */
  closeSilentLingerMs: 250,
} as const;
