/** The victim: an action server that says how it is when it is asked, a line for a line; to `collect`, after a garbage collection. Ends with its stdin. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { ActionServer, createNode, GoalResponse } from '@rclts/actions';
import { ACTION, Fibonacci, MAX_ORDER } from '../fibonacci.js';
import { LOOP_RESOLUTION_MS, type VictimFigures } from './figures.js';

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

const delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
delay.enable();
console.log('ready');
createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (line === 'collect') (globalThis as { gc?: () => void }).gc?.();
    const figures: VictimFigures = {
      rssBytes: process.memoryUsage.rss(),
      stallMs: Math.max(0, delay.max / 1e6 - LOOP_RESOLUTION_MS),
      statistics: { ...node.context.participant.statistics } as unknown as Record<string, number>,
    };
    delay.reset();
    console.log(`figures ${JSON.stringify(figures)}`);
  })
  .on('close', () => process.exit(0));
