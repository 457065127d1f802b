/** What a goal's order asks of the servers of the bursts, ours and internal/interop/python/burst_server.py. */
export const BurstOrder = {
  /** Ends all goals that are held. */
  RELEASE: -1,
  /** Executes until it is released. */
  HELD: 0,
  /** Fibonacci without pauses: one feedback less than its order, then the result. */
  AT_ONCE: 5,
} as const;
