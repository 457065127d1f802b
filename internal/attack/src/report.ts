import type { FamilyOutcome } from './campaign.js';
import { Goals } from './goals.js';
import type { AttackReport } from './run.js';
import { scenarios } from './scenarios/all.js';
import { megabytes } from './scenarios/scenario.js';

/** What is wrong with a report on our own victim; empty: nothing. */
export function faultsOf({ families, scenarios: outcomes, growth }: AttackReport): readonly string[] {
  const faults = families.flatMap(({ family, lost, worstStallMs = 0, worstStallCase }) => [
    ...lost.map(({ name, what }) => `${family}: ${what} after ${name}`),
    ...(worstStallMs > Goals.stallMs * Goals.slack
      ? [`${family}: stood still for ${worstStallMs} ms after ${worstStallCase}`]
      : []),
  ]);
  for (const { name, figures, isGood } of outcomes) if (!isGood) faults.push(`${name}: ${figures}`);
  if (growth === undefined) faults.push('the victim had to be started again');
  else if (growth.heldBytes > Goals.rssGrowthBytes) faults.push(`the victim holds ${megabytes(growth.heldBytes)} more`);
  return faults;
}

const ABOUT_RCLPY = `rclpy (Kilted, Fast DDS over UDP) in the same run, with at most 3 GB of address space; one that is gone or silent for 4 s is
started again. How many of its cases were tried is told: a family ends after 25 losses.`;

/** The section of docs/RELIABILITY.md. */
export function renderReport(ours: AttackReport, theirs: AttackReport | undefined): string {
  const cases = ours.families.reduce((sum, { cases: count }) => sum + count, 0);
  const lost = ours.families.reduce((sum, family) => sum + family.lost.length, 0);
  const rows = ours.families.map((one) => {
    const other = theirs?.families.find(({ family }) => family === one.family);
    return `| ${one.family} | ${one.cases} | ${verdict(one)} | ${one.worstGoalMs.toFixed(1)} | ${one.worstStallMs?.toFixed(1) ?? '–'} | ${other === undefined ? 'not run' : `${verdict(other)} of ${other.cases}`} | ${other?.worstGoalMs.toFixed(0) ?? '–'} |`;
  });
  const scenarioRows = scenarios.map(({ name, goal }) => {
    const figuresIn = (report: AttackReport | undefined): string => {
      const outcome = report?.scenarios.find((one) => one.name === name);
      if (outcome === undefined) return 'not run';
      const isMissed = !outcome.isGood || (outcome.missed ?? []).length > 0;
      return `${isMissed ? '**missed:** ' : ''}${outcome.figures}`;
    };
    return `| ${name} | ${goal} | ${figuresIn(ours)} | ${figuresIn(theirs)} |`;
  });
  return `
A participant that joins as anybody may, matches every endpoint of an action server and then lies: ${cases} generated cases
against ours, ${lost} after which no goal was served. After each case a goal is asked for (aim ${Goals.goalMs} ms, fails at ten times
that) and the event loop's longest stall is read (aim ${Goals.stallMs} ms, fails at ten times that). Over the whole run, after a
garbage collection at either end, the victim holds ${ours.growth === undefined ? 'what is not known: it was started again' : `${signed(ours.growth.heldBytes)} more (fails at +${megabytes(Goals.rssGrowthBytes)}); its resident memory grows by ${signed(ours.growth.rssBytes)}`} to ${megabytes(ours.rssBytes)}
(aim +${megabytes(Goals.rssGrowthBytes)}).
${theirs === undefined ? 'rclpy was not attacked in this run.' : ABOUT_RCLPY}

| cases | count | ours | slowest goal, ms | longest stall, ms | rclpy | its slowest goal, ms |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

| attack | goal | ours | rclpy |
| --- | --- | --- | --- |
${scenarioRows.join('\n')}
`;
}

function signed(bytes: number): string {
  return `${bytes < 0 ? '−' : '+'}${megabytes(Math.abs(bytes))}`;
}

function verdict({ lost }: FamilyOutcome): string {
  if (lost.length === 0) return 'served after all';
  const gone = lost.filter(({ what }) => what === 'gone').length;
  return `${gone} gone, ${lost.length - gone} silent`;
}
