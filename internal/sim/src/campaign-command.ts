import { parseArgs } from 'node:util';
import { runCampaign, type CampaignResult } from './campaign.js';
import type { Scenario } from './scenario.js';

const usage = (names: Iterable<string>): string => `Plays a scenario on a simulated network for one seed after another.

  --scenario NAME     ${[...names].filter((name) => !name.includes(':')).join(', ')}
  --seeds N           how many (100)
  --first N           the first one (1)
  --also N,N,…        and these
  --replay-every N    play every Nth seed twice and compare (50; 0: never)
  --trace N           lines of what happened that a failing seed shows (60)
  --max-failures N    stop after so many (3)
  --json              the result as one line of JSON
`;

/** The command line of `dist/play.js`. Resolves to the exit code: 0 all held, 1 some seed failed, 2 wrong usage. */
export async function campaignCommand(
  argv: readonly string[],
  scenarios: ReadonlyMap<string, Scenario>,
  write: (text: string) => void,
): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      scenario: { type: 'string' },
      seeds: { type: 'string', default: '100' },
      first: { type: 'string', default: '1' },
      also: { type: 'string', default: '' },
      'replay-every': { type: 'string', default: '50' },
      trace: { type: 'string', default: '60' },
      'max-failures': { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const scenario = scenarios.get(values.scenario ?? '');
  const numbers = [values.seeds, values.first, values['replay-every'], values.trace, values['max-failures']].map(
    Number,
  );
  const also = values.also.split(',').filter(Boolean).map(Number);
  if (scenario === undefined || [...numbers, ...also].some((number) => !Number.isSafeInteger(number) || number < 0)) {
    write(usage(scenarios.keys()));
    return 2;
  }
  const [seeds, firstSeed, replayEvery, traceLines, maxFailures] = numbers as [number, number, number, number, number];
  const result = await runCampaign(scenario, { seeds, firstSeed, also, replayEvery, traceLines, maxFailures });
  write(values.json ? `${JSON.stringify(result)}\n` : describe(result, scenario.promise));
  return result.failures.length === 0 ? 0 : 1;
}

function describe(result: CampaignResult, promise: string): string {
  const failures = result.failures.map(
    ({ seed, message, trace, replayCommand }) => `${trace}\n\nseed ${seed}: ${message}\nreplay: ${replayCommand}\n\n`,
  );
  return (
    failures.join('') +
    `${result.scenario}: ${promise}\n` +
    `${result.seeds} seeds from ${result.firstSeed}, ${result.replayed} played twice, ${result.failures.length} failed; ` +
    `${result.datagrams} datagrams, ${result.virtualSeconds} virtual seconds in ${result.realSeconds} s\n`
  );
}
