// Commands of the system, and their installation where that needs nobody's permission.
import { spawn, spawnSync } from 'node:child_process';
import { root } from './pnpm.mjs';

/**
 * Installs a package through apt-get (Debian and its kin, as root). Resolves to `how`, which says in words what is missing and how to install
 * it, or to undefined when `isThere` says so. Package lists are fetched only where the package is not in them yet.
 */
export async function aptInstall(name, isThere, how) {
  const apt = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!apt || process.getuid?.() !== 0) return how;
  console.log(`Installing ${name} through apt-get …`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  // Somebody else may be installing; and mirrors have bad moments.
  const patience = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=5'];
  const install = [...patience, 'install', '-y', '-qq', '--no-install-recommends', name];
  let result = await run('apt-get', install, options);
  if (result.status !== 0) {
    await run('apt-get', [...patience, 'update', '-qq'], options);
    result = await run('apt-get', install, options);
  }
  return isThere() ? undefined : `${how}\napt-get could not install it:\n${result.output}`;
}

/** Runs a command without blocking; its output comes back as text, for the case that something went wrong. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ status: 1, output: `${command}: ${error.message}` }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}
