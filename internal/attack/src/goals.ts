import { Implementation } from '@rclts/interop';

/** What the suite asks of our own victim. Times are recorded; what is ten times its goal fails: a hang, not a busy machine. */
export const Goals: {
  readonly goalMs: number;
  readonly stallMs: number;
  readonly rssGrowthBytes: number;
  readonly reflectionFactor: number;
  readonly participantsBytes: number;
  readonly slack: number;
  hangMs(implementation: Implementation): number;
} = {
  goalMs: 100,
  stallMs: 50,
  rssGrowthBytes: 64 * 2 ** 20,
  reflectionFactor: 3,
  participantsBytes: 20 * 2 ** 20,
  /** Ten times. */
  slack: 10,

  /** How long a goal is waited for before the victim counts as silent. rclpy is given more: its own repairs take seconds. */
  hangMs(implementation: Implementation): number {
    return implementation === Implementation.RCLTS ? Goals.goalMs * Goals.slack : 4_000;
  },
};
