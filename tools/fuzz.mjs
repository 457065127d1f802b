// Lies to every decoder of the house. Usage: npm run fuzz [-- --target NAME --inputs N --seed N --replay FILE …]; --help says all.
// With --write the inputs that ran something new are kept in internal/fuzz/corpus, and docs/RELIABILITY.md tells of the run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';
import { writeSection } from './section.mjs';

const words = process.argv.slice(2);
const isWriting = words.includes('--write');
const given = words.filter((word) => word !== '--write');
const dist = join(root, 'internal/fuzz/dist');
const folder = mkdtempSync(join(tmpdir(), 'rclts-fuzz-'));
const markdown = join(folder, 'fuzz.md');

if (!existsSync(join(root, 'node_modules/.pnpm'))) installWorkspace();
if (!existsSync(join(root, 'packages/interfaces/generated'))) {
  must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/interfaces', '--output-logs=errors-only']));
}
must(spawnSync(process.execPath, [join(root, 'internal/fuzz/bundle.mjs'), dist], { stdio: 'inherit' }).status);
const { status } = spawnSync(
  process.execPath,
  [join(dist, 'main.js'), root, ...given, ...(isWriting ? ['--keep', '--markdown', markdown] : [])],
  { cwd: root, stdio: 'inherit' },
);
if (isWriting && existsSync(markdown)) {
  writeSection('docs/RELIABILITY.md', 'fuzz', ['npm run fuzz --', ...words].join(' '), readFileSync(markdown, 'utf8'));
}
rmSync(folder, { recursive: true });
process.exit(status ?? 1);
