/** How the victim is. */
export interface VictimFigures {
  readonly rssBytes: number;
  /** The longest that its event loop stood still since it was last asked; undefined where nobody measures. */
  readonly stallMs: number | undefined;
  /** Its participant's counters; empty where there are none. */
  readonly statistics: Readonly<Record<string, number>>;
}

/** How often the victim looks at its event loop. */
export const LOOP_RESOLUTION_MS = 5;
