import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@rclts/interop';
import { NOTHING, renderDocument, withoutResults } from '../src/document.js';
import { cases } from '../src/suite/all.js';
import { rclpyFaults } from '../src/suite/rclpy-faults.js';
import { rows } from '../src/twins/all.js';
import { findTests, listTests } from '../src/twins/listing.js';
import { originals } from '../src/twins/originals.js';

/** Loads the files of three packages. */
const LISTING_MS = 180_000;

const everyRow = Object.entries(rows).flatMap(([suite, tests]) =>
  Object.entries(tests).map(([theirs, row]) => ({ where: `${suite}: ${theirs}`, ...row })),
);
const caseNames = cases.map(({ name }) => name);

describe('the twins of ROS’s own tests', () => {
  it('are listed for every test of every suite, and for no other', () => {
    const listed = Object.fromEntries(Object.entries(rows).map(([title, tests]) => [title, Object.keys(tests).sort()]));
    const wanted = Object.fromEntries(originals.map(({ title, tests }) => [title, [...tests].sort()]));
    expect(listed).toEqual(wanted);
  });

  it('are tests, or there is a reason why not', () => {
    const empty = everyRow.filter(({ ours, cases: names, note }) => {
      return ours === undefined ? note === undefined || names !== undefined : ours.length === 0;
    });
    expect(empty).toEqual([]);
    expect(everyRow.filter(({ ours }) => ours === undefined).length).toBeLessThan(everyRow.length / 8);
  });

  it(
    'exist, each by the id in the list',
    () => {
      const tests = listTests();
      const missing = everyRow.flatMap(({ where, ours = [] }) =>
        ours.filter((id) => findTests(id, tests).length === 0).map((id) => `${where} → ${id}`),
      );
      expect(missing).toEqual([]);
    },
    LISTING_MS,
  );

  it('name cases of the suite that exist', () => {
    const unknown = everyRow.flatMap(({ where, cases: names = [] }) =>
      names.filter((name) => !caseNames.includes(name)).map((name) => `${where} → ${name}`),
    );
    expect(unknown).toEqual([]);
    expect(Object.keys(rclpyFaults).filter((name) => !caseNames.includes(name))).toEqual([]);
  });

  it('is no id that stands for nothing', () => {
    const tests = [{ id: 'a.test.ts › block › one', status: 'passed' }];
    const found = (id: string) => findTests(id, tests).length;
    expect([found('a.test.ts'), found('a.test.ts › block'), found('a.test.ts › block › one')]).toEqual([1, 1, 1]);
    expect([found('a.test.ts › block › o…'), found('a.test.ts › block › o'), found('a.test.ts › blo')]).toEqual([
      1, 0, 0,
    ]);
  });
});

describe('docs/CONFORMANCE.md', () => {
  const document = readFileSync(join(repository, 'docs/CONFORMANCE.md'), 'utf8');

  it('is what the list says (npm run conformance -- --write)', () => {
    expect(withoutResults(document)).toBe(withoutResults(renderDocument(NOTHING)));
  });

  it('tells of a run in which everything ran', () => {
    expect(document).not.toContain('not run');
    expect(document).toMatch(/^- run on \d{4}-\d\d-\d\d/m);
  });
});
