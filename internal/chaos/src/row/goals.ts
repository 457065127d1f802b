import { Implementation } from '@rclts/interop';
import type { Counts, Faults } from '../link/lan.js';
import { Order } from '../peer/behaviours.js';
import { Role, type GoalRecord } from '../peer/protocol.js';
import { CLIENT_HOST, SERVER_HOST, type Peer, type Stage } from '../stage.js';
import { HANG, judge, type Outcome, type Pairing, type Row } from './row.js';
import { describeSpread } from './spread.js';

/** Goals one after the other under one set of faults, which are there before the two discover each other. */
export interface GoalsSettings {
  readonly fault: string;
  readonly pairing: Pairing;
  readonly faults: Faults;
  readonly count: number;
  readonly order: number;
  /** For all of them together. */
  readonly goalSeconds?: number;
  /** The row is stopped after so many seconds, and says so; default: when the last goal has had its time. */
  readonly stopAfterSeconds?: number;
  /** How many of them must come to their end; default: all. */
  readonly atLeast?: number;
  /** Octets of results, if their weight on the wire has a goal: how many times as much may be sent. */
  readonly payloadBytes?: number;
  readonly goalWeight?: number;
  /** Of the server; default: its own, 10 s. */
  readonly resultTimeoutMs?: number;
}

/** As long as the reference was given. */
const GOAL_TIMEOUT_MS = 60_000;
const DISCOVERY_MS = 120_000;

export function goalsRow(settings: GoalsSettings): Row {
  const { fault, pairing, count, atLeast = count, goalSeconds, goalWeight } = settings;
  const weight = goalWeight === undefined ? '' : `, ≤ ${String(goalWeight)}× bytes`;
  const time = goalSeconds === undefined ? '' : ` in ≤ ${String(goalSeconds)} s${weight}`;
  const goal = `${atLeast === count ? '' : '≥ '}${String(atLeast)}/${String(count)}${time}`;
  return { fault, pairing, goal, hosts: 2, run: (stage) => run(stage, settings) };
}

async function run(stage: Stage, settings: GoalsSettings): Promise<Outcome> {
  const { pairing, count, order, goalSeconds = Infinity, stopAfterSeconds = Infinity } = settings;
  await stage.lan.setFaults(settings.faults);
  const { resultTimeoutMs } = settings;
  const options = resultTimeoutMs === undefined ? {} : { resultTimeoutMs };
  const server = await stage.start(pairing.server, Role.SERVER, SERVER_HOST, options);
  const client = await stage.start(pairing.client, Role.CLIENT, CLIENT_HOST);
  const discoveryMs = await client.call('waitForServer', { timeoutMs: DISCOVERY_MS });
  await stage.lan.resetCounts();
  const start = performance.now();
  const limitMs = Math.min(HANG * goalSeconds * 1000, stopAfterSeconds * 1000, count * GOAL_TIMEOUT_MS);
  const records = await runGoals(client, count, order, limitMs);
  const seconds = (performance.now() - start) / 1000;
  const counts = await stage.lan.counts();
  const executed = await server.call('executed', {});
  return judgeGoals(settings, { records, seconds, discoveryMs, counts, executed, crashes: stage.crashes() });
}

/** Those that have ended within the limit. */
export async function runGoals(client: Peer, count: number, order: number, limitMs: number): Promise<GoalRecord[]> {
  const before = client.events.length;
  const sinceThen = (): readonly Peer['events'][number][] => client.events.slice(before);
  await client.call('goals', { count, order, timeoutMs: GOAL_TIMEOUT_MS });
  await client
    .untilEvent('all goals', () => sinceThen().some(({ event }) => event === 'done'), limitMs)
    .catch(() => undefined);
  return sinceThen().filter((event) => event.event === 'goal');
}

interface Observation {
  readonly records: readonly GoalRecord[];
  readonly seconds: number;
  readonly discoveryMs: number;
  readonly counts: Counts;
  readonly executed: { readonly asked: number; readonly executed: number };
  readonly crashes: readonly string[];
}

function judgeGoals(settings: GoalsSettings, seen: Observation): Outcome {
  const { count, atLeast = count, goalSeconds, payloadBytes, goalWeight, pairing } = settings;
  const { records, seconds, counts } = seen;
  const good = records.filter((record) => record.correct);
  const failures = [...seen.crashes, ...absentFaults(settings.faults, counts)];
  if (good.length < atLeast) failures.push(`${String(good.length)} of ${String(count)} goals: ${wrongs(records)}`);
  if (seen.executed.asked > count) failures.push(`${String(seen.executed.asked)} executions of ${String(count)} goals`);
  // What rclpy's client lets through is not ours to answer for.
  const disordered = records.filter((record) => !record.inOrder).length;
  if (disordered > 0 && pairing.client === Implementation.RCLTS)
    failures.push(`feedback out of order or repeated: ${String(disordered)} goals`);
  const missed: string[] = [];
  const measures: [string, number, number | undefined, string][] = [['time', seconds, goalSeconds, 's']];
  const weight = payloadBytes === undefined ? undefined : counts.bytes / payloadBytes;
  if (weight !== undefined) measures.push(['bytes', weight, goalWeight, '×']);
  for (const [what, value, goal, unit] of measures) {
    if (goal === undefined) continue;
    const verdict = judge(what, value, goal, unit);
    failures.push(...verdict.failures);
    missed.push(...verdict.missed);
  }
  const feedback = records.reduce((sum, each) => sum + each.feedback, 0);
  const parts = [
    `${records.length < count ? 'stopped: ' : ''}${String(good.length)}/${String(count)} in ${seconds.toFixed(1)} s`,
    `accepted ${describeSpread(good.map(({ acceptMs }) => acceptMs))}`,
    `result ${describeSpread(good.map(({ totalMs }) => totalMs))}`,
    ...(settings.order <= Order.silent(0) ? [`feedback ${String(feedback)}/${String(count * settings.order)}`] : []),
    weight === undefined ? `${(counts.bytes / 1e6).toFixed(2)} MB` : `${weight.toFixed(2)}× bytes`,
    `discovery ${(seen.discoveryMs / 1000).toFixed(1)} s`,
  ];
  if (counts.refused > 0) parts.push(`${String(counts.refused)} frames had no room in a queue`);
  return { measured: parts.join(', '), failures, missed };
}

/** Faults that were asked for and did not happen: then nothing was shown. */
function absentFaults(faults: Faults, counts: Counts): string[] {
  const happened: [string, number | undefined, number][] = [
    ['lost', faults.loss, counts.lost],
    ['doubled', faults.duplicate, counts.doubled],
    ['reordered', faults.reorder, counts.reordered],
  ];
  return happened.flatMap(([what, part, frames]) => ((part ?? 0) > 0 && frames === 0 ? [`no frame was ${what}`] : []));
}

function wrongs(records: readonly GoalRecord[]): string {
  const bad = records.filter((record) => !record.correct);
  return [...new Set(bad.map((record) => record.error ?? `status ${String(record.status)}`))].join('; ') || 'hang';
}
