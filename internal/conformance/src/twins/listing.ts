import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { repository } from '@rclts/interop';
import { rows } from './all.js';

/** What of jest's results is read here. */
export interface JestResults {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

export interface ListedTest {
  /** File, from the root, and titles, joined by ` › `. */
  readonly id: string;
  /** As jest has it: `passed`, `failed`, or `pending` where it was only listed. */
  readonly status: string;
}

export function readTests({ testResults }: JestResults): readonly ListedTest[] {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      id: [relative(repository, name), ...ancestorTitles, title].join(' › '),
      status,
    })),
  );
}

/** The tests that an id of the list stands for; none: there is no such test. */
export function findTests(id: string, tests: readonly ListedTest[]): readonly ListedTest[] {
  if (id.endsWith('…')) return tests.filter((test) => test.id.startsWith(id.slice(0, -1)));
  return tests.filter((test) => test.id === id || test.id.startsWith(`${id} › `));
}

/** The files that these ids name. */
export function filesOf(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.map((id) => id.split(' › ')[0] ?? ''))].sort();
}

/** The files that the list names. */
export function listedFiles(): readonly string[] {
  return filesOf(Object.values(rows).flatMap((suite) => Object.values(suite).flatMap(({ ours = [] }) => ours)));
}

/** The packages that they are in. */
export function listedPackages(): readonly string[] {
  return packagesOf(listedFiles());
}

function packagesOf(files: readonly string[]): readonly string[] {
  return [...new Set(files.map((file) => file.split('/').slice(0, 2).join('/')))];
}

/**
 * All tests of these files, by their names as jest makes them: the files are loaded and none of their tests is run.
 *
 * @throws Error when a file cannot be loaded
 */
export function listTests(wanted: readonly string[] = listedFiles()): readonly ListedTest[] {
  const folder = mkdtempSync(join(tmpdir(), 'rclts-conformance-'));
  try {
    return packagesOf(wanted).flatMap((directory) => {
      const files = wanted.filter((file) => file.startsWith(`${directory}/`));
      const out = join(folder, 'tests.json');
      const options = ['--json', `--outputFile=${out}`, '--testNamePattern=(?!)', '--runTestsByPath'];
      const { status, stderr } = spawnSync(
        process.execPath,
        [join(repository, 'node_modules/jest/bin/jest.js'), ...options, ...files.map((file) => join(repository, file))],
        { cwd: join(repository, directory), encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
      );
      if (status !== 0) throw new Error(`jest could not list the tests of ${directory}:\n${stderr}`);
      return readTests(JSON.parse(readFileSync(out, 'utf8')) as JestResults);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
