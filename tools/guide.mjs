// Puts the code of docs/ACTIONS.md in its place: each `ts` block there stands below a line that names a file of examples/ and a
// region in it (`// #region NAME` … `// #endregion`). The files are compiled, and run by the tests of examples/.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { put } from './generated-document.mjs';
import { root } from './pnpm.mjs';

const guide = 'docs/ACTIONS.md';

function region(file, name) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const start = lines.indexOf(`// #region ${name}`);
  const end = lines.indexOf('// #endregion', start);
  if (start < 0 || end < 0) throw new Error(`${file} has no region ${name}`);
  return lines.slice(start + 1, end).join('\n');
}

const named = /<!-- (examples\/src\/[\w-]+\.ts): (\w+) -->\n\n```ts\n[\s\S]*?```/g;
const text = readFileSync(join(root, guide), 'utf8');
const blocks = [...text.matchAll(named)];
if (blocks.length !== text.split('```ts\n').length - 1)
  throw new Error(`${guide} has a ts block that is of no example`);
for (const file of new Set(blocks.map(([, file]) => file))) {
  for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(/^\/\/ #region (\w+)$/gm)) {
    if (!blocks.some((block) => block[1] === file && block[2] === name))
      throw new Error(`${guide} does not show the region ${name} of ${file}`);
  }
}
put(
  guide,
  text.replace(named, (_block, file, name) => `<!-- ${file}: ${name} -->\n\n\`\`\`ts\n${region(file, name)}\n\`\`\``),
);
