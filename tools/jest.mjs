// Runs jest in the current package and leaves its counts in .test-results/ for tools/test.mjs to sum up.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { root } from './pnpm.mjs';

const results = join(root, '.test-results');
mkdirSync(results, { recursive: true });
const jest = createRequire(join(root, 'package.json')).resolve('jest/bin/jest');
const out = join(results, `jest-${basename(process.cwd())}.json`);
const { status } = spawnSync(process.execPath, [jest, '--json', `--outputFile=${out}`, ...process.argv.slice(2)], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
process.exit(status ?? 1);
