// Runs the chaos suite: real processes, ours and rclpy's, on both sides of a bad link. Usage: npm run chaos -- [--write] [--only TEXT]… [--list]
// `--only` takes the rows that contain all of the texts; `--write` puts what has run into docs/RELIABILITY.md and leaves its other rows.
// `--capture DIRECTORY` has our processes write what they send and receive. As root, for the network namespaces: hours, all of it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Missing } from './peers.mjs';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';
import { writeSection } from './section.mjs';

const DOCUMENT = 'docs/RELIABILITY.md';
const args = process.argv.slice(2);
const results = join(root, '.test-results/chaos.json');

installWorkspace();
const { status: missing } = spawnSync(process.execPath, [join(root, 'tools/peers.mjs')], { stdio: 'inherit' });
if (missing & Missing.PEERS) process.exit(1);
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/chaos', '--output-logs=errors-only']));

mkdirSync(join(root, '.test-results'), { recursive: true });
rmSync(results, { force: true });
const words = args.filter((argument) => argument !== '--write');
const { status } = spawnSync(
  process.execPath,
  [join(root, 'internal/chaos/dist/main.js'), '--results', results, ...words],
  { cwd: root, stdio: 'inherit' },
);
if (args.includes('--write')) {
  const { renderTable } = await import('../internal/chaos/dist/index.js');
  const table = renderTable(JSON.parse(readFileSync(results, 'utf8')), readFileSync(join(root, DOCUMENT), 'utf8'));
  writeSection(DOCUMENT, 'chaos', 'npm run chaos -- --write', table);
  spawnSync(process.execPath, [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', DOCUMENT], {
    cwd: root,
  });
  console.log(`${DOCUMENT} is written`);
}
process.exit(status ?? 1);
