import { join } from 'node:path';
import { claimDomain, ManagedProcess, peerEnvironment, repository, Transport } from '@rclts/interop';
import type { SoakFigures, SoakOptions } from './soak.js';

/** Runs a soak in a process of its own, in which nothing else is to be counted. */
export async function runSoak({ goals, warmUp, samples }: SoakOptions, patienceMs: number): Promise<SoakFigures> {
  const domain = await claimDomain();
  const program = join(repository, 'internal/bench/dist/soak/main.js');
  let figures: SoakFigures | undefined;
  const soaking = new ManagedProcess(
    process.execPath,
    ['--expose-gc', program, ...[goals, warmUp, samples].map(String)],
    {
      label: 'the soak',
      environment: peerEnvironment(domain.id, Transport.DEFAULT),
      onLine: (line) => {
        if (!line.startsWith('{')) return false;
        figures = JSON.parse(line) as SoakFigures;
        return true;
      },
    },
  );
  try {
    // By itself: a handle that is left would keep it.
    await soaking.until('its end', patienceMs, () => soaking.exit !== undefined);
    if (figures === undefined) throw new Error('the soak has printed no figures');
    return figures;
  } catch (error) {
    throw new Error(`${String(error)}\n${soaking.describe()}`, { cause: error });
  } finally {
    await soaking.stop();
    await domain.release();
  }
}
