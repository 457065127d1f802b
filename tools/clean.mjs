// Removes what the commands of this project have made. Usage: npm run clean -- [--all]
// With --all also what takes long to get back: installed packages and the rclpy peers.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './pnpm.mjs';

const made = ['dist', 'generated', '.turbo', '.test-results', 'coverage', 'tarballs'];
const fetched = ['node_modules', '.cache'];
const names = process.argv.includes('--all') ? [...made, ...fetched] : made;

const rooms = ['packages', 'internal'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => join(root, parent, name)),
);
for (const directory of [root, join(root, 'examples'), ...rooms]) {
  for (const name of names) rmSync(join(directory, name), { recursive: true, force: true });
}
