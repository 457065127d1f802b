/** The long suite: every row, one after the other. Usage: main.js [--only TEXT] [--list] [--capture DIRECTORY] [--results FILE] */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { whatIsMissing } from './link/requirements.js';
import { rows } from './row/all.js';
import { perform, rowTitle, type Result } from './perform.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
    capture: { type: 'string' },
    results: { type: 'string' },
  },
});

/** Rows that contain all of the words given. */
const chosen = rows.filter((row) => values.only.every((text) => rowTitle(row).includes(text)));
if (values.list) {
  for (const row of chosen) console.log(`${rowTitle(row)}: ${row.goal}`);
  process.exit(0);
}
const missing = whatIsMissing();
if (missing !== undefined) {
  console.error(`The chaos suite cannot run here. It needs ${missing}`);
  process.exit(1);
}
if (values.capture !== undefined) mkdirSync(values.capture, { recursive: true });
const results: Result[] = [];
for (const row of chosen) {
  console.log(`── ${rowTitle(row)} (${row.goal})`);
  const result = await perform(row, values.capture);
  results.push(result);
  console.log(`   ${result.measured}`);
  for (const text of result.missed) console.log(`   missed: ${text}`);
  for (const text of result.failures) console.log(`   FAILED: ${text}`);
  if (values.results !== undefined) writeFileSync(values.results, JSON.stringify(results, undefined, 2));
}
const failed = results.filter((result) => result.failures.length > 0 && !result.isReference);
console.log(`${String(results.length)} rows, ${String(failed.length)} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
