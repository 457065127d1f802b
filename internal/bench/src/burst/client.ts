/**
 * The client of the bursts: COUNT goals of an ORDER, GAP_MS from each to the next; 0: all in one turn. It asks for every result at
 * once. Goals that the server holds are released when all have been answered. Prints what became of them as JSON, at the
 * latest when nothing has happened for a while. Usage: client.js COUNT ORDER GAP_MS
 */
import { setTimeout as passing } from 'node:timers/promises';
import { ActionClient, createNode } from '@rclts/actions';
import { Fibonacci } from '../round-trip/fibonacci.js';
import { BurstOrder } from './order.js';

const PATIENCE_MS = 30_000;
const [count = 0, order = 0, gapMs = 0] = process.argv.slice(2).map(Number);

const node = await createNode('burst_client', { args: [] });
const client = new ActionClient(node, Fibonacci, 'fibonacci');
await client.waitForServer({ timeoutMs: 120_000 });

const figures = { sent: 0, accepted: 0, finished: 0, feedback: 0, seconds: 0, bytesSent: 0, datagramsSent: 0 };
let progressAt = performance.now();
const progress = (what: 'accepted' | 'finished' | 'feedback'): void => {
  figures[what] += 1;
  progressAt = performance.now();
};

async function oneGoal(): Promise<void> {
  figures.sent += 1;
  const goal = await client.sendGoal({ order }, { feedbackCallback: () => progress('feedback') });
  if (!goal.accepted) return;
  progress('accepted');
  const { status } = await goal.getResult();
  if (status === 4) progress('finished');
}

/** Or nothing has happened for a while. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition() && performance.now() - progressAt < PATIENCE_MS) await passing(10);
}

const start = performance.now();
for (let i = 0; i < count; i++) {
  // What never comes is counted by what did: at the end, everything that is open rejects.
  oneGoal().catch(() => undefined);
  if (gapMs > 0) await passing(gapMs);
}
if (order === BurstOrder.HELD) {
  await until(() => figures.accepted === count);
  progressAt = performance.now();
  await client.sendGoal({ order: BurstOrder.RELEASE });
}
await until(() => figures.finished === count);
figures.seconds = (performance.now() - start) / 1000;
const { bytesSent, datagramsSent } = node.context.participant.statistics;
console.log(JSON.stringify({ ...figures, bytesSent, datagramsSent }));
await node.close();
