import type { EnvironmentVariables } from '../ros/environment.js';

/** The environment that this process was started with. */
export function processEnvironment(): EnvironmentVariables {
  return process.env;
}

/** The command line after the program. */
export function processArguments(): readonly string[] {
  return process.argv.slice(2);
}
