/** What becomes of a submessage (RTPS 2.5 §8.3.4.1): nothing from the network is an exception. */
export const Verdict = {
  /** Valid and handled. */
  OK: 0,
  /** Invalid: the rest of the message is discarded with it. */
  MALFORMED: 1,
  /** Sound but beyond us: skipped by its length. */
  NOT_UNDERSTOOD: 2,
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];
