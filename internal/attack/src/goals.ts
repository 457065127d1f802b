import { Implementation } from '@rclts/interop';

/** What the suite asks of our own victim. Times are recorded; what is ten times its goal fails: a hang, not a busy machine. */
export const Goals: {
  readonly goalMs: number;
  readonly stallMs: number;
  readonly rssGrowthBytes: number;
  readonly reflectionFactor: number;
  readonly participantsBytes: number;
  readonly slack: number;
  readonly hangMs: number;
  lostMs(implementation: Implementation): number;
} = {
  goalMs: 100,
  stallMs: 50,
  rssGrowthBytes: 64 * 2 ** 20,
  reflectionFactor: 3,
  participantsBytes: 20 * 2 ** 20,
  /** Ten times. */
  slack: 10,

  /** A goal that takes longer is asked again at once, and one that takes so long three times in a row hangs. */
  hangMs: 1_000,

  /** How long a goal is waited for before the victim counts as silent: ours may run on a machine that is busy with other things. */
  lostMs(implementation: Implementation): number {
    return implementation === Implementation.RCLTS ? 10_000 : 4_000;
  },
};
