// Runs the benchmarks, ours and rclpy's in the same run, and writes their section of docs/BENCHMARKS.md. Usage: npm run bench
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Missing } from './peers.mjs';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';
import { writeSection } from './section.mjs';

installWorkspace();
const { status: missing } = spawnSync(process.execPath, [join(root, 'tools/peers.mjs')], { stdio: 'inherit' });
if (missing & Missing.PEERS) process.exit(1);
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/bench', '--output-logs=errors-only']));
const { measureAll, renderReport } = await import(pathToFileURL(join(root, 'internal/bench/dist/index.js')).href);
const figures = await measureAll((each) => console.log(each));
writeSection('docs/BENCHMARKS.md', 'bench', 'npm run bench', renderReport(figures));
console.log('docs/BENCHMARKS.md is written');
