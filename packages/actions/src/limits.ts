/** What an action holds at most, and for how long (milliseconds). */
export const limits = {
  /** Feedback of one goal that waits for the goal's acceptance. Then: the oldest is dropped. */
  heldFeedback: 10_000,
  /** Feedback that waits in one stream for its reader, by default. Then: reading throws ERR_ACTION_STREAM_OVERFLOW. */
  unreadFeedback: 10_000,
  /** Feedback of one server that is not acknowledged yet (KEEP_LAST; rcl_action has 10). Then: the oldest is replaced. */
  feedbackDepth: 1_000,
  /** Octets of that feedback, where its depth is the default; ten are kept whatever they have. Then: the oldest is forgotten. */
  feedbackBytes: 4_194_304,
  /** Finished goals that every status sample shows, besides those that are active or have just changed: the latest. */
  statusFinishedGoals: 32,
  /** Status samples of many goals, in octets a millisecond. Then: changes wait for each other, some 14 ms at 1 000 goals. */
  statusBytesPerMs: 2_000,
  /** How long a client listens for feedback of a goal that is over, and whose result nobody asked for. Then: it is forgotten. */
  finishedGoalLingerMs: 10_000,
  /** How long a client remembers a goal whose server is lost: a partition may heal. Then: it is forgotten. */
  lostGoalLingerMs: 300_000,
  /** When a goal is over and get_result is not answered: it is asked again after this, then after twice as long, and so on. */
  overdueResultMs: 5_000,
  /** How often. Then, after 155 s in all: getResult rejects with ERR_ACTION_TIMEOUT. */
  overdueResultRetries: 4,
} as const;
