/** Measures all of it, one after the other, and writes docs/BENCHMARKS.md. */
import { writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { Implementation, repository } from '@rclts/interop';
import { measureCodec } from './micro/codec.js';
import { measureCoreLoop } from './micro/core-loop.js';
import { renderReport } from './report.js';
import { measurePair, type PairFigures } from './round-trip/pairs.js';

/** Few, because rclpy's server slows with each that it remembers. */
const GOALS = 100;

const { RCLTS, KILTED, JAZZY } = Implementation;
const combinations: readonly (readonly [client: Implementation, server: Implementation, goals?: number])[] = [
  [KILTED, KILTED],
  [JAZZY, JAZZY],
  [RCLTS, RCLTS],
  // Long enough for Node's compiler, and for the status of all goals of the last ten seconds to weigh in.
  [RCLTS, RCLTS, 2000],
  [KILTED, RCLTS],
  [RCLTS, KILTED],
  [JAZZY, RCLTS],
  [RCLTS, JAZZY],
];

const codec = measureCodec();
console.table(codec);
const coreLoop = measureCoreLoop();
console.table(coreLoop);
const pairs: PairFigures[] = [];
for (const [client, server, goals = GOALS] of combinations) {
  const figures = await measurePair(client, server, goals);
  console.log(figures);
  pairs.push(figures);
}

const date = new Date().toISOString().slice(0, 10);
const machine = `${date}, ${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
writeFileSync(join(repository, 'docs/BENCHMARKS.md'), renderReport({ codec, coreLoop, pairs }, machine));
console.log('docs/BENCHMARKS.md is written');
