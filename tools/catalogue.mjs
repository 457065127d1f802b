// Writes the catalogue of docs/RELIABILITY.md from internal/fuzz/src/catalogue. `--check` compares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { put } from './generated-document.mjs';
import { root } from './pnpm.mjs';
import { withSection } from './section.mjs';

const FILE = 'docs/RELIABILITY.md';
const { outputFiles } = await build({
  entryPoints: [join(root, 'internal/fuzz/src/catalogue/document.ts')],
  bundle: true,
  write: false,
  format: 'esm',
});
const { renderCatalogue } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
put(FILE, withSection(readFileSync(join(root, FILE), 'utf8'), FILE, 'catalogue', renderCatalogue()));
