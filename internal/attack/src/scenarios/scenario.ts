import type { Arena } from '../arena.js';

/** One row of figures. */
export interface ScenarioOutcome {
  readonly name: string;
  /** What was seen, in words and figures. */
  readonly figures: string;
  /** For our own victim: whether it is within its goal (times: within ten times). */
  readonly isGood: boolean;
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
export async function askGoals(
  arena: Arena,
  count: number,
  timeoutMs: number,
): Promise<{ served: number; worstMs: number }> {
  let served = 0;
  let worstMs = 0;
  for (let n = 0; n < count; n++) {
    const ms = await arena.witness.ask(timeoutMs);
    if (ms === undefined) continue;
    served += 1;
    worstMs = Math.max(worstMs, ms);
  }
  return { served, worstMs };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
