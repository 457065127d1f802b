import { GoalStatus, isActiveStatus } from '@rclts/actions';
import type { Probe } from '../probe/probe.js';
import { cases } from './all.js';
import { Bench, Failure, NotProvoked } from './bench.js';
import { missingNeeds, type Case, type Subject } from './case.js';

export const Outcome = { PASSED: 'passed', FAILED: 'failed', NOT_PROVOKED: 'not provoked' } as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

export interface CaseResult {
  readonly name: string;
  readonly outcome: Outcome;
  /** Why it failed, or what it would have taken to try it. */
  readonly because?: string;
}

/** How long the status of a server that has had goals may take to reach a newcomer. */
const FIRST_STATUS_MS = 1_500;

export interface SuiteOptions {
  /** Called as the cases end. */
  readonly onResult?: (result: CaseResult) => void;
  /** Names; default: all. */
  readonly only?: readonly string[];
}

/**
 * Tries the cases, one after the other.
 *
 * @throws Error when the server has goals of somebody else: the suite cancels every goal that there is.
 */
export async function runSuite(
  probe: Probe,
  subject: Subject,
  { onResult, only }: SuiteOptions = {},
): Promise<readonly CaseResult[]> {
  const status = (await probe.joinLate(FIRST_STATUS_MS)).at(-1);
  const active = status?.goals.filter(({ status }) => isActiveStatus(status as GoalStatus)) ?? [];
  if (active.length > 0) throw new Error(`the server has ${active.length} active goals of somebody else`);
  const bench = new Bench(probe, subject);
  const results: CaseResult[] = [];
  for (const one of cases) {
    if (only?.includes(one.name) === false) continue;
    const result = await runCase(one, bench);
    results.push(result);
    onResult?.(result);
  }
  return results;
}

async function runCase(one: Case, bench: Bench): Promise<CaseResult> {
  const { name } = one;
  const missing = missingNeeds(one, bench.subject, bench.probe.tellsOrder);
  if (missing.length > 0) return { name, outcome: Outcome.NOT_PROVOKED, because: `needs ${missing.join(', ')}` };
  const problem = (await problemOf(() => one.run(bench))) ?? (await problemOf(() => bench.cleanUp()));
  if (problem === undefined) return { name, outcome: Outcome.PASSED };
  const outcome = problem instanceof NotProvoked ? Outcome.NOT_PROVOKED : Outcome.FAILED;
  await problemOf(() => bench.cleanUp());
  const isOurs = problem instanceof Failure || problem instanceof NotProvoked;
  return { name, outcome, because: isOurs ? problem.message : String(problem) };
}

async function problemOf(run: () => Promise<void>): Promise<Error | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
