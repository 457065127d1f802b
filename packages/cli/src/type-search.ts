// Finds the definitions of an action and of all that it is made of, on a machine that need not have ROS: in the file and
// folders that the user names, in the installed ROS packages (AMENT_PREFIX_PATH), in what comes with the tool.
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isRcltsError } from '@rclts/cdr';
import { parseAction, parseMessage, type MessageDefinition } from '@rclts/idl';
import { CommandError } from './command-line.js';

/** The text of one definition. */
export interface FoundDefinition {
  /** `pkg/action/Type` or `pkg/msg/Type`. */
  readonly typeName: string;
  readonly text: string;
  readonly file: string;
}

export interface SearchOptions {
  /** The file that defines the action itself. */
  readonly definition?: string | undefined;
  /** Folders that hold packages, or are one, or have a `share` folder that holds packages. The first find counts. */
  readonly folders: readonly string[];
}

/** Where a ROS installation, if there is one, and the tool itself keep definitions, after the folders of the user. */
export function searchFolders(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  bundled: string,
): string[] {
  const prefixes = (environment['AMENT_PREFIX_PATH'] ?? '').split(':').filter((prefix) => prefix !== '');
  return [...given, ...prefixes, bundled];
}

/** What every action has parts of without naming them. */
const implied = [
  'action_msgs/msg/GoalInfo',
  'action_msgs/msg/GoalStatus',
  'action_msgs/msg/GoalStatusArray',
  'builtin_interfaces/msg/Time',
  'service_msgs/msg/ServiceEventInfo',
  'unique_identifier_msgs/msg/UUID',
];

/** The action's definition, first, and those of all messages in it. Throws CommandError. */
export function findAction(typeName: string, options: SearchOptions): FoundDefinition[] {
  const [packageName = '', , name = ''] = typeName.split('/');
  if (!/^[a-z][a-z0-9_]*\/action\/[A-Z][A-Za-z0-9]*$/.test(typeName)) {
    throw new CommandError('The passed action type is invalid');
  }
  const file = options.definition;
  const action = file === undefined ? search(typeName, typeName, options) : { typeName, file, text: readGiven(file) };
  const { goal, result, feedback } = understand(() =>
    parseAction(action.text, { packageName, name, file: action.file }),
  );
  const found = new Map([[typeName, action]]);
  const wanted = [...implied, ...[goal, result, feedback].flatMap(partsOf)];
  for (let part = wanted.pop(); part !== undefined; part = wanted.pop()) {
    if (found.has(part)) continue;
    const message = search(part, typeName, options);
    const [owner = '', , own = ''] = part.split('/');
    wanted.push(
      ...partsOf(understand(() => parseMessage(message.text, { packageName: owner, name: own, file: message.file }))),
    );
    found.set(part, message);
  }
  return [...found.values()];
}

function partsOf(definition: MessageDefinition): string[] {
  return definition.fields.flatMap(({ element }) => (element.kind === 'nested' ? [element.typeName] : []));
}

/** A definition that is there and wrong is the user's to mend: its error says file, line and column. */
function understand<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (isRcltsError(error)) throw new CommandError(`The passed action type is invalid: ${error.message}`);
    throw error;
  }
}

function search(typeName: string, action: string, { folders }: SearchOptions): FoundDefinition {
  const [packageName = '', kind = '', name = ''] = typeName.split('/');
  const file = `${name}.${kind}`;
  const candidates = folders.flatMap((folder) => [
    join(folder, packageName, kind, file),
    join(folder, 'share', packageName, kind, file),
    ...(basename(resolve(folder)) === packageName ? [join(folder, kind, file)] : []),
  ]);
  for (const candidate of candidates) {
    const text = readIfThere(candidate);
    if (text !== undefined) return { typeName, text, file: candidate };
  }
  const part = typeName === action ? '' : `, which is a part of '${action}'`;
  throw new CommandError(
    `The passed action type is invalid: there is no definition of '${typeName}'${part}. Looked for\n` +
      candidates.map((candidate) => `  ${candidate}\n`).join('') +
      'Give the file of the action with --definition, or a folder that holds its package with --path.',
  );
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readGiven(file: string): string {
  const text = readIfThere(file);
  if (text === undefined) throw new CommandError(`--definition: cannot read ${file}`);
  return text;
}
