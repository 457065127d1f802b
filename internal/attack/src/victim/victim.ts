import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Implementation,
  ManagedProcess,
  ourProgram,
  peerEnvironment,
  rclpyProgram,
  repository,
  Transport,
} from '@rclts/interop';
import type { VictimFigures } from './figures.js';

const home = join(repository, 'internal/attack');
const PATIENCE_MS = 60_000;
/** rclpy takes what there is when it hangs: 5.4 GB in 14 s were seen. */
const RCLPY_MEMORY_KB = 3_000_000;

/** The server that is attacked, in a process of its own. */
export class Victim {
  readonly implementation: Implementation;
  readonly #process: ManagedProcess;
  #figures: ((figures: VictimFigures) => void) | undefined;

  private constructor(implementation: Implementation, domainId: number) {
    this.implementation = implementation;
    const environment = peerEnvironment(domainId, Transport.UDPV4);
    const onLine = (line: string): boolean => this.#onLine(line);
    if (implementation === Implementation.RCLTS) {
      const { command, args } = ourProgram('--expose-gc', join(home, 'dist/victim/main.js'));
      this.#process = new ManagedProcess(command, args, { label: 'the victim', environment, onLine });
    } else {
      const { command, args } = rclpyProgram(implementation, 'run_with_stdin.py', join(home, 'python/server.py'));
      const limited = ['-c', `ulimit -v ${RCLPY_MEMORY_KB}; exec "$0" "$@"`, command, ...args];
      this.#process = new ManagedProcess('bash', limited, { label: 'the rclpy victim', environment, onLine });
    }
  }

  static async start(implementation: Implementation, domainId: number): Promise<Victim> {
    const victim = new Victim(implementation, domainId);
    await victim.#process.untilOutput(/^ready$/m, PATIENCE_MS);
    return victim;
  }

  get isAlive(): boolean {
    return this.#process.exit === undefined;
  }

  /**
   * How it is; its event loop since the last time.
   *
   * @param how - `collect`: what it holds, not what V8 has not given back yet.
   */
  async look(how: 'look' | 'collect' = 'look'): Promise<VictimFigures> {
    if (!this.isAlive) throw new Error(this.describe());
    if (this.implementation !== Implementation.RCLTS) {
      return {
        rssBytes: residentBytes(this.#process.pid ?? 0),
        liveBytes: undefined,
        stallMs: undefined,
        statistics: {},
      };
    }
    let figures: VictimFigures | undefined;
    this.#figures = (found) => (figures = found);
    this.#process.writeLine(how);
    await this.#process.until('how it is', PATIENCE_MS, () => figures !== undefined);
    if (figures === undefined) throw new Error(this.describe());
    return figures;
  }

  describe(): string {
    return this.#process.describe();
  }

  /** At once: one that hangs does nothing that it is asked. */
  async end(): Promise<void> {
    await this.#process.crash();
  }

  #onLine(line: string): boolean {
    if (!line.startsWith('figures ')) return false;
    this.#figures?.(JSON.parse(line.slice('figures '.length)) as VictimFigures);
    return true;
  }
}

function residentBytes(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}
