import { readdirSync, readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repository } from '@rclts/interop';

const PATIENCE_MS = 120_000;

/** Processes with this one above them, at any distance, and what each was started as. */
function descendants(pid: number): Map<number, string> {
  const found = new Map<number, string>();
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const status = read(entry, 'status');
    parents.set(entry, Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1] ?? 0));
  }
  const isBelow = (entry: number): boolean => {
    const parent = parents.get(entry) ?? 0;
    return parent === pid || (parent > 1 && isBelow(parent));
  };
  for (const entry of parents.keys()) if (isBelow(entry)) found.set(entry, read(entry, 'cmdline'));
  return found;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

async function until<Value>(what: string, look: () => Value | undefined): Promise<Value> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    if (performance.now() > end) throw new Error(`not within ${String(PATIENCE_MS)} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Not nsenter or setpriv, which have the whole command line in theirs: until these are done the kernel was not told to end it with us. */
const isClient = (line: string): boolean => line.startsWith(process.execPath) && line.includes('main.js\0client');

test(
  'a suite that is killed leaves no process behind, not even one that is stopped, and so no namespace',
  async () => {
    const suite = spawn(
      process.execPath,
      [join(repository, 'internal/chaos/dist/main.js'), '--only', 'cut 30 s', '--only', 'rclts → rclts'],
      { stdio: 'ignore' },
    );
    const ended = once(suite, 'exit');
    const below = await until('its link and both peers run', () => {
      const processes = descendants(suite.pid ?? 0);
      const isRunning = (words: string): boolean => [...processes.values()].some((line) => line.includes(words));
      const isThere = isRunning('link.py') && isRunning('main.js\0server') && [...processes.values()].some(isClient);
      return isThere ? processes : undefined;
    });
    for (const [pid, line] of below) if (isClient(line)) process.kill(pid, 'SIGSTOP');
    suite.kill('SIGKILL');
    await ended;
    const left = await until('all of them end', () => {
      // A process id may be somebody else's by now.
      const alive = [...below].filter(([pid, line]) => line !== '' && read(pid, 'cmdline') === line);
      return alive.length === 0 ? alive : undefined;
    });
    expect(left).toEqual([]);
  },
  2 * PATIENCE_MS,
);
