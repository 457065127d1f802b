import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, findTests, listTests } from '../../conformance/src/twins/listing.js';
import { chapters } from '../src/catalogue/all.js';
import { renderCatalogue } from '../src/catalogue/document.js';
import { root } from './support/bundled.js';

/** Loads the files of several packages. */
const LISTING_MS = 300_000;

const rows = chapters.flatMap(({ title, rows: some }) =>
  some.map((row) => ({ where: `${title}: ${row.what}`, ...row })),
);

describe('the catalogue of faults and attacks', () => {
  it('has every row once, each shown by tests, or with a reason why not', () => {
    expect(new Set(rows.map(({ where }) => where)).size).toBe(rows.length);
    const told = (row: (typeof rows)[number]): number =>
      [row.tests?.length === 0 ? undefined : row.tests, row.unreachable, row.open].filter((one) => one !== undefined)
        .length;
    expect(rows.filter((row) => told(row) !== 1)).toEqual([]);
  });

  it(
    'names tests that exist',
    () => {
      const ids = rows.flatMap(({ tests = [] }) => tests);
      const tests = listTests(filesOf(ids));
      const missing = rows.flatMap(({ where, tests: named = [] }) =>
        named.filter((id) => findTests(id, tests).length === 0).map((id) => `${where} → ${id}`),
      );
      expect(missing).toEqual([]);
    },
    LISTING_MS,
  );

  it('is what docs/RELIABILITY.md says (npm run docs)', () => {
    expect(readFileSync(join(root, 'docs/RELIABILITY.md'), 'utf8')).toContain(renderCatalogue());
  });
});
