import { Implementation } from '@rclts/interop';
import { Arena } from './arena.js';
import { runCampaign, type FamilyOutcome } from './campaign.js';
import { scenarios } from './scenarios/all.js';
import { askGoals, megabytes, type ScenarioOutcome } from './scenarios/scenario.js';
import { growthOf, type Growth } from './victim/figures.js';

export interface AttackOptions {
  readonly implementation: Implementation;
  readonly seed: number;
  /** All cases, and floods of full length. */
  readonly isLong: boolean;
  /** Only families and scenarios with one of these texts in their names; none: all. */
  readonly only?: readonly string[];
  readonly onProgress?: (line: string) => void;
}

export interface AttackReport {
  readonly implementation: Implementation;
  readonly families: readonly FamilyOutcome[];
  readonly scenarios: readonly ScenarioOutcome[];
  /** From after the warm-up to the end; undefined if the victim had to be started again. */
  readonly growth: Growth | undefined;
  readonly rssBytes: number;
}

/** Goals before the memory of the victim is taken for its normal one. */
const WARM_UP = 100;
/** Of each family's cases in the short form; all are a thousand and more either way. */
const SHORT_SHARE = 0.8;

/** Everything against one victim. */
export async function runAttack(options: AttackOptions): Promise<AttackReport> {
  const { implementation, seed, isLong, only = [], onProgress } = options;
  const isChosen = (name: string): boolean => only.length === 0 || only.some((text) => name.includes(text));
  const arena = await Arena.open(implementation);
  try {
    await askGoals(arena, WARM_UP);
    const first = arena.victim;
    const before = await first.look('collect');
    const families = await runCampaign(arena, {
      seed,
      share: isLong ? 1 : SHORT_SHARE,
      isChosen,
      ...(onProgress && { onProgress }),
    });
    const outcomes: ScenarioOutcome[] = [];
    for (const scenario of scenarios.filter(({ name }) => isChosen(name))) {
      if ((await arena.ask()) === undefined) await arena.restart();
      const outcome = { name: scenario.name, ...(await scenario.run(arena, { seed, isLong })) };
      outcomes.push(outcome);
      const { rssBytes: after } = arena.victim.isAlive ? await arena.victim.look('collect') : { rssBytes: 0 };
      onProgress?.(`${outcome.name}: ${outcome.figures}${outcome.isGood ? '' : ' ✗'}; RSS ${megabytes(after)}`);
    }
    const after = arena.victim.isAlive ? await arena.victim.look('collect') : undefined;
    return {
      implementation,
      families,
      scenarios: outcomes,
      growth: arena.victim === first && after !== undefined ? growthOf(before, after) : undefined,
      rssBytes: after?.rssBytes ?? 0,
    };
  } finally {
    await arena.close();
  }
}
