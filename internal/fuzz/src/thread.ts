// The thread that fuzzes. A file of its own, because coverage has to be started before the code that it counts is loaded.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer } from './fuzz.js';
import { Coverage } from './loop/coverage.js';
import type { Job } from './worker.js';

const url = new URL('./worker.js', import.meta.url);
const text = readFileSync(url, 'utf8');
const coverage = new Coverage(url.href, text.length);
// Bundled apart (bundle.mjs): this is the file beside this one.
const { work } = (await import(url.href)) as typeof import('./worker.js');
parentPort?.postMessage({ report: work(workerData as Job, text, coverage) } satisfies Answer);
