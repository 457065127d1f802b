// A hostile participant against our own action server, and with --write against rclpy's as well, on this machine only.
// Usage: npm run attack -- [--write] [--short] [--seed N]. With --write, the section `attack` of docs/RELIABILITY.md is written anew.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Missing } from './peers.mjs';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';
import { writeSection } from './section.mjs';

const args = process.argv.slice(2);
const write = args.includes('--write');
const others = args.filter((argument) => argument !== '--write');

installWorkspace();
if (write) {
  const { status: missing } = spawnSync(process.execPath, [join(root, 'tools/peers.mjs')], { stdio: 'inherit' });
  if (missing & Missing.PEERS) process.exit(1);
}
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/attack', '--output-logs=errors-only']));
const { status, stdout } = spawnSync(
  process.execPath,
  [join(root, 'internal/attack/dist/main.js'), ...others, ...(write ? ['--rclpy'] : [])],
  { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
);
console.log(stdout);
// What did not stand is no result to show.
if (write && status === 0) writeSection('docs/RELIABILITY.md', 'attack', 'npm run attack -- --write', stdout);
process.exit(status ?? 1);
