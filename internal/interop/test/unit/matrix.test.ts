import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cells, cellTitle } from '../../src/cell.js';
import { readRows, renderMatrix, type Outcome } from '../../src/matrix.js';
import { repository } from '../../src/process/programs.js';
import { SHAPES, ShapesRow } from '../../src/shapes/shapes-row.js';
import { rows, rowsOf, TUTORIAL } from '../../src/scenario/all.js';
import { simulatedRows } from '../../src/simulated.js';

describe('docs/INTEROP.md', () => {
  it('lists the rows that the suite runs, all of them run (npm run interop -- --write)', () => {
    const document = readFileSync(join(repository, 'docs/INTEROP.md'), 'utf8');
    expect(readRows(document)).toEqual(rows);
    expect(document.replaceAll('not run against a real peer', '')).not.toContain('not run');
  });
});

describe('renderMatrix', () => {
  const all = (outcome: Outcome): Map<string, Map<string, Outcome>> =>
    new Map(cells.map((cell) => [cellTitle(cell), new Map(rows.map((row) => [row, outcome]))]));

  it('marks what passed and what failed', () => {
    expect(renderMatrix(all('passed'), '')).toContain(`| ${rows[1]} |${' ✓ |'.repeat(cells.length)}`);
    expect(renderMatrix(all('failed'), '')).toContain(`| ${rows[1]} |${' ✗ |'.repeat(cells.length)}`);
  });

  it('says of what did not run that it did not', () => {
    expect(renderMatrix(new Map(), '')).toContain(`| ${rows[1]} |${' not run |'.repeat(cells.length)}`);
  });

  it('leaves out what is no matter of a pair', () => {
    const marks = cells.map((cell) => (rowsOf(cell).includes(TUTORIAL) ? ' ✓ |' : ' – |')).join('');
    expect(marks).toContain('–');
    expect(renderMatrix(all('passed'), '')).toContain(`| ${TUTORIAL} |${marks}\n`);
  });

  it('marks a case of the shapes by all tests that show it', () => {
    const row = ShapesRow.INSTANCES;
    const tests = new Map<string, Outcome>([
      [`${row}: short`, 'passed'],
      [`${row}: long`, 'failed'],
    ]);
    const mixed = new Map([
      [SHAPES.CYCLONE, tests],
      [SHAPES.FAST, new Map([[`${row}: short`, 'passed' as const]])],
    ]);
    expect(renderMatrix(mixed, '')).toContain(`| ${row} | ✗ | ✓ |`);
  });

  it('writes rows that readRows reads', () => {
    expect(readRows(renderMatrix(all('passed'), ''))).toEqual(rows);
  });
});

describe('the simulated peers', () => {
  it.each(simulatedRows.map((row) => [`${row.peer}: ${row.what}`, row] as const))('%s: the test is there', (_, row) => {
    expect(readFileSync(join(repository, row.file), 'utf8')).toContain(row.title);
  });

  it('are all marked as what they are', () => {
    const lines = renderMatrix(new Map(), '').split('\n');
    for (const { what } of simulatedRows)
      expect(lines.find((line) => line.includes(what))).toMatch(/not run against a real peer \|$/);
  });
});

describe('the cells', () => {
  it('are {Kilted, Jazzy} × {default, UDPv4} × {their client, their server}, Cyclone DDS both ways and ours alone, each once', () => {
    expect(new Set(cells.map(cellTitle)).size).toBe(8 + 2 + 1);
  });
});
