import { Implementation } from '@rclts/interop';
import { Order } from '../peer/behaviours.js';
import { Role, type PeerOptions } from '../peer/protocol.js';
import { CLIENT_HOST, SERVER_HOST, type Peer, type Stage } from '../stage.js';
import { HANG, judge, type Outcome, type Pairing, type Row } from './row.js';
import { settled } from './server-killed.js';

interface Settings {
  readonly fault: string;
  readonly pairing: Pairing;
  /** Of both ends; default 20 s. */
  readonly leaseDurationMs?: number;
  readonly cutSeconds: number;
  /** After the healing. */
  readonly goalSeconds: number;
}

const PATIENCE_MS = 120_000;
/** From the server's acceptance to the cut, and from there to the result. */
const BEFORE_MS = 1_000;
const WAIT_MS = 60_000;
/** rclpy's client never gets the result. */
const REFERENCE_SECONDS = 20;

/** Nothing passes for longer than the lease; the goal ends meanwhile; its result arrives when the link is back. */
export function cutRow(settings: Settings): Row {
  const { fault, pairing, goalSeconds } = settings;
  return {
    ...{ fault, pairing, hosts: 2 },
    goal: `result ≤ ${String(goalSeconds)} s after healing`,
    run: (stage) => run(stage, settings),
  };
}

async function run(stage: Stage, settings: Settings): Promise<Outcome> {
  const { pairing, cutSeconds, goalSeconds, leaseDurationMs } = settings;
  const lease: PeerOptions = leaseDurationMs === undefined ? {} : { leaseDurationMs };
  const server = await stage.start(pairing.server, Role.SERVER, SERVER_HOST, { ...lease, resultTimeoutMs: WAIT_MS });
  const client = await stage.start(pairing.client, Role.CLIENT, CLIENT_HOST, { ...lease, serverLostWaitMs: WAIT_MS });
  await client.call('waitForServer', { timeoutMs: PATIENCE_MS });
  // What the client is to lose it has to know first: its own node, and the server's.
  const nodesBefore = await untilBoth(client);
  await client.call('open', { order: Order.silent(2 * (BEFORE_MS / 1_000)), timeoutMs: PATIENCE_MS });
  await pause(BEFORE_MS);
  await stage.lan.setFaults({ cut: true });
  await pause(cutSeconds * 1_000);
  const { nodesDuring, executed } = await inside(client, server, nodesBefore);
  await stage.lan.setFaults({ cut: false });
  const start = performance.now();
  const isOurClient = pairing.client === Implementation.RCLTS;
  const limitMs = 1_000 * (isOurClient ? HANG * goalSeconds : REFERENCE_SECONDS);
  await client.untilEvent('settled', () => settled(client).length > 0, limitMs).catch(() => undefined);
  const seconds = (performance.now() - start) / 1_000;
  const [outcome] = settled(client);
  const failures = stage.crashes();
  // Otherwise nothing was shown.
  if (executed !== 1) failures.push(`the result was not made inside the cut: ${String(executed)} executed`);
  if (nodesDuring >= nodesBefore) failures.push(`the lease had not run out: ${String(nodesDuring)} nodes`);
  if (outcome !== 'status 4') failures.push(outcome ?? `no result within ${seconds.toFixed(0)} s of healing`);
  const verdict = judge('time', seconds, goalSeconds, 's');
  const measured =
    outcome === 'status 4'
      ? `result ${seconds.toFixed(2)} s after healing`
      : `no result within ${seconds.toFixed(0)} s of healing${outcome === undefined ? '' : `: ${outcome}`}`;
  return { measured, missed: verdict.missed, failures: [...failures, ...verdict.failures] };
}

/** What has come to pass inside the cut; on a slow machine, that is longer. */
async function inside(
  client: Peer,
  server: Peer,
  nodesBefore: number,
): Promise<{ nodesDuring: number; executed: number }> {
  for (const end = performance.now() + PATIENCE_MS; ; await pause(100)) {
    const nodesDuring = await client.call('nodes', {});
    const { executed } = await server.call('executed', {});
    if ((executed > 0 && nodesDuring < nodesBefore) || performance.now() > end) return { nodesDuring, executed };
  }
}

const BOTH = 2;

async function untilBoth(client: Peer): Promise<number> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const nodes = await client.call('nodes', {});
    if (nodes >= BOTH) return nodes;
    if (performance.now() > end) throw new Error(`the client knows of ${String(nodes)} nodes`);
    await pause(100);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
