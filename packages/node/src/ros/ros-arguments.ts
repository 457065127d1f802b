import { NodeError, NodeErrorCode } from '../errors.js';
import { type Severity, severityByName } from '../logging/severity.js';
import { parseRemapRule, type RemapRule } from './remapping.js';

/** What stands between `--ros-args` and `--` on a command line, and what stands elsewhere. */
export interface RosArguments {
  readonly remapRules: readonly RemapRule[];
  /** `--log-level LEVEL` under the empty name, `--log-level NAME:=LEVEL` under the logger's. */
  readonly logLevels: ReadonlyMap<string, Severity>;
  readonly enclave: string;
  readonly rosoutLogs: boolean;
  readonly stdoutLogs: boolean;
  /** What was understood but has no effect here. */
  readonly warnings: readonly string[];
  /** What is not ROS's. */
  readonly others: readonly string[];
}

const SWITCHES = new Set(
  ['rosout', 'stdout', 'external-lib'].flatMap((log) => [`--enable-${log}-logs`, `--disable-${log}-logs`]),
);

/**
 * Reads a command line as `rcl_parse_arguments` does.
 *
 * @throws NodeError - ERR_NODE_INVALID_ARGUMENT for a ROS argument that is unknown, incomplete or ill-formed.
 */
export function parseRosArguments(args: readonly string[]): RosArguments {
  const remapRules: RemapRule[] = [];
  const logLevels = new Map<string, Severity>();
  const warnings: string[] = [];
  const others: string[] = [];
  const switches = new Set<string>();
  let enclave = '/';
  let inRosArguments = false;

  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const value = (what: string): string => {
      const next = args[++index];
      if (next === undefined) fail(`Couldn't parse trailing ${argument} flag. No ${what} found.`);
      return next;
    };
    if (argument === '--ros-args') {
      inRosArguments = true;
    } else if (!inRosArguments) {
      others.push(argument);
    } else if (argument === '--') {
      inRosArguments = false;
    } else if (argument === '-r' || argument === '--remap') {
      const rule = value('remap rule');
      remapRules.push(parseRemapRule(rule) ?? fail(`Couldn't parse remap rule: '${argument} ${rule}'`));
    } else if (argument === '--log-level') {
      const [name, level] = parseLogLevel(value('log level'));
      logLevels.set(name, level);
    } else if (argument === '-e' || argument === '--enclave') {
      enclave = value('enclave path');
    } else if (['-p', '--param', '--params-file', '--log-config-file', '--log-file-name'].includes(argument)) {
      warnings.push(`'${argument} ${value('value')}' has no effect: rclts has neither parameters nor log files`);
    } else if (SWITCHES.has(argument)) {
      const log = argument.replace(/^--(en|dis)able-/, '');
      if (argument.startsWith('--disable')) switches.add(log);
      else switches.delete(log);
    } else {
      fail(`Found unknown ROS argument: '${argument}'`);
    }
  }
  return {
    remapRules,
    logLevels,
    enclave,
    rosoutLogs: !switches.has('rosout-logs'),
    stdoutLogs: !switches.has('stdout-logs'),
    warnings,
    others,
  };
}

function parseLogLevel(text: string): [name: string, level: Severity] {
  const [level, name = ''] = text.split(':=').reverse();
  const severity = severityByName(level ?? '');
  if (severity === undefined) fail(`Couldn't parse log level: '--log-level ${text}'`);
  return [name, severity];
}

function fail(message: string): never {
  throw new NodeError(NodeErrorCode.INVALID_ARGUMENT, message);
}
