import { join } from 'node:path';
import { Implementation, ourProgram, type Program, rclpyProgram, repository } from '@rclts/interop';

const home = join(repository, 'internal/conformance');

/** A script of python/, run by Kilted's interpreter. */
export function rclpyScript(script: string, ...args: string[]): Program {
  const { command } = rclpyProgram(Implementation.KILTED, script);
  return { command, args: [join(home, 'python', script), ...args] };
}

/** One of this package's programs, as the build made it. */
export function builtProgram(path: string, ...args: string[]): Program {
  return ourProgram(join(home, 'dist', path), ...args);
}
