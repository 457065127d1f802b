// Writes packages/*/README.md from the `@packageDocumentation` comment of each package's index.ts, so that what a registry
// shows is what the sources say. `--check` compares. internal/house compiles the examples.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { put } from './generated-document.mjs';
import { root } from './pnpm.mjs';

const end = `Part of [rclts](../../README.md), the ROS 2 client library for TypeScript. License: Apache-2.0.\n`;

function documentation(folder) {
  const index = readFileSync(join(root, folder, 'src/index.ts'), 'utf8');
  const [, comment] = /^(?:#!.*\n)?\/\*\*\n((?: \*.*\n)+?) \* @packageDocumentation/m.exec(index) ?? [];
  if (comment === undefined)
    throw new Error(`${folder}/src/index.ts: no comment with @packageDocumentation at its top`);
  return comment
    .replace(/^ \* ?/gm, '')
    .replace('@example', '## Example\n')
    .trim();
}

/** The types that a package of interfaces has, by ROS package. */
function listing(folder) {
  const definitions = join(root, folder, 'definitions');
  const rows = readdirSync(definitions)
    .sort()
    .map((name) => {
      const types = ['msg', 'srv', 'action'].flatMap((kind) => {
        const inside = join(definitions, name, kind);
        if (!existsSync(inside)) return [];
        return readdirSync(inside)
          .sort()
          .map((file) => `\`${kind}/${file.replace(/\.\w+$/, '')}\``);
      });
      return `| ${name} | ${types.join(' ')} |`;
    });
  return `## What is there\n\n| package | types |\n| --- | --- |\n${rows.join('\n')}\n`;
}

const interfaces = `Common ROS 2 message, service and action types as typed modules: one subpath a type, nothing else is loaded.

## Example

\`\`\`ts
import { Log } from '@rclts/interfaces/rcl_interfaces/msg/Log';

const log: Log = { ...Log.codec.defaults(), msg: 'Hello' };
console.log(Log.typeName, Log.typeHash, Log.codec.encode(log).length);
\`\`\``;

const style = await resolveConfig(join(root, 'README.md'));
for (const name of readdirSync(join(root, 'packages')).sort()) {
  const folder = `packages/${name}`;
  const parts = [`# @rclts/${name}`];
  if (existsSync(join(root, folder, 'src/index.ts'))) parts.push(documentation(folder));
  else parts.push(interfaces, listing(folder));
  put(`${folder}/README.md`, await format([...parts, end].join('\n\n'), { ...style, parser: 'markdown' }));
}
