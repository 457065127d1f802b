import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { targets } from '../src/targets/all.js';
import { bundled, root, run } from './support/bundled.js';

/** As `npm run fuzz -- --json` writes it. */
interface Shown {
  readonly target: string;
  readonly inputs: number;
  readonly code: number;
  readonly ran: number;
  readonly slowestMsPerKb: number;
  readonly msPerKb: number;
  readonly slowest: string;
  readonly heapGrowthBytes: number;
  readonly failures: readonly { readonly error: string; readonly input: string }[];
}

const INPUTS = 1_000_000;
const SEED = 1;
/** So many times what a kB may take (a millisecond mostly) is a hang. */
const SLACK = 10;
/** The goal is 64 kB for each thousand inputs; what the collector leaves lying about is no growth. */
const HEAP = { perThousand: 64 * 1_024, noise: 2 << 20 } as const;
/** Of the code of its own modules, what a target has to reach: less means that its inputs are refused at the door. */
const LEAST_COVERED = 0.3;

describe('every decoder', () => {
  let shown: readonly Shown[];

  beforeAll(async () => {
    const json = join(bundled(), 'reports.json');
    const words = ['--inputs', String(INPUTS), '--seed', String(SEED), '--json', json];
    await run([join(bundled(), 'main.js'), root, ...words]);
    shown = JSON.parse(readFileSync(json, 'utf8')) as readonly Shown[];
  }, 3_600_000);

  it('is lied to a million times, and throws nothing', () => {
    expect(shown.map(({ target }) => target)).toEqual(Object.keys(targets));
    expect(shown.flatMap(({ target, failures }) => failures.map((failure) => ({ target, ...failure })))).toEqual([]);
    expect(shown.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThanOrEqual(INPUTS);
  });

  it('is reached', () => {
    expect(shown.filter(({ code, ran }) => !(ran > code * LEAST_COVERED))).toEqual([]);
  });

  it('hangs in none of them', () => {
    expect(shown.filter(({ slowestMsPerKb, msPerKb }) => !(slowestMsPerKb < msPerKb * SLACK))).toEqual([]);
  });

  it('holds nothing of what it has heard', () => {
    const growing = shown.filter(
      ({ inputs, heapGrowthBytes }) => heapGrowthBytes > HEAP.noise + (HEAP.perThousand * inputs) / 1_000,
    );
    expect(growing).toEqual([]);
  });
});
