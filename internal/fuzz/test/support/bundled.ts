import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(__dirname, '../../../..');
const MOST_OUTPUT = 1 << 26;

let folder: string | undefined;

/** The programs, bundled from the sources: in jest's sandbox a run would take an hour. One folder for all tests of a file. */
export function bundled(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'rclts-fuzz-'));
    execFileSync(process.execPath, [join(root, 'internal/fuzz/bundle.mjs'), folder]);
  }
  return folder;
}

afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

/** A Node process from the root. Resolves whatever its exit code. */
export async function run(argv: readonly string[]): Promise<{ output: string; code: number }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...argv], { cwd: root, maxBuffer: MOST_OUTPUT }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ output: stdout + (error === null ? '' : stderr), code: error === null ? 0 : Number(error.code) });
    });
  });
}
