// Finds the definitions of an action and of all that it is made of, on a machine that need not have ROS: in the file and
// folders that the user names, in the installed ROS packages (AMENT_PREFIX_PATH), in what comes with the tool.
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isRcltsError } from '@rclts/cdr';
import {
  standardTypes,
  TypeRegistry,
  type ActionType,
  type Definition,
  type DynamicMessage,
  type MessageDefinition,
} from '@rclts/idl';
import { CommandError } from './command-line.js';

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

/** An action type, known at run time only. */
export type DynamicAction = ActionType<DynamicMessage, DynamicMessage, DynamicMessage>;

/** The action type of that name, linked with the messages in it. Throws CommandError. */
export function findAction(typeName: string, options: SearchOptions): DynamicAction {
  if (!/^[a-z][a-z0-9_]*\/action\/[A-Z][A-Za-z0-9]*$/.test(typeName)) {
    throw new CommandError('The passed action type is invalid');
  }
  try {
    const registry = new TypeRegistry();
    const { definition: file } = options;
    const action = file === undefined ? search(typeName, options) : { file, text: readGiven(file) };
    if (action === undefined) throw notFound(typeName, typeName, options);
    const wanted = partsOf(registry.addText(typeName, action.text, action.file));
    for (let part = wanted.pop(); part !== undefined; part = wanted.pop()) {
      wanted.push(...addMessage(part, typeName, registry, options));
    }
    return registry.action(typeName);
  } catch (error) {
    // A definition that is there and wrong is the user's to mend: the error says file, line and column.
    if (isRcltsError(error)) throw new CommandError(`The passed action type is invalid: ${error.message}`);
    throw error;
  }
}

/** Adds a message and tells what it nests in turn. */
function addMessage(typeName: string, action: string, registry: TypeRegistry, options: SearchOptions): string[] {
  if (registry.has(typeName) || standardTypes().has(typeName)) return [];
  const found = search(typeName, options);
  if (found !== undefined) return partsOf(registry.addText(typeName, found.text, found.file));
  // `Header` without a package has always meant std_msgs'.
  if (typeName.endsWith('/msg/Header') && typeName !== header) return addMessage(header, action, registry, options);
  throw notFound(typeName, action, options);
}

const header = 'std_msgs/msg/Header';

function partsOf(definition: Definition): string[] {
  const messages: readonly MessageDefinition[] =
    definition.kind === 'action'
      ? [definition.goal, definition.result, definition.feedback]
      : [definition as MessageDefinition];
  return messages
    .flatMap((message) => message.fields)
    .flatMap(({ element }) => (element.kind === 'nested' ? [element.typeName] : []));
}

function search(typeName: string, options: SearchOptions): { file: string; text: string } | undefined {
  for (const file of candidates(typeName, options)) {
    const text = readIfThere(file);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

function candidates(typeName: string, { folders }: SearchOptions): string[] {
  const [packageName = '', kind = '', name = ''] = typeName.split('/');
  const file = `${name}.${kind}`;
  return folders.flatMap((folder) => [
    join(folder, packageName, kind, file),
    join(folder, 'share', packageName, kind, file),
    ...(basename(resolve(folder)) === packageName ? [join(folder, kind, file)] : []),
  ]);
}

function notFound(typeName: string, action: string, options: SearchOptions): CommandError {
  const part = typeName === action ? '' : `, which is a part of '${action}'`;
  return new CommandError(
    `The passed action type is invalid: there is no definition of '${typeName}'${part}. Looked for\n` +
      candidates(typeName, options)
        .map((file) => `  ${file}\n`)
        .join('') +
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
