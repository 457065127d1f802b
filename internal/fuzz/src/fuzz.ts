import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Wire } from './loop/wire.js';
import type { Job, Report } from './worker.js';

/**
 * Nothing may take so long: whoever is at one input for this time hangs. By the processor's clock: on a busy machine a minute may pass
 * in which a process does nothing.
 */
const HANG_MS = 10_000;
const LOOK_MS = 500;

/** What a thread says when it is done. */
export interface Answer {
  readonly report: Report;
}

/**
 * Does a job in a thread of its own, and watches it: an input that it does not come back from is a failure as one that throws.
 *
 * @param program - of the thread.
 */
export async function fuzz(job: Omit<Job, 'wire'>, program: URL): Promise<Report> {
  const wire = new Wire();
  const thread = new Worker(program, { workerData: { ...job, wire: wire.shared } satisfies Job });
  let count = -1;
  let since = process.cpuUsage();
  let report: Report | undefined;
  const watch = setInterval(() => {
    if (wire.count !== count) {
      count = wire.count;
      since = process.cpuUsage();
    } else if (count > 0 && millisecondsSince(since) > HANG_MS) {
      report = hanging(job.target, wire);
      void thread.terminate();
    }
  }, LOOK_MS);
  try {
    await new Promise<void>((resolve) => {
      thread.on('message', (answer: Answer) => {
        report = answer.report;
      });
      // Out of memory, mostly: the input that it was at says more than the error.
      thread.on('error', (error) => {
        report = { ...hanging(job.target, wire), failures: [{ error: String(error), input: wire.input }] };
      });
      thread.on('exit', () => resolve());
    });
  } finally {
    clearInterval(watch);
  }
  if (report === undefined) throw new Error(`the thread of ${job.target} ended without a word`);
  return report;
}

/** Leaves an input where one command plays it again; says which. */
export function saveFailure(folder: string, target: string, input: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const name = `${target}-${createHash('sha256').update(input).digest('hex').slice(0, 12)}`;
  const path = join(folder, name);
  writeFileSync(path, input);
  return `npm run fuzz -- --target ${target} --replay ${path}`;
}

function millisecondsSince(then: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(then);
  return (user + system) / 1_000;
}

function hanging(target: string, wire: Wire): Report {
  const failures = [{ error: `nothing came back for ${HANG_MS / 1_000} s of processor time`, input: wire.input }];
  const nothing = {
    title: '',
    seeds: 0,
    msPerKb: 0,
    corpus: 0,
    code: 0,
    ran: 0,
    kept: [],
    found: [],
    decoded: 0,
    seconds: 0,
  };
  const heap = { heapGrowthBytes: 0, heapBytesPerThousand: 0 };
  return { ...nothing, ...heap, target, failures, inputs: wire.count, slowestMsPerKb: Infinity, slowest: wire.input };
}
