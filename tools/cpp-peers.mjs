// Compiles the interop suite's C++ program against the Fast DDS that Kilted's wheels bring, headers and all, into .cache/peers/fastdds
// (ignored by git, kept until the program or the wheels change): the only Fast DDS to be had by installation that knows keyed types.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, run } from './apt.mjs';
import { root } from './pnpm.mjs';

const source = join(root, 'internal/interop/cpp/shapes_peer.cpp');
const wheels = join(root, '.cache/peers/kilted');
const directory = join(root, '.cache/peers/fastdds');

/** Resolves to what is wrong, in words, or to undefined. Needs the wheels of Kilted to be there. */
export async function compileCppPeers() {
  const stampFile = join(directory, 'stamp');
  const stamp = createHash('sha256')
    .update([directory, readFileSync(source, 'utf8'), readFileSync(join(wheels, 'stamp'), 'utf8')].join('\n'))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return undefined;

  const how = 'g++ was not found on PATH (Debian and Ubuntu: apt-get install g++); it compiles the Fast DDS peer.';
  const problem = hasCompiler() ? undefined : await aptInstall('g++', hasCompiler, how);
  if (problem) return problem;
  console.log('Compiling the Fast DDS peer into .cache/peers/fastdds …');
  mkdirSync(directory, { recursive: true });
  const libraries = [join(wheels, 'lib'), join(wheels, 'lib', pythonOf(wheels), 'site-packages/ros_fastdds.libs')];
  const compiled = await run('g++', [
    '-std=c++17',
    `-I${join(wheels, 'include')}`,
    `-L${libraries[0]}`,
    // As an RPATH it holds for the libraries of the libraries, too.
    `-Wl,--disable-new-dtags,-rpath,${libraries.join(':')}`,
    source,
    '-lfastdds',
    '-lfastcdr',
    '-o',
    join(directory, 'shapes_peer'),
  ]);
  if (compiled.status !== 0) return `g++ could not compile ${source}:\n${compiled.output}`;
  writeFileSync(stampFile, stamp);
  return undefined;
}

const hasCompiler = () => spawnSync('g++', ['--version'], { stdio: 'ignore' }).status === 0;

/** `python3.11` of its lib folder. */
function pythonOf(environment) {
  const { stdout } = spawnSync(
    join(environment, 'bin/python'),
    ['-c', 'import sys; print("python%d.%d" % sys.version_info[:2])'],
    {
      encoding: 'utf8',
    },
  );
  return stdout.trim();
}
