import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignResult } from '../src/campaign.js';

const program = join(__dirname, '../dist/play.js');

/** Plays many seeds in a process of its own, over the built packages; its failures are in its own words. */
async function play(scenario: string, seeds: number): Promise<CampaignResult> {
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);
  const child = spawn(process.execPath, [program, '--scenario', scenario, '--seeds', String(seeds), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(output) as CampaignResult;
}

/** Empty when all seeds held. */
function report({ failures }: CampaignResult): string {
  return failures
    .map((one) => `${one.trace}\n\nseed ${one.seed}: ${one.message}\nreplay: ${one.replayCommand}`)
    .join('\n\n');
}

const SEEDS = 1000;

describe(`simulated at 30 % loss, 10 % duplication and reordering, for ${SEEDS} seeds, each of which replays exactly`, () => {
  it.each([
    ['writer-reader', 'what a reader delivers is what was written, in order, once; silence when idle'],
    ['action-goal', 'every goal is executed once and ends once, as its server ended it'],
  ])(
    '%s: %s',
    async (scenario) => {
      const result = await play(scenario, SEEDS);
      expect(report(result)).toBe('');
      expect(result).toMatchObject({ seeds: SEEDS, replayed: SEEDS / 50, failures: [] });
    },
    600_000,
  );
});
