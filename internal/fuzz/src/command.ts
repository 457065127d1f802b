import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz, saveFailure } from './fuzz.js';
import { writeCorpus } from './loop/corpus.js';
import { merge, renderReports, summarize } from './report.js';
import { targets } from './targets/all.js';
import { Vectors } from './targets/vectors.js';
import { find, type Report } from './worker.js';

export const usage = `Lies to decoders, guided by what they run, and says what did not stand it.

  --target NAME     only this one (may be given again): ${Object.keys(targets).join(', ')}
  --inputs N        how many in all, spread over the targets by what they cost (1 000 000)
  --rounds N        so many times, each with the next seed (1)
  --seed N          the same seed, code and corpus: the same inputs (1)
  --replay FILE     one input again: with --target
  --corpus FOLDER   of kept inputs (internal/fuzz/corpus)
  --failures FOLDER where inputs that fail go (.test-results/fuzz)
  --keep            puts inputs that ran something new into the corpus
  --unguided        mistakes at random, without looking at what they run
  --json FILE       the reports, for programs
  --markdown FILE   the reports, for the document
`;

export interface Shell {
  readonly root: string;
  /** The program of a fuzzing thread. */
  readonly thread: URL;
  print(text: string): void;
}

/** The command line. Resolves to the exit code: 0 all held, 1 something did not, 2 wrong usage. */
export async function command(argv: readonly string[], shell: Shell): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      target: { type: 'string', multiple: true, default: Object.keys(targets) },
      inputs: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      replay: { type: 'string' },
      corpus: { type: 'string', default: join(shell.root, 'internal/fuzz/corpus') },
      failures: { type: 'string', default: join(shell.root, '.test-results/fuzz') },
      keep: { type: 'boolean', default: false },
      unguided: { type: 'boolean', default: false },
      json: { type: 'string' },
      markdown: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [inputs, rounds, seed] = [values.inputs, values.rounds, values.seed].map(Number) as [number, number, number];
  const isWrong = ![inputs, rounds, seed].every((number) => Number.isSafeInteger(number) && number > 0);
  if (values.help || isWrong || values.target.some((name) => !(name in targets))) {
    shell.print(usage);
    return values.help ? 0 : 2;
  }
  const replay =
    values.replay === undefined ? undefined : new Uint8Array(readFileSync(resolve(shell.root, values.replay)));
  const vectors = new Vectors(shell.root);
  const weights = values.target.map((name) => find(name)(vectors).weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const reports = new Map<string, Report>();
  for (let round = 0; round < rounds; round++) {
    for (const [index, target] of values.target.entries()) {
      const share = Math.ceil((inputs * (weights[index] ?? 0)) / sum);
      const job = { root: shell.root, target, inputs: share, seed: seed + round, corpus: values.corpus, replay };
      const report = await fuzz({ ...job, isGuided: !values.unguided, distills: values.keep }, shell.thread);
      shell.print(summarize(report));
      for (const { error, input } of report.failures) {
        const again = saveFailure(values.failures, target, input);
        shell.print(`${error}\nreplay: ${again}\n`);
      }
      if (values.keep && report.failures.length === 0) writeCorpus(values.corpus, target, report.title, report.kept);
      const before = reports.get(target);
      reports.set(target, before === undefined ? report : merge(before, report));
    }
    const all = [...reports.values()];
    if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(all.map(readable)));
    if (values.markdown !== undefined) writeFileSync(values.markdown, renderReports(all));
  }
  return [...reports.values()].every(({ failures }) => failures.length === 0) ? 0 : 1;
}

/** Without the inputs that nobody reads; those that failed in hex. */
function readable({ found, kept, slowest, failures, ...rest }: Report): object {
  const hex = (input: Uint8Array): string => Buffer.from(input).toString('hex');
  const shown = failures.map(({ error, input }) => ({ error, input: hex(input) }));
  return { ...rest, found: found.length, kept: kept.length, slowest: hex(slowest), failures: shown };
}
