import type { Arena } from '../arena.js';
import type { Growth } from '../victim/figures.js';

/** One row of figures. */
export interface ScenarioOutcome {
  readonly name: string;
  /** What was seen, in words and figures. */
  readonly figures: string;
  /** For our own victim: whether it is within what it may hold, and within ten times its goal of time. */
  readonly isGood: boolean;
  /** Goals that were missed and fail nothing. */
  readonly missed?: readonly string[];
}

export interface AttackScenario {
  readonly name: string;
  readonly goal: string;
  run(arena: Arena, options: ScenarioOptions): Promise<Omit<ScenarioOutcome, 'name'>>;
}

export interface ScenarioOptions {
  readonly seed: number;
  /** The long form: as long as the figures of the catalogue were measured. */
  readonly isLong: boolean;
}

/** Goals one after the other: how many came back, and how long the slowest took. */
export async function askGoals(arena: Arena, count: number): Promise<{ served: number; worstMs: number }> {
  let served = 0;
  let worstMs = 0;
  for (let n = 0; n < count; n++) {
    const ms = await arena.ask();
    if (ms === undefined) continue;
    served += 1;
    worstMs = Math.max(worstMs, ms);
  }
  return { served, worstMs };
}

/** Whether growth is within its goal; resident memory beyond it is told. */
export function judgeGrowth(
  { heldBytes, rssBytes }: Growth,
  mostBytes: number,
): { figures: string; isGood: boolean; missed: string[] } {
  return {
    figures: `+${megabytes(Math.max(0, heldBytes))} held, +${megabytes(Math.max(0, rssBytes))} resident`,
    isGood: heldBytes <= mostBytes,
    missed: rssBytes > mostBytes ? [`${megabytes(rssBytes)} resident`] : [],
  };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
