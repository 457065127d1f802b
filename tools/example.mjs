// Runs an example in the foreground, installed and built first where that is needed.
// Usage: npm run example -- NAME [ARGUMENTS]
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';

const [name, ...args] = process.argv.slice(2);
const names = readdirSync(join(root, 'examples/src'))
  .filter((file) => file.endsWith('.ts') && file !== 'fibonacci.ts') // which is what they share
  .map((file) => file.slice(0, -'.ts'.length));
if (name === undefined || !names.includes(name)) {
  console.error(`Usage: npm run example -- NAME [ARGUMENTS]\n\nNAME is one of\n  ${names.join('\n  ')}`);
  process.exit(2);
}

if (!existsSync(join(root, 'node_modules/.pnpm'))) installWorkspace();
must(
  pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/examples', '--output-logs=errors-only'], {
    stdio: ['ignore', 2, 2],
  }),
);

const child = spawn(process.execPath, [join(root, 'examples/dist', `${name}.js`), ...args], { stdio: 'inherit' });
// Ctrl-C reaches both; what is sent to this process alone is passed on. The example decides how it ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? code : 1));
