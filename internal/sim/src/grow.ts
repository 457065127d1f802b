// The program `dist/grow.js SIZE…`: what a domain of so many participants costs each of them, as lines of JSON. Each size
// wants a process of its own, started with --expose-gc.
import { measureGrowth } from './growth.js';

const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error('start it with node --expose-gc');

const heapUsed = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};
for (const size of process.argv.slice(2)) {
  process.stdout.write(`${JSON.stringify(measureGrowth(Number(size), heapUsed, () => performance.now()))}\n`);
}
