/** The server of the benchmarks: the tutorial's, without its pauses and log lines, as internal/interop/python/bench_server.py. */
import { ActionServer, createNode } from '@rclts/actions';
import { Fibonacci } from './fibonacci.js';

const node = await createNode('bench_server');
new ActionServer(node, Fibonacci, 'fibonacci', (goalHandle) => {
  const sequence = [0, 1];
  for (let i = 1; i < goalHandle.request.order; i++) {
    sequence.push((sequence[i] ?? 0) + (sequence[i - 1] ?? 0));
    goalHandle.publishFeedback({ sequence });
  }
  goalHandle.succeed();
  return { sequence };
});
console.log('ready');
process.stdin.resume().once('end', () => process.exit(0));
