// Runs the benchmarks, ours and rclpy's in the same run, and writes their sections of docs/BENCHMARKS.md.
// Usage: npm run bench [-- audience]: only what feedback costs with many clients, which needs no peers and no quiet machine
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Missing } from './peers.mjs';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';
import { writeSection } from './section.mjs';

installWorkspace();
const isShort = process.argv[2] === 'audience';
if (!isShort) {
  const { status: missing } = spawnSync(process.execPath, [join(root, 'tools/peers.mjs')], { stdio: 'inherit' });
  if (missing & Missing.PEERS) process.exit(1);
}
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/bench', '--output-logs=errors-only']));
const bench = await import(pathToFileURL(join(root, 'internal/bench/dist/index.js')).href);
writeSection('docs/BENCHMARKS.md', 'audience', 'npm run bench', bench.renderAudiences(await bench.measureAudiences()));
if (!isShort) {
  const figures = await bench.measureAll((each) => console.log(each));
  writeSection('docs/BENCHMARKS.md', 'bench', 'npm run bench', bench.renderReport(figures));
}
console.log('docs/BENCHMARKS.md is written');
