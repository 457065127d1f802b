// Runs the pinned pnpm through npx, so that nothing is installed globally. Usage: node tools/pnpm.mjs ARGS…
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { name, version } = manifest.devEngines.packageManager;

/** Runs pnpm with `args`; returns the exit code. */
export function pnpm(args, options = {}) {
  const { status, error } = spawnSync('npx', ['--yes', `${name}@${version}`, ...args], {
    cwd: root,
    stdio: options.stdio ?? 'inherit',
    // The registry has bad moments.
    env: {
      npm_config_fetch_retries: '5',
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      DO_NOT_TRACK: '1',
      ...options.env,
    },
  });
  if (error) throw error;
  return status ?? 1;
}

/** Installs exactly what the lockfile says. Exits the process where that fails. */
export function installWorkspace() {
  must(pnpm(['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn']));
}

export function must(status) {
  if (status !== 0) process.exit(status);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exit(pnpm(process.argv.slice(2)));
}
