import { Transport, type Implementation } from '@rclts/interop';
import { percentile } from '../measure.js';
import { runProcessPair } from '../process-pair.js';

export interface PairFigures {
  readonly client: Implementation;
  readonly server: Implementation;
  readonly goals: number;
  readonly goalsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Order of every goal: four feedback messages and a result of six numbers. */
export const ORDER = 5;

const PATIENCE_MS = 120_000;

/** One server and one client, two processes in a domain of their own: goals one after the other. */
export async function measurePair(client: Implementation, server: Implementation, goals: number): Promise<PairFigures> {
  const printed = await runProcessPair({
    client,
    server,
    transport: Transport.DEFAULT,
    programs: { ours: 'round-trip', rclpy: 'bench' },
    args: [goals, ORDER],
    patienceMs: PATIENCE_MS,
  });
  const milliseconds = printed.client as number[];
  if (milliseconds.length !== goals) throw new Error(`${milliseconds.length} of ${goals} goals`);
  const total = milliseconds.reduce((sum, each) => sum + each, 0);
  return {
    client,
    server,
    goals,
    goalsPerSecond: (1000 * goals) / total,
    p50Ms: percentile(milliseconds, 50),
    p95Ms: percentile(milliseconds, 95),
  };
}
