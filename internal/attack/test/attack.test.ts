import { Implementation } from '@rclts/interop';
import { faultsOf, Goals, runAttack, type AttackReport } from '../src/index.js';

describe('an action server under attack by a participant that does real discovery', () => {
  let report: AttackReport;

  beforeAll(async () => {
    report = await runAttack({ implementation: Implementation.RCLTS, seed: 1, isLong: false });
  }, 1_800_000);

  const figuresOf = (part: string): { figures: string; isGood: boolean } => {
    const found = report.scenarios.find(({ name }) => name.includes(part));
    if (found === undefined) throw new Error(`no scenario of ${part}`);
    return found;
  };

  it('is told a thousand lies and more, and serves a goal after each', () => {
    const cases = report.families.reduce((sum, family) => sum + family.cases, 0);
    expect(cases).toBeGreaterThanOrEqual(1_000);
    expect(report.families.flatMap(({ lost }) => lost)).toEqual([]);
  });

  it('is reached by them: endpoints are matched, samples, fragments and discovery data are judged', () => {
    const [statistics] = report.families.map((family) => family.statistics).slice(-1);
    for (const counter of ['malformed', 'notUnderstood', 'samplesLost', 'fragmentsReceived', 'discoveryRejected'])
      expect([counter, (statistics?.[counter] ?? 0) > 10]).toEqual([counter, true]);
  });

  it('never stands still for ten times what a case may take', () => {
    const worst = Math.max(...report.families.map(({ worstStallMs = 0 }) => worstStallMs));
    expect(worst).toBeLessThan(Goals.stallMs * Goals.slack);
  });

  it('holds no more than 64 MB in all', () => {
    expect(report.growth?.heldBytes).toBeLessThanOrEqual(Goals.rssGrowthBytes);
  });

  it.each([
    ['is not kept waiting by requests whose reply reader does not exist', 'without a reply reader'],
    ['reflects at most three octets for one onto a victim (CVE-2021-38425)', 'with the locator of a victim'],
    ['bounds slow fragments of samples that never end', 'the first kB'],
    ['serves after floods of junk, unmatched data and heartbeats', 'of junk'],
    ['bounds 10 000 spoofed participants to 20 MB (CVE-2026-45092)', 'participants that are none'],
    ['bounds 5 000 endpoints of one participant', 'endpoints of one participant'],
    ['keeps no million readers of one node (rmw_fastrtps#828)', 'a million readers'],
    ['loses no goal to spoofed disposals of its client (CVE-2023-50257)', 'spoofed dispose'],
    ['loses no goal to far-future heartbeats in its client’s name (CVE-2025-65016)', 'far-future'],
  ])('%s', (_title, part) => {
    const { figures, isGood } = figuresOf(part);
    expect([figures, isGood]).toEqual([figures, true]);
  });

  it('has no fault that this file does not ask about', () => {
    expect(faultsOf(report)).toEqual([]);
  });
});
