import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** The repository: found from the working directory, since this file runs from src (jest) and from dist. */
export const repository: string = ascend(process.cwd());

/** Whose code a peer runs: our own, rclpy of a ROS distribution, or Cyclone DDS with the service dialect of rmw_cyclonedds_cpp. */
export const Implementation = { RCLTS: 'rclts', KILTED: 'kilted', JAZZY: 'jazzy', CYCLONE: 'cyclone' } as const;
export type Implementation = (typeof Implementation)[keyof typeof Implementation];

/** A command line. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Our own programs are what the build made: the packages as their users get them. */
export function ourProgram(...args: readonly string[]): Program {
  return { command: process.execPath, args };
}

/** A script of python/, run by a distribution's interpreter. */
export function rclpyProgram(distribution: Implementation, script: string, ...args: readonly string[]): Program {
  return pythonProgram(distribution, script, args);
}

/** A script of python/ that speaks DDS through Cyclone's own Python API: another implementation of RTPS, without ROS. */
export function cycloneProgram(script: string, ...args: readonly string[]): Program {
  return pythonProgram('cyclone', script, args);
}

/** A program of cpp/, compiled against the Fast DDS that Kilted's wheels bring: generic types, without ROS. */
export function fastDdsProgram(name: string): Program {
  const command = join(repository, '.cache/peers/fastdds', name);
  if (!existsSync(command)) throw new Error(`${command} is missing: npm test and npm run interop compile it`);
  return { command, args: [] };
}

function pythonProgram(environment: string, script: string, args: readonly string[]): Program {
  const python = join(repository, '.cache/peers', environment, 'bin/python');
  if (!existsSync(python)) throw new Error(`${python} is missing: npm test and npm run interop install it`);
  return { command: python, args: [join(repository, 'internal/interop/python', script), ...args] };
}

/** The version of a Python package that a distribution's peers are pinned to. */
export function peerVersion(distribution: Implementation, name: string): string {
  const file = join(repository, 'internal/interop/python', `requirements-${distribution}.txt`);
  const pin = readFileSync(file, 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${name}==`));
  if (pin === undefined) throw new Error(`${name} is not pinned in ${file}`);
  return pin.slice(name.length + 2);
}

/** The path of a command, or undefined where it is not on PATH. */
export function findCommand(name: string): string | undefined {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, name);
    if (directory !== '' && existsSync(path)) return path;
  }
  return undefined;
}

function ascend(directory: string): string {
  if (existsSync(join(directory, 'pnpm-workspace.yaml'))) return directory;
  const parent = dirname(directory);
  if (parent === directory) throw new Error('not started inside the repository');
  return ascend(parent);
}
