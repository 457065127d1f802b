// A document that a script writes from the sources, and that stands in git: `--check` fails where the two differ.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pnpm.mjs';

/** Writes `text` to `path` (from the root); with `--check` on the command line compares instead and exits 1. */
export function put(path, text) {
  const file = join(root, path);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    return;
  }
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  console.error(`${path} is not what the sources say: run \`npm run docs\` and commit it.`);
  process.exit(1);
}
