/**
 * What a row asks of a peer, in JSON lines as interop's peers are asked; python/peer.py speaks it too. One action, one server,
 * test_msgs/action/Fibonacci. Which of the two roles a peer has is in its command line; `join` can be asked of a `crowd` only.
 */
export interface ChaosMethods {
  /** Client: resolves when the server is there; milliseconds since the peer's node was made. */
  waitForServer(parameters: { timeoutMs: number }): number;
  /** Client: goals one after the other; answers at once, each goal is an event when it is over, and `done` follows the last. */
  goals(parameters: { count: number; order: number; timeoutMs: number }): void;
  /** Client: one goal that is accepted when this answers, its result asked for; `settled` tells its end. */
  open(parameters: { order: number; timeoutMs: number }): { goalId: string };
  /** Client: as `open`, but answers at once; `settled` tells whatever comes of it. */
  send(parameters: { order: number }): void;
  /** Server: goals that were asked for, goals that were executed. */
  executed(parameters: Record<never, never>): { asked: number; executed: number };
  /** Any: how many nodes it knows of, its own included. */
  nodes(parameters: Record<never, never>): number;
  /** Crowd: so many nodes, each in a participant of its own. Answers when each knows `expected` nodes, with the milliseconds from the request. */
  join(parameters: { count: number; expected: number; timeoutMs: number }): number;
  /** Orphan: so many requests for results, to be answered to a reader that is not there. Answers when they have left. */
  ask(parameters: { count: number; timeoutMs: number }): void;
}

/** One goal, as its client saw it. */
export interface GoalRecord {
  readonly accepted: boolean;
  /** action_msgs/msg/GoalStatus; 0 where the server had forgotten the result. */
  readonly status: number;
  /** Succeeded, and every number of the result is right. */
  readonly correct: boolean;
  readonly acceptMs: number;
  /** From sending to the result. */
  readonly totalMs: number;
  readonly feedback: number;
  /** No feedback twice, none older than one before, none after the result. */
  readonly inOrder: boolean;
  /** Where there was no result. */
  readonly error?: string;
}

export type ChaosEvent =
  | { readonly event: 'ready' }
  | ({ readonly event: 'goal' } & GoalRecord)
  | { readonly event: 'done' }
  | { readonly event: 'settled'; readonly outcome: string };

export const Role = { SERVER: 'server', CLIENT: 'client', CROWD: 'crowd', ORPHAN: 'orphan' } as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Ours only; rclpy's peers take `resultTimeoutMs` alone. */
export interface PeerOptions {
  readonly leaseDurationMs?: number;
  /** Server. */
  readonly resultTimeoutMs?: number;
  /** Client. */
  readonly serverLostWaitMs?: number;
  /** A file for what it sends and receives. */
  readonly capture?: string;
}
