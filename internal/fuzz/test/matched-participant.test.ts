import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FuzzReport } from './program/main.js';

const root = join(__dirname, '../../../..');
const DATAGRAMS = 1_000_000;
const SEED = 1;

/** Runs the program in a process of its own, bundled from the sources: in jest's sandbox it would take an hour. */
async function fuzz(datagrams: number, seed: number): Promise<FuzzReport> {
  const directory = mkdtempSync(join(tmpdir(), 'rclts-fuzz-'));
  try {
    const program = join(directory, 'fuzz.mjs');
    execFileSync(join(root, 'node_modules/.bin/esbuild'), [
      join(__dirname, 'program/main.ts'),
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--log-level=error',
      `--alias:@rclts/cdr=${join(root, 'packages/cdr/src/index.ts')}`,
      '--banner:js=import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      `--outfile=${program}`,
    ]);
    const vectors = join(root, 'vectors/rtps/messages.json');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--expose-gc', program, String(datagrams), String(seed), vectors],
      { maxBuffer: 1 << 26 },
    );
    return JSON.parse(stdout) as FuzzReport;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe('a participant with matched endpoints, lied to in its peer’s name', () => {
  let report: FuzzReport;

  beforeAll(async () => {
    report = await fuzz(DATAGRAMS, SEED);
  }, 600_000);

  it('hears a million datagrams and throws nothing', () => {
    expect(report.failures).toEqual([]);
    expect(report.datagrams).toBe(DATAGRAMS);
  });

  it('is reached by most of them: the lies are well-formed, samples get delivered', () => {
    expect(report.malformed).toBeLessThan(DATAGRAMS / 2);
    expect(report.samples).toBeGreaterThan(DATAGRAMS / 100);
  });

  it('takes no datagram for ever', () => {
    // A hang is meant, not a pause of the machine: the slowest takes a few milliseconds.
    expect([report.slowestMs < 1_000, report.slowestMs, report.slowestHex.slice(0, 400)]).toContain(true);
  });

  it('holds no more memory afterwards, and no more than its limits in between', () => {
    expect(report.heapGrowthBytes).toBeLessThan(16 * 2 ** 20);
    expect(report.peakBytes).toBeLessThan(256 * 2 ** 20);
  });

  it('serves a newcomer as if nothing had happened', () => {
    expect(report.asked).toBeGreaterThan(10);
    expect(report.served).toBe(report.asked);
  });
});
