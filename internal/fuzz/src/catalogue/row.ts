/** One row of the catalogue of faults, attacks and known vulnerabilities. */
export interface Row {
  /** The fault, attack or CVE, in a few words. */
  readonly what: string;
  /** What a robust stack does, and this one. */
  readonly ours: string;
  /** Our tests: file and titles joined by ` › `; a block stands for all in it, and what ends with `…` for all that begin so. */
  readonly tests?: readonly string[];
  /** Instead of tests: why it cannot be reached here. */
  readonly unreachable?: string;
  /** Instead of tests: what is missing yet. */
  readonly open?: string;
}

export interface Chapter {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** The ids of tests in one file, or in one block of it. */
export function testsOf(...path: readonly string[]): (...titles: readonly string[]) => string {
  return (...titles) => [...path, ...titles].join(' › ');
}
