import type { Scenario } from './scenario.js';
import { SimNetwork } from './sim-network.js';

export interface CampaignOptions {
  readonly firstSeed: number;
  readonly seeds: number;
  /** Seeds that are played after these: those that failed once, say. */
  readonly also?: readonly number[];
  /** Every so many seeds one is played twice, and has to be the same to the byte; 0: never. */
  readonly replayEvery: number;
  /** How many lines of what happened a failing seed shows. */
  readonly traceLines: number;
  /** Stop after so many failing seeds. */
  readonly maxFailures: number;
}

export interface CampaignResult {
  readonly scenario: string;
  readonly firstSeed: number;
  readonly seeds: number;
  readonly replayed: number;
  readonly failures: readonly CampaignFailure[];
  readonly virtualSeconds: number;
  readonly datagrams: number;
  readonly realSeconds: number;
}

export interface CampaignFailure {
  readonly seed: number;
  readonly message: string;
  /** What happened last, readable. */
  readonly trace: string;
  readonly replayCommand: string;
}

interface Play {
  readonly network: SimNetwork;
  readonly error: unknown;
}

/** Plays a scenario for one seed after another. A seed that fails is played once more, with its trace kept. */
export async function runCampaign(scenario: Scenario, options: CampaignOptions): Promise<CampaignResult> {
  const start = performance.now();
  const failures: CampaignFailure[] = [];
  let [played, replayed, virtualMs, datagrams] = [0, 0, 0, 0];
  for (const seed of seedsOf(options)) {
    if (failures.length >= options.maxFailures) break;
    const first = await play(scenario, seed, 0);
    played += 1;
    virtualMs += first.network.now;
    datagrams += first.network.trace.count('send');
    if (first.error !== undefined) {
      failures.push(await explain(scenario, seed, first.error, options.traceLines));
    } else if (options.replayEvery > 0 && seed % options.replayEvery === 0) {
      replayed += 1;
      const second = await play(scenario, seed, 0);
      if (second.network.trace.hash !== first.network.trace.hash) {
        const message = `does not replay: ${first.network.trace.hash}, then ${second.network.trace.hash}`;
        failures.push(await explain(scenario, seed, new Error(message), options.traceLines));
      }
    }
  }
  return {
    scenario: scenario.name,
    firstSeed: options.firstSeed,
    seeds: played,
    replayed,
    failures,
    virtualSeconds: Math.round(virtualMs / 1000),
    datagrams,
    realSeconds: Number(((performance.now() - start) / 1000).toFixed(1)),
  };
}

function* seedsOf({ firstSeed, seeds, also = [] }: CampaignOptions): Generator<number, void> {
  for (let index = 0; index < seeds; index += 1) yield firstSeed + index;
  yield* also;
}

async function play(scenario: Scenario, seed: number, keepTrace: number): Promise<Play> {
  const network = new SimNetwork({ ...scenario.faults, seed, keepTrace });
  try {
    await scenario.play(network);
    return { network, error: undefined };
  } catch (error) {
    return { network, error: error ?? new Error('threw nothing at all') };
  }
}

async function explain(
  scenario: Scenario,
  seed: number,
  firstError: unknown,
  traceLines: number,
): Promise<CampaignFailure> {
  const { network, error } = await play(scenario, seed, traceLines);
  const message = firstError instanceof Error ? (firstError.stack ?? firstError.message) : String(firstError);
  const note = error === undefined ? '\nThe second time it passed: this seed does not replay.' : '';
  return {
    seed,
    message: message + note,
    trace: network.trace.toString(),
    replayCommand: `node internal/sim/dist/play.js --scenario ${scenario.name} --first ${seed} --seeds 1 --trace 1000`,
  };
}
