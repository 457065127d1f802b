// Bundles the fuzzer from the sources of the whole house: main.js, the thread that it starts, and, apart from that one because it
// is loaded later, worker.js with all that is fuzzed; and session/play.js, a program of its own. Usage: node internal/fuzz/bundle.mjs FOLDER [MUTANT]
// A mutant is JSON, { file, from, to }: a text of a source file that is to be another one in this bundle.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

const [outdir, mutant] = process.argv.slice(2);

await build({
  absWorkingDir: root,
  entryPoints: ['main', 'thread', 'worker', 'session/play'].map((name) => join(root, `internal/fuzz/src/${name}.ts`)),
  outdir,
  outbase: join(root, 'internal/fuzz/src'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  tsconfig: join(root, 'tsconfig.json'),
  // Libraries that are CommonJS ask for Node's modules by require().
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  plugins: mutant === undefined ? [] : [mutation(JSON.parse(mutant))],
  logLevel: 'error',
});

function mutation({ file, from, to }) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} does not have once: ${from}`);
  return {
    name: 'mutation',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, (args) =>
        args.path === path ? { contents: text.replace(from, () => to), loader: 'ts' } : undefined,
      ),
  };
}
