import type { Result } from '../../src/perform.js';
import { renderTable } from '../../src/report.js';
import { rows } from '../../src/row/all.js';
import { judge, pairingTitle, REFERENCE } from '../../src/row/row.js';

const [first, second] = rows;
if (first === undefined || second === undefined) throw new Error('no rows');

const result = (row: typeof first, changes: Partial<Result> = {}): Result => ({
  fault: row.fault,
  pairing: pairingTitle(row.pairing),
  goal: 'quick',
  isReference: false,
  date: '2026-11-23',
  measured: '100/100',
  missed: [],
  failures: [],
  ...changes,
});

/** Without head and notes. */
const lines = (table: string): string[] => table.split('\n').filter((line) => line.includes(' → rclts |'));

describe('the table', () => {
  test('keeps the rows that did not run, and puts all into the order of the suite', () => {
    const before = renderTable([result(second)], '');
    const after = renderTable([result(first, { measured: '99/100', missed: ['time'] })], `# A document\n\n${before}\n`);
    expect(lines(after)).toEqual([
      `| ${first.fault} | ${pairingTitle(first.pairing)} | quick | 99/100 | time | 2026-11-23 |`,
      lines(before)[0],
    ]);
  });

  test('replaces a row that ran again, and forgets one that the suite does not have', () => {
    const old = '| sunshine | rclts → rclts | slow | never | | 2020-01-01 |';
    const before = `${renderTable([result(first, { measured: 'old' })], '')}\n${old}`;
    expect(renderTable([result(first)], before)).toBe(renderTable([result(first)], ''));
  });

  test('says what failed, and expects nothing of the reference', () => {
    const failed = { failures: ['1 of 100 goals\nand its log'], missed: ['time'] };
    expect(renderTable([result(first, failed)], '')).toContain('| time; **1 of 100 goals** |');
    const reference = result(first, { ...failed, pairing: pairingTitle(REFERENCE), isReference: true });
    expect(renderTable([reference], '')).not.toContain('1 of 100');
  });

  test('has one row for each fault and pairing', () => {
    const keys = rows.map(({ fault, pairing }) => `${fault} ${pairingTitle(pairing)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test('what is late is missed, and what takes ten times its goal fails', () => {
  expect(judge('time', 8, 8, 's')).toEqual({ missed: [], failures: [] });
  expect(judge('time', 80, 8, 's')).toEqual({ missed: ['time: 80.0 s, not 8'], failures: [] });
  expect(judge('time', 81, 8, 's').failures).toEqual(['time: 81.0 s, not 8']);
});
