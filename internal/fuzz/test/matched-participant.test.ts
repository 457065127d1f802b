import { join } from 'node:path';
import type { FuzzReport } from '../src/session/play.js';
import { bundled, root, run } from './support/bundled.js';

const DATAGRAMS = 1_000_000;
const SEED = 1;

async function fuzz(datagrams: number, seed: number): Promise<FuzzReport> {
  const vectors = join(root, 'vectors/rtps/messages.json');
  const program = join(bundled(), 'session/play.js');
  const { output } = await run(['--expose-gc', program, String(datagrams), String(seed), vectors]);
  return JSON.parse(output) as FuzzReport;
}

describe('a participant with matched endpoints, lied to in its peer’s name', () => {
  let report: FuzzReport;

  beforeAll(async () => {
    report = await fuzz(DATAGRAMS, SEED);
  }, 3_600_000);

  it('hears a million datagrams and throws nothing', () => {
    expect(report.failures).toEqual([]);
    expect(report.datagrams).toBe(DATAGRAMS);
  });

  it('is reached by most of them: the lies are well-formed, samples get delivered', () => {
    expect(report.malformed).toBeLessThan(DATAGRAMS / 2);
    expect(report.samples).toBeGreaterThan(DATAGRAMS / 100);
  });

  it('takes no datagram for ever', () => {
    // Of processor time: a hang is meant. The slowest takes a few milliseconds.
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
