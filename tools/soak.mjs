// Runs 100 000 goals and looks for what they leave behind; writes its section of docs/BENCHMARKS.md, and fails on a finding. Takes
// minutes. Usage: npm run soak
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';
import { writeSection } from './section.mjs';

const GOALS = 100_000;
const WARM_UP = 10_000;
const SAMPLES = 11;
const PATIENCE_MS = 3_600_000;

installWorkspace();
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/bench', '--output-logs=errors-only']));
const { findLeaks, renderSoak, runSoak } = await import(pathToFileURL(join(root, 'internal/bench/dist/index.js')).href);
const figures = await runSoak({ goals: GOALS, warmUp: WARM_UP, samples: SAMPLES }, PATIENCE_MS);
writeSection('docs/BENCHMARKS.md', 'soak', 'npm run soak', renderSoak(figures));
console.log(`${figures.bytesPerGoal.toFixed(1)} octets a goal; docs/BENCHMARKS.md is written`);
const leaks = findLeaks(figures);
for (const leak of leaks) console.error(leak);
process.exit(leaks.length === 0 ? 0 : 1);
