// Runs the benchmarks, ours and rclpy's in the same run, and writes docs/BENCHMARKS.md. Usage: npm run bench
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Missing } from './peers.mjs';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';

installWorkspace();
const { status: missing } = spawnSync(process.execPath, [join(root, 'tools/peers.mjs')], { stdio: 'inherit' });
if (missing & Missing.PEERS) process.exit(1);
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/bench', '--output-logs=errors-only']));
must(spawnSync(process.execPath, [join(root, 'internal/bench/dist/main.js')], { cwd: root, stdio: 'inherit' }).status);
