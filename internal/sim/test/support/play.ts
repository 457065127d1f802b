import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignResult } from '../../src/campaign.js';

const program = join(__dirname, '../../dist/play.js');

/** Plays many seeds in a process of its own, over the built packages; its failures are in its own words. */
export async function play(scenario: string, seeds: number, ...more: readonly string[]): Promise<CampaignResult> {
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build`);
  const argv = [program, '--scenario', scenario, '--seeds', String(seeds), '--json', ...more];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(output) as CampaignResult;
}
