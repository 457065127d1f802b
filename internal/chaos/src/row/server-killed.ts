import { Implementation } from '@rclts/interop';
import { Order } from '../peer/behaviours.js';
import { Role, type PeerOptions } from '../peer/protocol.js';
import { CLIENT_HOST, SERVER_HOST, type Peer, type Stage } from '../stage.js';
import { HANG, judge, type Outcome, type Pairing, type Row } from './row.js';

interface Settings {
  readonly fault: string;
  readonly pairing: Pairing;
  /** Of the server; default 20 s. */
  readonly leaseDurationMs?: number;
  readonly goalSeconds: number;
}

const RESULTS = 3;
const PATIENCE_MS = 120_000;
/** rclpy's client is not waited for as long: it never learns of it. */
const REFERENCE_SECONDS = 30;

/** The server dies of `kill -9` with results open and a goal on its way: every promise of the client settles. */
export function serverKilledRow(settings: Settings): Row {
  const { fault, pairing, goalSeconds } = settings;
  return {
    ...{ fault, pairing, hosts: 2 },
    goal: `every open promise settles in ≤ ${String(goalSeconds)} s`,
    run: (stage) => run(stage, settings),
  };
}

async function run(stage: Stage, { pairing, goalSeconds, leaseDurationMs }: Settings): Promise<Outcome> {
  const isOurClient = pairing.client === Implementation.RCLTS;
  const options: PeerOptions = leaseDurationMs === undefined ? {} : { leaseDurationMs };
  const server = await stage.start(pairing.server, Role.SERVER, SERVER_HOST, options);
  const client = await stage.start(pairing.client, Role.CLIENT, CLIENT_HOST);
  await client.call('waitForServer', { timeoutMs: PATIENCE_MS });
  for (let i = 0; i < RESULTS; i++) await client.call('open', { order: Order.silent(300), timeoutMs: PATIENCE_MS });
  // One more request is under way: to a server that has stopped already.
  signal(server, 'SIGSTOP');
  await client.call('send', { order: Order.silent(300) });
  await server.crash();
  const start = performance.now();
  const expected = RESULTS + 1;
  const limitMs = 1_000 * (isOurClient ? HANG * goalSeconds : REFERENCE_SECONDS);
  await client.untilEvent('settled', () => settled(client).length === expected, limitMs).catch(() => undefined);
  const seconds = (performance.now() - start) / 1_000;
  const outcomes = settled(client);
  const failures = stage.crashes([server]);
  if (outcomes.length !== expected) {
    const measured = `${String(outcomes.length)} of ${String(expected)} settle within ${seconds.toFixed(0)} s`;
    return { measured, missed: [], failures: [...failures, measured] };
  }
  const verdict = judge('time', seconds, goalSeconds, 's');
  return {
    measured: `${String(expected)} of ${String(expected)} settle after ${seconds.toFixed(1)} s`,
    missed: verdict.missed,
    failures: [...failures, ...verdict.failures, ...outcomes.filter((text) => !/lost/i.test(text))],
  };
}

/** How the open promises have ended so far. */
export function settled(client: Peer): string[] {
  return client.events.flatMap((event) => (event.event === 'settled' ? [event.outcome] : []));
}

export function signal(peer: Peer, name: 'SIGSTOP' | 'SIGCONT'): void {
  const { pid } = peer.process;
  if (pid !== undefined && peer.process.exit === undefined) process.kill(pid, name);
}
