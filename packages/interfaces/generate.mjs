// Writes generated/ from definitions/: one TypeScript module a type. Runs before each build (`npm run generate`), from the built
// @rclts/idl because Node 20 cannot load its sources. Files that would not change are left alone.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateModules } from '@rclts/idl';

const here = dirname(fileURLToPath(import.meta.url));
const definitions = join(here, 'definitions');
const generated = join(here, 'generated');

const files = (directory) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
const typeNameOf = (file) =>
  file
    .slice(definitions.length + 1)
    .replaceAll('\\', '/')
    .replace(/\.(msg|srv|action)$/, '');

const sources = files(definitions).map((file) => ({
  typeName: typeNameOf(file),
  text: readFileSync(file, 'utf8'),
  file,
}));
const modules = new Map([...generateModules(sources)].map(([path, source]) => [join(generated, path), source]));

mkdirSync(generated, { recursive: true });
for (const file of files(generated)) if (!modules.has(file)) rmSync(file);
for (const [file, source] of modules) {
  mkdirSync(dirname(file), { recursive: true });
  if (read(file) !== source) writeFileSync(file, source);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
