// Builds the package in the current directory: declarations by tsc (which is also the type check), JavaScript by esbuild,
// what package.json lists as dependencies left as imports, everything else bundled in with its licences. A `generate` script in package.json runs first.
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
  legalComments: 'inline',
  metafile: true,
  logLevel: 'warning',
});

// The licences of what was bundled in travel with it.
const bundled = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (match) bundled.add(match[1]);
}
const licences = [...bundled].sort().map((directory) => {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(directory, file), 'utf8') : ''}`;
});
if (licences.length > 0)
  writeFileSync(join('dist', 'THIRD_PARTY_LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
