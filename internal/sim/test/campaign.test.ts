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
/** A session of churn lasts minutes of virtual time, and costs accordingly. */
const CHURN_SEEDS = 200;

describe('simulated at 10 or 30 % loss, with duplication and reordering; each seed replays exactly', () => {
  it.each<[scenario: string, seeds: number, promise: string]>([
    ['writer-reader', SEEDS, 'what a reader delivers is what was written, in order, once; silence when idle'],
    ['action-goal', SEEDS, 'every goal is executed once and ends once, as its server ended it'],
    ['service-churn', CHURN_SEEDS, 'every call of a live client ends, no request is served twice, the graph is true'],
  ])(
    '%s for %i seeds: %s',
    async (scenario, seeds) => {
      const result = await play(scenario, seeds);
      expect(report(result)).toBe('');
      expect(result).toMatchObject({ seeds, replayed: seeds / 50, failures: [] });
    },
    600_000,
  );
});
