// Packs every published package, as `npm publish` would, into a folder (default: tarballs/). Build first.
// Usage: node tools/pack.mjs [FOLDER]
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { must, pnpm, root } from './pnpm.mjs';

const folder = resolve(process.argv[2] ?? join(root, 'tarballs'));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
must(
  pnpm(['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  }),
);
