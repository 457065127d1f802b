// Writes docs/LIMITS.md from the `limits.ts` of the packages. `--check` compares.
// Two shapes are read: an entry that says its unit, policy and source itself (rtps), and a number under a comment of the
// form `/** What it bounds. Then: what happens. */` (the layers above).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { put } from './generated-document.mjs';
import { root } from './pnpm.mjs';

const cell = (text) => text.replaceAll('|', '\\|');
const number = (value) => (value === Infinity ? 'none' : value.toLocaleString('en'));

async function load(path) {
  const source = readFileSync(join(root, path), 'utf8');
  const { code } = await transform(source, { loader: 'ts', format: 'esm' });
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return { source, limits: Object.assign({}, ...Object.values(module).filter((one) => typeof one === 'object')) };
}

async function chapterOfRtps() {
  const { source, limits } = await load('packages/rtps/src/limits.ts');
  // The comments between the entries are the headings.
  const chapters = [];
  for (const [, title, name] of source.matchAll(/^ {2}(?:\/\/ (.+)|(\w+): \{)$/gm)) {
    if (title !== undefined) chapters.push({ title, names: [] });
    else chapters.at(-1).names.push(name);
  }
  complete(
    limits,
    chapters.flatMap(({ names }) => names),
  );
  return chapters.map(({ title, names }) => {
    const rows = names.map((name) => {
      const { value, unit, policy, source } = limits[name];
      return `| \`${name}\` | ${number(value)} ${unit} | ${cell(policy)} | ${cell(source)} |`;
    });
    return `### ${title}\n\n| limit | value | what happens there | where it comes from |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
}

async function chapterOf(path) {
  const { source, limits } = await load(path);
  const rows = [];
  const names = [];
  for (const [, comment, name] of source.matchAll(/\/\*\*((?:(?!\*\/).)+)\*\/\s+(?:export const )?(\w+)\s*[:=]/gs)) {
    if (typeof limits[name] !== 'number') continue;
    const [what, then = ''] = comment
      .replace(/\s*\n\s*\*\s*/g, ' ')
      .trim()
      .split(/\s*Then: /);
    rows.push(`| \`${name}\` | ${number(limits[name])} | ${cell(what)} | ${cell(then)} |`);
    names.push(name);
  }
  complete(limits, names);
  return `| limit | value | what it bounds | what happens there |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function complete(limits, listed) {
  const unlisted = Object.keys(limits).filter((name) => !listed.includes(name));
  if (unlisted.length > 0) throw new Error(`limits.ts: not understood: ${unlisted.join(', ')}`);
}

const parts = ['## @rclts/rtps\n', ...(await chapterOfRtps())];
for (const name of ['node', 'actions']) {
  const path = `packages/${name}/src/limits.ts`;
  if (existsSync(join(root, path))) parts.push(`## @rclts/${name}\n`, await chapterOf(path));
}
put(
  'docs/LIMITS.md',
  `# Limits\n\nEvery bound against hostile or broken input and against memory without end, written by \`npm run docs\` from the\n\`limits.ts\` of the packages.\n\n${parts.join('\n')}`,
);
