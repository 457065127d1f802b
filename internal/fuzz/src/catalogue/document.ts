import { chapters } from './all.js';
import type { Row } from './row.js';

/** The catalogue as docs/RELIABILITY.md has it. */
export function renderCatalogue(): string {
  const rows = chapters.flatMap((chapter) => chapter.rows);
  const of = (field: 'unreachable' | 'open'): number => rows.filter((row) => row[field] !== undefined).length;
  const sums = `${rows.length} faults, attacks and limits: ${rows.length - of('unreachable') - of('open')} shown by tests, ${of(
    'unreachable',
  )} not reachable here, ${of('open')} open. Every test named exists, and runs with \`npm test\`.`;
  const tables = chapters.map(
    ({ title, rows: some }) =>
      `### ${title}\n\n| what | what we do | shown by |\n| --- | --- | --- |\n${some.map(renderRow).join('\n')}`,
  );
  return [sums, ...tables].join('\n\n');
}

function renderRow({ what, ours, tests, unreachable, open }: Row): string {
  const shown =
    tests?.map(shortened).join('<br>') ?? (open === undefined ? `not reachable: ${unreachable}` : `open: ${open}`);
  return `| ${what} | ${ours} | ${shown} |`;
}

/** The file without its folders, and the title without its blocks: enough to find it. */
function shortened(id: string): string {
  const [file = '', ...titles] = id.split(' › ');
  const name = file.replace(/^.*\//, '').replace(/\.test\.ts$/, '');
  return `\`${name}\`${titles.length > 0 ? `: ${titles.at(-1)?.replace(/\|/g, '\\|')}` : ''}`;
}
