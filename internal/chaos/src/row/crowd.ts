import { Order } from '../peer/behaviours.js';
import { Role } from '../peer/protocol.js';
import { CLIENT_HOST, OTHER_HOST, residentBytes, SERVER_HOST, type Stage } from '../stage.js';
import { pause } from './cut.js';
import { runGoals } from './goals.js';
import { judge, type Outcome, type Pairing, type Row } from './row.js';
import { describeSpread, p95Of } from './spread.js';

const PATIENCE_MS = 120_000;
const GOALS = 100;
const SEEN_SECONDS = 8;
const GROWTH_MB = 12;
const P95_MS = 10;
const LOOK_MS = 50;

/** Many participants join at once, on a host of their own. */
export function crowdRow(pairing: Pairing, participants: number): Row {
  return {
    ...{ fault: `${String(participants)} participants join`, pairing, hosts: 3 },
    goal: `all seen in ≤ ${String(SEEN_SECONDS)} s, RSS ≤ +${String(GROWTH_MB)} MB, goals p95 ≤ ${String(P95_MS)} ms`,
    run: (stage) => run(stage, pairing, participants),
  };
}

async function run(stage: Stage, pairing: Pairing, participants: number): Promise<Outcome> {
  const server = await stage.start(pairing.server, Role.SERVER, SERVER_HOST);
  const client = await stage.start(pairing.client, Role.CLIENT, CLIENT_HOST);
  await client.call('waitForServer', { timeoutMs: PATIENCE_MS });
  await runGoals(client, GOALS, Order.steps(0), PATIENCE_MS);
  const rssBefore = residentBytes(server);
  await stage.lan.resetCounts();
  const crowd = await stage.start(pairing.client, Role.CROWD, OTHER_HOST);
  const expected = participants + 2;
  const start = performance.now();
  const joining = crowd.call('join', { count: participants, expected, timeoutMs: PATIENCE_MS });
  let serverSeconds = NaN;
  const watching = (async () => {
    while (performance.now() - start < PATIENCE_MS) {
      if ((await server.call('nodes', {})) >= expected) {
        serverSeconds = (performance.now() - start) / 1_000;
        return;
      }
      await pause(LOOK_MS);
    }
  })();
  const [seconds] = await Promise.all([joining.then((ms) => ms / 1_000), watching]);
  const counts = await stage.lan.counts();
  const records = await runGoals(client, GOALS, Order.steps(0), PATIENCE_MS);
  const growthMb = (residentBytes(server) - rssBefore) / 1e6;
  const good = records.filter((record) => record.correct);
  const p95 = p95Of(good.map(({ totalMs }) => totalMs));
  const failures = stage.crashes();
  if (good.length < GOALS) failures.push(`${String(good.length)} of ${String(GOALS)} goals`);
  const verdicts = [
    judge('all seen', seconds, SEEN_SECONDS, 's'),
    judge('RSS', growthMb, GROWTH_MB, 'MB'),
    judge("goals' p95", p95, P95_MS, 'ms'),
  ];
  return {
    measured:
      `server sees all after ${serverSeconds.toFixed(1)} s, all see all after ${seconds.toFixed(1)} s, ` +
      `RSS +${growthMb.toFixed(1)} MB, goals take ${describeSpread(good.map(({ totalMs }) => totalMs))}, ` +
      `${(counts.bytes / participants / 1e3).toFixed(1)} kB a joiner on the link`,
    missed: verdicts.flatMap(({ missed }) => missed),
    failures: [...failures, ...verdicts.flatMap((verdict) => verdict.failures)],
  };
}
