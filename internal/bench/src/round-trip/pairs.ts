import { join } from 'node:path';
import {
  claimDomain,
  Implementation,
  ManagedProcess,
  ourProgram,
  peerEnvironment,
  rclpyProgram,
  repository,
  Transport,
  type Program,
} from '@rclts/interop';
import { percentile } from '../measure.js';

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
  const domain = await claimDomain();
  const environment = peerEnvironment(domain.id, Transport.DEFAULT);
  const start = (label: string, { command, args }: Program): ManagedProcess =>
    new ManagedProcess(command, args, { label, environment });
  const serving = start(`${server} server`, program(server, 'server'));
  const asking = start(`${client} client`, program(client, 'client', String(goals), String(ORDER)));
  try {
    await asking.until('its figures', PATIENCE_MS, () => asking.exit !== undefined);
    if (asking.exit?.code !== 0) throw new Error(`the client ended with ${JSON.stringify(asking.exit)}`);
    const milliseconds = JSON.parse(/^\[[\d.,e\s-]+\]$/m.exec(asking.output)?.[0] ?? '[]') as number[];
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
  } catch (error) {
    throw new Error(`${String(error)}\n${serving.describe()}${asking.describe()}`, { cause: error });
  } finally {
    await Promise.all([serving.stop(), asking.stop()]);
    await domain.release();
  }
}

function program(implementation: Implementation, role: 'server' | 'client', ...args: string[]): Program {
  if (implementation === Implementation.RCLTS) {
    return ourProgram(join(repository, `internal/bench/dist/round-trip/${role}.js`), ...args);
  }
  const script = join(repository, `internal/interop/python/bench_${role}.py`);
  return rclpyProgram(implementation, 'run_with_stdin.py', script, ...args);
}
