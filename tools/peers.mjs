// Installs what the interop suite runs against: real rclpy from PyPI, one virtual environment per ROS distribution in .cache/peers
// (ignored by git, kept until its requirements change), Cyclone DDS in another, a program on Fast DDS itself, and tshark, which reads our captures.
// Usage: node tools/peers.mjs [--tshark]   with which nothing but tshark is installed
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { aptInstall, run } from './apt.mjs';
import { compileCppPeers } from './cpp-peers.mjs';
import { root } from './pnpm.mjs';

/** Each has a virtual environment of its name, made of internal/interop/python/requirements-NAME.txt. `probe` shows that it loads. */
const peers = [
  { name: 'kilted', what: 'rclpy', probe: 'import rclpy.action, test_msgs.action' },
  { name: 'jazzy', what: 'rclpy', probe: 'import rclpy.action, test_msgs.action' },
  { name: 'cyclone', what: 'Cyclone DDS', probe: 'import cyclonedds.domain, cyclonedds.idl' },
];

/** Registries have bad moments. */
const PATIENCE = ['--retries', '10', '--timeout', '60'];

/** rclpy's wheels exist for these versions of Python. */
const versions = ['3.11', '3.12', '3.13'];

const python = (name) => join(root, '.cache/peers', name, 'bin/python');

/** Installs the virtual environments that are missing or out of date. Resolves to what is wrong, in words, or to undefined. */
export async function installPeers() {
  const base = findPython();
  if (!base) {
    return (
      `The interop tests run against real rclpy, which needs Python ${versions.join(', ')}: none was found on PATH.\n` +
      'Install one (Debian and Ubuntu: apt-get install python3 python3-venv) and start again.'
    );
  }
  for (const peer of peers) {
    const problem = await installPeer(peer, base);
    if (problem) return problem;
  }
  return undefined;
}

async function installPeer({ name, what, probe }, base) {
  const directory = join(root, '.cache/peers', name);
  const stampFile = join(directory, 'stamp');
  const requirements = join(root, 'internal/interop/python', `requirements-${name}.txt`);
  // The path is part of it: a virtual environment does not survive being moved.
  const stamp = createHash('sha256')
    .update([directory, base.version, readFileSync(requirements, 'utf8')].join('\n'))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return undefined;

  console.log(`Installing the ${name} peer (${what} from PyPI) into .cache/peers/${name} …`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const venv = await run(base.command, ['-m', 'venv', directory]);
  if (venv.status !== 0)
    return `${base.command} -m venv failed (Debian and Ubuntu: apt-get install python3-venv):\n${venv.output}`;
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PATIENCE, '-r', requirements];
  const installed = await run(python(name), pip);
  if (installed.status !== 0) return `pip could not install ${requirements}:\n${installed.output}`;
  const loaded = await run(python(name), ['-c', probe]);
  if (loaded.status !== 0) return `${what} is installed in ${directory} but does not load:\n${loaded.output}`;
  writeFileSync(stampFile, stamp);
  return undefined;
}

function findPython() {
  for (const command of [...versions.map((version) => `python${version}`), 'python3', 'python']) {
    const { status, stdout } = spawnSync(command, ['-c', 'import sys; print(sys.version)'], { encoding: 'utf8' });
    if (status === 0 && versions.some((version) => stdout.startsWith(`${version}.`)))
      return { command, version: stdout.trim() };
  }
  return undefined;
}

/**
 * Installs tshark where that needs nobody's permission (Debian and its kin, as root). Resolves to what is wrong, in words, or to undefined.
 */
export async function installTshark() {
  if (hasTshark()) return undefined;
  const how =
    'tshark was not found on PATH (Debian and Ubuntu: apt-get install tshark; macOS: brew install wireshark).';
  return aptInstall('tshark', hasTshark, how);
}

function hasTshark() {
  return spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** What this file's exit code is made of when it is run. */
export const Missing = { PEERS: 1, TSHARK: 2 };

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const only = process.argv.includes('--tshark');
  // tshark first: others wait for it.
  const [tshark, peers] = [await installTshark(), only ? undefined : await installPeers()];
  // Whoever needs what was not compiled says so and fails; the others do not.
  const compiled = peers || only ? undefined : await compileCppPeers();
  for (const problem of [peers, tshark, compiled]) if (problem) console.error(problem);
  process.exit((peers ? Missing.PEERS : 0) | (tshark ? Missing.TSHARK : 0));
}
