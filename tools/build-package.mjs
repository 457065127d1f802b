// Builds the package in the current directory: declarations by tsc (which is also the type check), JavaScript by esbuild,
// what package.json lists as dependencies left as imports, everything else bundled in with its licences. A `generate` script
// in package.json runs first; `aliases` there say which file of a library to bundle where its own choice is the wrong one.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { must, root } from './pnpm.mjs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const run = (...argv) => must(spawnSync(argv[0], argv.slice(1), { stdio: 'inherit' }).status ?? 1);

rmSync('dist', { recursive: true, force: true });
if (manifest.scripts.generate) run('npm', 'run', '--silent', 'generate');
run(
  process.execPath,
  createRequire(join(root, 'package.json')).resolve('typescript/bin/tsc'),
  '-p',
  'tsconfig.json',
  '--emitDeclarationOnly',
);

// A package has one entry (src/index.ts) and the programs that package.json lists, or, where every module is a subpath of
// its own, all that tsc's rootDir holds.
const { rootDir } = JSON.parse(readFileSync('tsconfig.json', 'utf8')).compilerOptions;
const single = join(rootDir, 'index.ts');
const entryPoints = existsSync(single)
  ? [single, ...(manifest.programs ?? [])]
  : readdirSync(rootDir, { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(rootDir, file));

const { metafile } = await build({
  entryPoints,
  outdir: 'dist',
  outbase: rootDir,
  bundle: existsSync(single),
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  ...(existsSync(single)
    ? { external: Object.keys(manifest.dependencies ?? {}).flatMap((name) => [name, `${name}/*`]) }
    : {}),
  alias: manifest.aliases ?? {},
  legalComments: 'inline',
  metafile: true,
  logLevel: 'warning',
});

// The licences of what was bundled in travel with it, those of what was bundled into our own packages before too.
const licences = new Map();
const separator = `\n${'-'.repeat(80)}\n\n`;
const file = 'dist/THIRD_PARTY_LICENSES.txt';
for (const input of Object.keys(metafile.inputs)) {
  const [, library] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
  const [, ours] = /^(\.\.\/[^/.]+)\/dist\//.exec(input) ?? [];
  if (library !== undefined && !licences.has(library)) licences.set(library, licenceOf(library));
  if (ours !== undefined && existsSync(join(ours, file))) {
    for (const text of readFileSync(join(ours, file), 'utf8').split(separator)) licences.set(text, text);
  }
}
const texts = [...new Set(licences.values())].sort();
if (texts.length > 0) writeFileSync(file, texts.join(separator));

function licenceOf(library) {
  const { name, version, license } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  const text = readdirSync(library).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${text ? readFileSync(join(library, text), 'utf8') : ''}`;
}
