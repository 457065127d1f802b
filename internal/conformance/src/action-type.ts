import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRcltsError } from '@rclts/cdr';
import { standardTypes, TypeRegistry, type Definition, type MessageDefinition } from '@rclts/idl';
import type { DynamicAction } from './probe/node-probe.js';
import { UsageError } from './options.js';

export interface DefinitionSources {
  /** The file that defines the action itself. */
  readonly file: string | undefined;
  /** Folders with packages in them, or with a `share` folder that has; the first find counts. */
  readonly folders: readonly string[];
}

/**
 * The action type of that name, with all that is nested in it.
 *
 * @throws UsageError for a definition that is not there, or not right
 */
export function findActionType(typeName: string, { file, folders }: DefinitionSources): DynamicAction {
  const registry = new TypeRegistry();
  const add = (name: string, text: string, from: string): string[] => nestedIn(registry.addText(name, text, from));
  try {
    const wanted = file === undefined ? [typeName] : add(typeName, readFileSync(file, 'utf8'), file);
    for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
      if (registry.has(name) || standardTypes().has(name)) continue;
      const found = find(name, folders);
      wanted.push(...add(name, found.text, found.file));
    }
    return registry.action(typeName);
  } catch (error) {
    if (isRcltsError(error) || (error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new UsageError((error as Error).message);
    }
    throw error;
  }
}

function nestedIn(definition: Definition): string[] {
  const messages: readonly MessageDefinition[] =
    definition.kind === 'action'
      ? [definition.goal, definition.result, definition.feedback]
      : [definition as MessageDefinition];
  return messages
    .flatMap(({ fields }) => fields)
    .flatMap(({ element }) => (element.kind === 'nested' ? [element.typeName] : []));
}

function find(typeName: string, folders: readonly string[]): { readonly file: string; readonly text: string } {
  const [packageName = '', kind = '', name = ''] = typeName.split('/');
  const files = folders.flatMap((folder) =>
    [folder, join(folder, 'share')].map((parent) => join(parent, packageName, kind, `${name}.${kind}`)),
  );
  for (const file of files) {
    try {
      return { file, text: readFileSync(file, 'utf8') };
    } catch {
      // the next one
    }
  }
  throw new UsageError(
    `there is no definition of ${typeName}: looked for\n${files.map((file) => `  ${file}\n`).join('')}`,
  );
}
