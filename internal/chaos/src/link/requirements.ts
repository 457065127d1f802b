import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findCommand, Implementation, repository } from '@rclts/interop';

/** Any Python 3 runs the link; that of the rclpy peers is there where the suite is. */
export function findPython(): string {
  const own = join(repository, '.cache/peers', Implementation.KILTED, 'bin/python');
  return existsSync(own) ? own : 'python3';
}

/** What keeps the suite from running here, and what to do about it; undefined where it can run. Tries it, since a sandbox says no in many ways. */
export function whatIsMissing(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces, which Linux alone has: run it in a Linux machine';
  if (process.getuid?.() !== 0)
    return 'root, for network namespaces: run it as root (sudo -E env "PATH=$PATH" npm run chaos)';
  for (const command of ['nsenter', 'setpriv', 'unshare', 'ip']) {
    if (findCommand(command) === undefined) return `${command}: apt-get install util-linux iproute2`;
  }
  const script = join(repository, 'internal/chaos/python/link.py');
  const { status, stdout, stderr, error } = spawnSync(findPython(), [script, '2', '1'], {
    input: '',
    encoding: 'utf8',
  });
  if (error === undefined && status === 0 && stdout.includes('ready')) return undefined;
  return (
    'a network namespace with a tap device (in a container: --cap-add NET_ADMIN --cap-add SYS_ADMIN --device /dev/net/tun):\n' +
    (error?.message ?? stderr.trim())
  );
}
