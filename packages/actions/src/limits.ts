/** What an action holds at most, and for how long. */
export const limits = {
  /** Feedback of one goal that waits for the goal's acceptance. Then: the oldest is dropped. */
  heldFeedback: 10_000,
  /** How long a client still listens for feedback of a goal that is over by its status, and nobody asked for the result. */
  finishedGoalLingerMs: 10_000,
  /** How long a client remembers a goal whose server is lost: it may come back, a partition may heal. */
  lostGoalLingerMs: 300_000,
} as const;
