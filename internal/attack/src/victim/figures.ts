/** How the victim is. */
export interface VictimFigures {
  readonly rssBytes: number;
  /** What it holds: heap and array buffers. Exact after `collect` only; undefined where nobody measures. */
  readonly liveBytes: number | undefined;
  /** The longest that its event loop stood still since it was last asked; undefined where nobody measures. */
  readonly stallMs: number | undefined;
  /** Its participant's counters; empty where there are none. */
  readonly statistics: Readonly<Record<string, number>>;
}

/** By how much it has grown, in octets. What counts is what it holds: resident memory is what the collector and the allocator leave too. */
export interface Growth {
  readonly heldBytes: number;
  readonly rssBytes: number;
}

/** Where nobody measures what is held, the resident memory stands for it. */
export function growthOf(before: VictimFigures, after: VictimFigures): Growth {
  const rssBytes = after.rssBytes - before.rssBytes;
  const isMeasured = before.liveBytes !== undefined && after.liveBytes !== undefined;
  return { heldBytes: isMeasured ? after.liveBytes - before.liveBytes : rssBytes, rssBytes };
}
