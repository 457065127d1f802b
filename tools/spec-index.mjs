// Writes docs/spec-index.md: which source file follows which section of which specification. `--check` compares.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { put } from './generated-document.mjs';
import { citesIn, flatten, unversionedCiteIn } from './lint/cites.mjs';
import { root } from './pnpm.mjs';

const sources = readdirSync(join(root, 'packages'))
  .map((name) => `packages/${name}/src`)
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file}`),
  )
  .sort();

/** specification and version → section → files */
const index = new Map();
for (const file of sources) {
  const text = flatten(readFileSync(join(root, file), 'utf8'));
  const unversioned = unversionedCiteIn(text);
  if (unversioned !== undefined) {
    console.error(`${file}: '${unversioned}' names no specification and version: write e.g. RTPS 2.5 §8.4.2`);
    process.exit(1);
  }
  for (const { specification, version, section } of citesIn(text)) {
    const title = `${specification.replace('DDS-XTypes', 'XTypes')} ${version}`;
    if (!index.has(title)) index.set(title, new Map());
    const sections = index.get(title);
    if (!sections.has(section)) sections.set(section, new Set());
    sections.get(section).add(file);
  }
}

const bySection = ([a], [b]) => a.localeCompare(b, 'en', { numeric: true });
const tables = [...index].sort(bySection).map(([title, sections]) => {
  const rows = [...sections]
    .sort(bySection)
    .map(
      ([section, files]) =>
        `| ${section} | ${[...files].map((file) => `[${file.slice('packages/'.length)}](../${file})`).join(', ')} |`,
    );
  return `## ${title}\n\n| section | files |\n| --- | --- |\n${rows.join('\n')}\n`;
});
put(
  'docs/spec-index.md',
  `# Where the code follows which section\n\nWritten by \`npm run docs\` from the comments of the sources. Every cite names its version, because numbering moved.\n\n${tables.join('\n')}`,
);
