// Runs the interop suite alone. Usage: npm run interop -- [--write] [JEST ARGUMENTS]
// With --write, docs/INTEROP.md is written anew from what happened.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { Missing } from './peers.mjs';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';

const args = process.argv.slice(2);
const write = args.includes('--write');
const results = join(root, '.test-results/jest-interop.json');

installWorkspace();
const { status: missing } = spawnSync(process.execPath, [join(root, 'tools/peers.mjs')], { stdio: 'inherit' });
if (missing & Missing.PEERS) process.exit(1);
must(
  pnpm([
    'exec',
    'turbo',
    'run',
    'build',
    '--filter=@rclts/interop',
    '--filter=@rclts/examples',
    '--filter=@rclts/cli',
    '--output-logs=errors-only',
  ]),
);

rmSync(results, { force: true });
const jestArguments = args.filter((argument) => argument !== '--write');
const { status } = spawnSync('npm', ['test', '--silent', '--', ...jestArguments], {
  cwd: join(root, 'internal/interop'),
  stdio: 'inherit',
});

if (write) {
  const { renderMatrix } = await import('../internal/interop/dist/index.js');
  const outcomes = new Map();
  for (const { assertionResults } of JSON.parse(readFileSync(results, 'utf8')).testResults) {
    for (const { ancestorTitles, title, status: outcome } of assertionResults) {
      const cell = ancestorTitles[0] ?? '';
      if (!outcomes.has(cell)) outcomes.set(cell, new Map());
      outcomes.get(cell).set(title, outcome);
    }
  }
  const date = new Date().toISOString().slice(0, 10);
  const machine = `run on ${date}, ${type()} ${release()}, ${cpus().length} cores, Node ${process.version}`;
  writeFileSync(join(root, 'docs/INTEROP.md'), renderMatrix(outcomes, machine));
  console.log('docs/INTEROP.md is written');
}
process.exit(status ?? 1);
