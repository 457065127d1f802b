import { join } from 'node:path';
import {
  claimDomain,
  Implementation,
  ManagedProcess,
  ourProgram,
  peerEnvironment,
  rclpyProgram,
  repository,
  type Program,
  type Transport,
} from '@rclts/interop';

export interface PairOptions {
  readonly client: Implementation;
  readonly server: Implementation;
  readonly transport: Transport;
  /** Which of the benchmarks: src/NAME/{server,client}.ts, and internal/interop/python/NAME_{server,client}.py of rclpy. */
  readonly programs: { readonly ours: string; readonly rclpy: string };
  /** Of the client. */
  readonly args: readonly (string | number)[];
  /** Until the client has ended. */
  readonly patienceMs: number;
}

/** One server and one client, two processes in a domain of their own. Resolves to what each has printed as JSON; the server may print nothing. */
export async function runProcessPair(
  options: PairOptions,
): Promise<{ readonly client: unknown; readonly server: unknown }> {
  const domain = await claimDomain();
  const environment = peerEnvironment(domain.id, options.transport);
  const start = (label: string, { command, args }: Program): ManagedProcess =>
    new ManagedProcess(command, args, { label, environment });
  const serving = start(`${options.server} server`, program(options, 'server'));
  const asking = start(`${options.client} client`, program(options, 'client', ...options.args.map(String)));
  try {
    await asking.until('its figures', options.patienceMs, () => asking.exit !== undefined);
    if (asking.exit?.code !== 0) throw new Error(`the client ended with ${JSON.stringify(asking.exit)}`);
    await serving.stop();
    const client = jsonOf(asking);
    if (client === undefined) throw new Error('the client has printed no figures');
    return { client, server: jsonOf(serving) };
  } catch (error) {
    throw new Error(`${String(error)}\n${serving.describe()}${asking.describe()}`, { cause: error });
  } finally {
    await Promise.all([serving.stop(), asking.stop()]);
    await domain.release();
  }
}

function program({ programs, ...pair }: PairOptions, role: 'server' | 'client', ...args: string[]): Program {
  if (pair[role] === Implementation.RCLTS) {
    return ourProgram(join(repository, `internal/bench/dist/${programs.ours}/${role}.js`), ...args);
  }
  const script = join(repository, `internal/interop/python/${programs.rclpy}_${role}.py`);
  return rclpyProgram(pair[role], 'run_with_stdin.py', script, ...args);
}

function jsonOf({ output }: ManagedProcess): unknown {
  const line = output.split('\n').findLast((each) => each.startsWith('{') || /^\[[\d\]]/.test(each));
  return line === undefined ? undefined : JSON.parse(line);
}
