// A hostile participant against our own action server, and with --write against rclpy's as well (unless --alone), on this machine only.
// Usage: npm run attack -- [--write [--alone]] [--short] [--seed N]. With --write, the section `attack` of docs/RELIABILITY.md is written anew.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Missing } from './peers.mjs';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';
import { writeSection } from './section.mjs';

const args = process.argv.slice(2);
const write = args.includes('--write');
const withRclpy = write && !args.includes('--alone');
const others = args.filter((argument) => argument !== '--write' && argument !== '--alone');

installWorkspace();
if (withRclpy) {
  const { status: missing } = spawnSync(process.execPath, [join(root, 'tools/peers.mjs')], { stdio: 'inherit' });
  if (missing & Missing.PEERS) process.exit(1);
}
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/attack', '--output-logs=errors-only']));
const { status, stdout } = spawnSync(
  process.execPath,
  [join(root, 'internal/attack/dist/main.js'), ...others, ...(withRclpy ? ['--rclpy'] : [])],
  { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
);
console.log(stdout);
// A goal that was missed is shown as such; a run that broke off has printed nothing.
if (write && stdout.trim() !== '')
  writeSection('docs/RELIABILITY.md', 'attack', `npm run attack -- --write${withRclpy ? '' : ' --alone'}`, stdout);
process.exit(status ?? 1);
