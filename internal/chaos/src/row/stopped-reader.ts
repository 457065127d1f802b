import { Order } from '../peer/behaviours.js';
import { Role } from '../peer/protocol.js';
import { CLIENT_HOST, OTHER_HOST, residentBytes, SERVER_HOST, type Peer, type Stage } from '../stage.js';
import { pause } from './cut.js';
import { runGoals } from './goals.js';
import { HANG, judge, type Outcome, type Pairing, type Row } from './row.js';
import { settled, signal } from './server-killed.js';
import { describeSpread, p95Of } from './spread.js';

const PATIENCE_MS = 60_000;
const GROWTH_MB = 10;
/** Before it is stopped: the heap of a process that sends 20 MB a second takes so long to find its size, stopped readers or not. */
const BEFORE_SECONDS = 25;
/** The stream outlasts the stop by so much. */
const AFTER_SECONDS = 5;
const BETWEEN_GOALS_MS = 25;
/** Other clients' p95 is unchanged if it is less than this much of what it was, or this many ms more. */
const UNCHANGED_PART = 1.5;
const UNCHANGED_MS = 5;

/** A client whose feedback comes at 10 MB/s is stopped: the server's memory, and what others see of it. */
export function stoppedReaderRow(pairing: Pairing, stoppedSeconds: number): Row {
  return {
    ...{ fault: `reader stopped ${String(stoppedSeconds)} s at 1 kHz × 10 kB`, pairing, hosts: 3 },
    goal: `RSS ≤ +${String(GROWTH_MB)} MB, others' p95 unchanged`,
    run: (stage) => run(stage, pairing, stoppedSeconds),
  };
}

async function run(stage: Stage, pairing: Pairing, stoppedSeconds: number): Promise<Outcome> {
  const server = await stage.start(pairing.server, Role.SERVER, SERVER_HOST);
  const client = await stage.start(pairing.client, Role.CLIENT, CLIENT_HOST);
  const other = await stage.start(pairing.client, Role.CLIENT, OTHER_HOST);
  for (const each of [client, other]) await each.call('waitForServer', { timeoutMs: PATIENCE_MS });
  await runGoals(other, 10, Order.steps(0), PATIENCE_MS);
  const streamSeconds = BEFORE_SECONDS + stoppedSeconds + AFTER_SECONDS;
  await client.call('open', { order: Order.stream(streamSeconds), timeoutMs: PATIENCE_MS });
  const usual = await goalsFor(other, server, BEFORE_SECONDS);
  const rssBefore = Math.max(...usual.residentBytes);
  signal(client, 'SIGSTOP');
  const stopped = await goalsFor(other, server, stoppedSeconds);
  const { frames } = await stage.lan.counts();
  signal(client, 'SIGCONT');
  await client.untilEvent('its result', () => settled(client).length > 0, PATIENCE_MS).catch(() => undefined);
  const growthMb = (Math.max(...stopped.residentBytes) - rssBefore) / 1e6;
  const [p95Before, p95] = [p95Of(usual.totalMs), p95Of(stopped.totalMs)];
  const failures = stage.crashes();
  if (usual.lost + stopped.lost > 0)
    failures.push(`${String(usual.lost + stopped.lost)} goals of the other client lost`);
  const [outcome] = settled(client);
  if (outcome !== 'status 4') failures.push(`the stopped client's result: ${outcome ?? 'none'}`);
  const growth = judge('RSS', growthMb, GROWTH_MB, 'MB');
  const p95Goal = Math.max(UNCHANGED_PART * p95Before, p95Before + UNCHANGED_MS);
  const others = judge("others' p95", p95, Math.round(p95Goal), 'ms');
  return {
    measured:
      `RSS ${growthMb < 0 ? '' : '+'}${growthMb.toFixed(1)} MB on ${(rssBefore / 1e6).toFixed(0)} MB, others' goals take ` +
      `${describeSpread(stopped.totalMs)} (before: ${describeSpread(usual.totalMs)}), ${String(frames)} frames, ` +
      `the stopped client's result: ${outcome ?? 'none'}`,
    missed: [...growth.missed, ...others.missed],
    failures: [...failures, ...growth.failures, ...(p95 > HANG * p95Goal ? others.failures : [])],
  };
}

/** Goals of one client, one after the other for some seconds, and the server's memory meanwhile. */
async function goalsFor(
  client: Peer,
  server: Peer,
  seconds: number,
): Promise<{ totalMs: number[]; lost: number; residentBytes: number[] }> {
  const end = performance.now() + 1_000 * seconds;
  const memory: number[] = [];
  const totalMs: number[] = [];
  let lost = 0;
  while (performance.now() < end) {
    const [record] = await runGoals(client, 1, Order.steps(0), PATIENCE_MS);
    if (record?.correct) totalMs.push(record.totalMs);
    else lost++;
    memory.push(residentBytes(server));
    await pause(BETWEEN_GOALS_MS);
  }
  return { totalMs, lost, residentBytes: memory };
}
