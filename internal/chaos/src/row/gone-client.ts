import { Implementation } from '@rclts/interop';
import { Order } from '../peer/behaviours.js';
import { Role, type GoalRecord } from '../peer/protocol.js';
import { CLIENT_HOST, OTHER_HOST, SERVER_HOST, type Stage } from '../stage.js';
import { runGoals } from './goals.js';
import type { Outcome, Pairing, Row } from './row.js';

const ORPHANS = 10;
const PATIENCE_MS = 120_000;
const BASELINE_GOALS = 20;
/** Goals right after the requests that nobody will hear answered; the worst of them against the worst of as many before. */
const GOALS_AFTER = 5;
const GOAL_MS = 5;
/**
 * Beyond what the figures are uncertain by where a process has to wait for a processor, and below the 5 s that one reply waits for its
 * reader: who waits with it is found out.
 */
const HANG_MS = 4_000;

/** Ten requests whose reply reader is not there, then a goal of somebody else: it must not wait. */
export function goneClientRow(pairing: Pairing): Row {
  return {
    ...{ fault: `${String(ORPHANS)} replies to a client that is gone`, pairing, hosts: 3 },
    goal: `next goal delayed ≤ ${String(GOAL_MS)} ms`,
    run: (stage) => run(stage, pairing),
  };
}

async function run(stage: Stage, pairing: Pairing): Promise<Outcome> {
  await stage.start(pairing.server, Role.SERVER, SERVER_HOST);
  const client = await stage.start(pairing.client, Role.CLIENT, CLIENT_HOST);
  await client.call('waitForServer', { timeoutMs: PATIENCE_MS });
  const before = await runGoals(client, BASELINE_GOALS, Order.steps(0), PATIENCE_MS);
  const orphan = await stage.start(Implementation.RCLTS, Role.ORPHAN, OTHER_HOST);
  await orphan.call('ask', { count: ORPHANS, timeoutMs: PATIENCE_MS });
  const after = await runGoals(client, GOALS_AFTER, Order.steps(0), PATIENCE_MS);
  const lost = [...before, ...after].filter((record) => !record.correct).length;
  const worstOf = (records: readonly GoalRecord[]): number => Math.max(...records.map(({ acceptMs }) => acceptMs));
  const usualMs = worstOf(before.slice(-GOALS_AFTER));
  const worstMs = worstOf(after);
  const delayMs = Math.max(0, worstMs - usualMs);
  const failures = stage.crashes();
  if (before.length < BASELINE_GOALS || after.length < GOALS_AFTER || lost > 0) failures.push('goals were lost');
  const text = `delay of ${delayMs.toFixed(1)} ms, not ${String(GOAL_MS)}`;
  if (delayMs > HANG_MS) failures.push(text);
  return {
    measured: `next goal accepted after ${worstMs.toFixed(1)} ms instead of ${usualMs.toFixed(1)} ms`,
    missed: delayMs > GOAL_MS ? [text] : [],
    failures,
  };
}
