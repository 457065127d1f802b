import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Reason } from '../../../src/doctor/finding.js';

const repository = join(__dirname, '../../../../..');
const document = readFileSync(join(repository, 'docs/DOCTOR.md'), 'utf8');

test('docs/DOCTOR.md tells of every reason, in the order of their weight: what it means and what to change', () => {
  const rows = document
    .split('\n')
    .flatMap((line) => /^\| `([a-z-]+)`\s*\| (.+) \| (.+) \|$/.exec(line)?.slice(1) ?? []);
  expect(rows.filter((_, index) => index % 3 === 0)).toEqual(Object.values(Reason));
  for (const cell of rows) expect(cell.trim()).not.toBe('');
});

test('every reason has a set-up that is broken on purpose, in a test that expects it', () => {
  const suites = [
    'packages/cli/test/socket/doctor.test.ts',
    'internal/interop/test/doctor-discovery-servers.test.ts',
    'internal/interop/test/doctor.test.ts',
    'internal/chaos/test/doctor.test.ts',
  ].map((path) => readFileSync(join(repository, path), 'utf8'));
  const expected = (reason: string): boolean => suites.some((suite) => suite.includes(`'${reason}'`));
  expect(Object.values(Reason).filter((reason) => !expected(reason))).toEqual([]);
});
