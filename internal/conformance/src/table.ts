import { Outcome, type CaseResult } from './suite/run.js';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly notProvoked: number;
}

export function tally(results: readonly CaseResult[]): Tally {
  const count = (wanted: Outcome): number => results.filter(({ outcome }) => outcome === wanted).length;
  return {
    passed: count(Outcome.PASSED),
    failed: count(Outcome.FAILED),
    notProvoked: count(Outcome.NOT_PROVOKED),
  };
}

export function renderTally({ passed, failed, notProvoked }: Tally): string {
  return `${passed} passed, ${failed} failed, ${notProvoked} not provoked`;
}

const marks: Readonly<Record<Outcome, string>> = {
  [Outcome.PASSED]: 'pass',
  [Outcome.FAILED]: 'FAIL',
  [Outcome.NOT_PROVOKED]: 'not provoked',
};

/** One line of the table that the operator sees. */
export function renderResult({ name, outcome, because }: CaseResult): string {
  const reason = because === undefined ? '' : `\n${' '.repeat(16)}${because}`;
  return `  ${marks[outcome].padEnd(12)}  ${name}${reason}`;
}
