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

describe('simulated campaigns', () => {
  it('writer and reader: delivered = written, in order, once, at 30 % loss, for 1000 seeds; a seed replays exactly', async () => {
    const result = await play('writer-reader', 1000);
    expect(report(result)).toBe('');
    expect(result).toMatchObject({ seeds: 1000, replayed: 20, failures: [] });
  }, 600_000);
});
