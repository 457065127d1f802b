import { Campaign, type CampaignResult, describe } from './loop/campaign.js';
import { readCorpus } from './loop/corpus.js';
import { type Coverage, modulesOf } from './loop/coverage.js';
import { distill } from './loop/distillation.js';
import type { Target } from './loop/target.js';
import { Wire } from './loop/wire.js';
import { targets } from './targets/all.js';
import { Vectors } from './targets/vectors.js';

/** What one thread is told to do. */
export interface Job {
  readonly root: string;
  readonly target: string;
  readonly inputs: number;
  readonly seed: number;
  readonly corpus: string;
  readonly isGuided: boolean;
  /** Whether to come back with the inputs worth keeping. */
  readonly distills: boolean;
  /** Instead of a campaign: this input once. */
  readonly replay?: Uint8Array | undefined;
  readonly wire: SharedArrayBuffer;
}

interface About {
  readonly target: string;
  readonly title: string;
  readonly seeds: number;
  /** What a kilobyte may take. */
  readonly msPerKb: number;
}

export interface Report extends CampaignResult, About {
  /** Kept inputs that the campaign began with. */
  readonly corpus: number;
  /** Characters in functions of the target's modules, and how many of them ran. */
  readonly code: number;
  readonly ran: number;
  readonly kept: readonly Uint8Array[];
}

/** Fuzzes one target in this thread, whose code (all of it in one file, `bundle`) has just been loaded under `coverage`. */
export function work(job: Job, bundle: string, coverage: Coverage): Report {
  const target = find(job.target)(new Vectors(job.root));
  const modules = [...modulesOf(bundle)];
  coverage.learnFunctions(modules.filter(([path]) => /^packages\/[^/]+\/src\//.test(path)).map(([, part]) => part));
  const corpus = readCorpus(job.corpus, target.name);
  const wire = new Wire(job.wire);
  if (job.replay !== undefined) return replay(target, job.replay, wire);
  const { inputs, seed, isGuided } = job;
  const result = new Campaign(target, { inputs, seed, corpus, coverage, wire, isGuided }).run();
  const parts = modules
    .filter(([path]) => target.modules.some((module) => path.startsWith(module)))
    .map(([, part]) => part);
  const covered = coverage.countIn(parts);
  const kept = job.distills ? distill(target, [...corpus, ...result.found], coverage, wire) : [];
  return { ...result, ...covered, ...about(target), corpus: corpus.length, kept };
}

export function find(name: string): (vectors: Vectors) => Target {
  const make = targets[name];
  if (make === undefined) throw new RangeError(`no target ${name}: there are ${Object.keys(targets).join(', ')}`);
  return make;
}

function about(target: Target): About {
  return { target: target.name, title: target.title, seeds: target.seeds().length, msPerKb: target.msPerKb ?? 1 };
}

function replay(target: Target, input: Uint8Array, wire: Wire): Report {
  const failures: { error: string; input: Uint8Array }[] = [];
  wire.begin(input);
  target.prepare?.();
  const start = performance.now();
  try {
    target.run(input);
  } catch (error) {
    failures.push({ error: describe(error), input });
  }
  const took = performance.now() - start;
  const slowestMsPerKb = took / Math.max(1, input.length / 1_024);
  const nothing = { found: [], kept: [], corpus: 0, code: 0, ran: 0, heapGrowthBytes: 0, heapBytesPerThousand: 0 };
  return {
    ...about(target),
    ...nothing,
    inputs: 1,
    decoded: 1,
    seconds: took / 1_000,
    failures,
    slowestMsPerKb,
    slowest: input,
  };
}
