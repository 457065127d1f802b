// `npm run pack`: installs, builds and packs every published package, as `npm publish` would, into tarballs/.
// With a folder (`node tools/pack.mjs FOLDER`): packs what is built into that.
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';

const [given] = process.argv.slice(2);
if (given === undefined) {
  installWorkspace();
  must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=./packages/*', '--output-logs=errors-only']));
}
const folder = resolve(given ?? join(root, 'tarballs'));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
must(
  pnpm(['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  }),
);
if (given === undefined) console.log(`In your project: npm install ${folder}/*.tgz`);
