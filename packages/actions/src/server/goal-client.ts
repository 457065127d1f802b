import type { RemoteParticipant } from '@rclts/node';

/** Whose goal it is. */
export interface GoalClient {
  /** The client's request writer, `24 hex.8 hex`: as long as it is there, so is the client. */
  readonly guidText: string;
  /** The process, more or less, that the client is in. */
  readonly participant: RemoteParticipant;
}
