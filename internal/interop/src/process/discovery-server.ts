import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess } from './managed-process.js';
import { repository, type Implementation } from './programs.js';

/** The arguments before a server's own; from Fast DDS 3 on the program has several trades. */
const TRADE: Partial<Record<Implementation, readonly string[]>> = { kilted: ['42'], jazzy: [] };

/**
 * Fast DDS's own discovery server, of the version that a distribution's rclpy wheels bring, on 127.0.0.1. It does not say when it is ready: its
 * clients go on asking.
 */
export function startDiscoveryServer(distribution: Implementation, serverId: number, port: number): ManagedProcess {
  const home = join(repository, '.cache/peers', distribution);
  const program = join(home, 'bin/fast-discovery-server');
  const trade = TRADE[distribution];
  if (trade === undefined || !existsSync(program)) throw new Error(`${distribution} has no discovery server`);
  const args = [...trade, '-i', String(serverId), '-l', '127.0.0.1', '-p', String(port)];
  return new ManagedProcess(program, args, {
    label: `discovery server ${serverId} of ${distribution}`,
    environment: { LD_LIBRARY_PATH: libraryPath(join(home, 'lib')) },
  });
}

/** Wheels keep the libraries that they bring along beside each package. */
function libraryPath(lib: string): string {
  const python = readdirSync(lib).find((name) => name.startsWith('python3'));
  if (python === undefined) throw new Error(`no Python in ${lib}`);
  const packages = join(lib, python, 'site-packages');
  const bundled = readdirSync(packages).filter((name) => /^ros_fast(dds|rtps)\.libs$/.test(name));
  return [lib, ...bundled.map((name) => join(packages, name))].join(':');
}
