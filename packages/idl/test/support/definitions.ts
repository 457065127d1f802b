import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TypeRegistry, type TypeRegistryOptions } from '../../src/index.js';

const root = join(__dirname, '../../../..');
const folders = [join(root, 'packages/interfaces/definitions'), join(root, 'vectors/idl/definitions')];

/** Every definition of the repository, those for tests too, as `[typeName, text, file]`. */
export function allDefinitions(): [typeName: string, text: string, file: string][] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .map((path) => String(path).replaceAll('\\', '/'))
      .filter((path) => /\.(msg|srv|action)$/.test(path))
      .sort()
      .map((path): [string, string, string] => [
        path.replace(/\.\w+$/, ''),
        readFileSync(join(folder, path), 'utf8'),
        join(folder, path),
      ]),
  );
}

/** A registry of all of them. */
export function allTypes(options?: TypeRegistryOptions): TypeRegistry {
  const registry = new TypeRegistry(options);
  for (const [typeName, text, file] of allDefinitions()) registry.addText(typeName, text, file);
  return registry;
}

/** A file of `vectors/`, parsed. */
export function readVectors<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, 'vectors', path), 'utf8')) as T;
}
