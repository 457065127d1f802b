// Bundles the fuzzer from the sources of the whole house: main.js, the thread that it starts, and, apart from that one because it
// is loaded later, worker.js with all that is fuzzed. Usage: node internal/fuzz/bundle.mjs FOLDER
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

await build({
  absWorkingDir: root,
  entryPoints: ['main', 'thread', 'worker'].map((name) => join(root, `internal/fuzz/src/${name}.ts`)),
  outdir: process.argv[2],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  tsconfig: join(root, 'tsconfig.json'),
  // Libraries that are CommonJS ask for Node's modules by require().
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  logLevel: 'error',
});
