import type { Result } from './perform.js';
import { rows } from './row/all.js';
import { pairingTitle } from './row/row.js';

const HEAD = [
  '| fault | client → server | goal | measured | missed | on |',
  '| ----- | --------------- | ---- | -------- | ------ | -- |',
];

/** What the table shows of a failure; the run itself has printed all of it. */
const FAILURE_LETTERS = 120;

const NOTES = [
  'One client and one server, a process each, in network namespaces; the faults are there before the two discover each other.',
  'A goal of a row of 100 takes 60 ms where nothing is lost. Three figures with strokes between: median, 95th percentile, maximum.',
  'Bytes are those of all Ethernet frames from the first goal on, as multiples of the results. rclpy with itself is for comparison.',
];

/**
 * The table: `results` that were measured now, and those that `previous` (the document, or an earlier table) holds of other rows. In the order of
 * the suite; rows that the suite no longer has are left out.
 */
export function renderTable(results: readonly Result[], previous: string): string {
  const lines = new Map<string, string>();
  for (const line of previous.split('\n')) {
    const [, fault, pairing] = /^\| (.+?) +\| (.+? → .+?) +\|/.exec(line) ?? [];
    if (fault !== undefined && pairing !== undefined) lines.set(`${fault}|${pairing}`, line);
  }
  for (const result of results) lines.set(`${result.fault}|${result.pairing}`, renderLine(result));
  const known = rows.flatMap(({ fault, pairing }) => lines.get(`${fault}|${pairingTitle(pairing)}`) ?? []);
  return [...NOTES, '', ...HEAD, ...known].join('\n');
}

function renderLine(result: Result): string {
  const { fault, pairing, goal, measured, date } = result;
  const failures = result.failures.map((text) => `**${(text.split('\n')[0] ?? '').slice(0, FAILURE_LETTERS)}**`);
  const missed = result.isReference ? '' : [...result.missed, ...failures].join('; ');
  return `| ${[fault, pairing, result.isReference ? '' : goal, measured, missed, date].join(' | ')} |`.replaceAll(
    '|  |',
    '| |',
  );
}
