/** The victim: an action server that says how it is when it is asked, a line for a line; to `collect`, after a garbage collection. Ends with its stdin. */
import { createInterface } from 'node:readline';
import { ActionServer, createNode, GoalResponse } from '@rclts/actions';
import { ACTION, Fibonacci, MAX_ORDER } from '../fibonacci.js';
import type { VictimFigures } from './figures.js';
import { LoopWatch } from './loop-watch.js';

const node = await createNode('victim', { args: [] });
new ActionServer(
  node,
  Fibonacci,
  ACTION,
  (goal) => {
    const sequence = [0, 1];
    for (let i = 1; i < goal.request.order; i++) sequence.push((sequence[i] ?? 0) + (sequence[i - 1] ?? 0));
    goal.publishFeedback({ sequence });
    goal.succeed();
    return { sequence };
  },
  { goalCallback: ({ order }) => (order >= 0 && order <= MAX_ORDER ? GoalResponse.ACCEPT : GoalResponse.REJECT) },
);

const loop = new LoopWatch();
console.log('ready');
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const stallMs = loop.take();
    if (line === 'collect') collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    const figures: VictimFigures = {
      rssBytes: rss,
      liveBytes: heapUsed + external,
      stallMs,
      statistics: { ...node.context.participant.statistics } as unknown as Record<string, number>,
    };
    console.log(`figures ${JSON.stringify(figures)}`);
    // What was done for this answer is nobody's attack.
    loop.take();
  })
  .on('close', () => process.exit(0));

/** Twice: the second collection waits for the sweepers of the first, which free array buffers beside it. */
function collect(): void {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  gc?.();
}
