/**
 * The client of the benchmarks: goals one after the other. Prints their milliseconds, from sending to the result, as one
 * JSON array, as internal/interop/python/bench_client.py. Usage: client.js COUNT ORDER
 */
import { ActionClient, createNode } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const WARM_UP = 10;
const [count = 0, order = 0] = process.argv.slice(2).map(Number);

const node = await createNode('bench_client', { args: [] });
const client = new ActionClient(node, Fibonacci, 'fibonacci');
await client.waitForServer({ timeoutMs: 20_000 });

async function oneGoal(): Promise<number> {
  const start = performance.now();
  const goal = await client.sendGoal({ order }, { feedbackCallback: () => undefined });
  const { status, result } = await goal.getResult();
  const milliseconds = performance.now() - start;
  if (status !== 4 || result.sequence.length !== order + 1) throw new Error(`status ${status}`);
  return milliseconds;
}

for (let i = 0; i < WARM_UP; i++) await oneGoal();
const milliseconds: number[] = [];
for (let i = 0; i < count; i++) milliseconds.push(await oneGoal());
console.log(JSON.stringify(milliseconds));
await node.close();
