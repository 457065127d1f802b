/** The server of the bursts. Prints, when it is asked to end, what it has sent: UDP payload. */
import { ActionServer, createNode } from '@rclts/actions';
import { Fibonacci } from '../round-trip/fibonacci.js';
import { BurstOrder } from './order.js';

const node = await createNode('burst_server', { args: [] });
let release = (): void => undefined;
let released = new Promise<void>((resolve) => (release = resolve));

new ActionServer(node, Fibonacci, 'fibonacci', async (goalHandle) => {
  const { order } = goalHandle.request;
  const sequence = [0, 1];
  if (order === BurstOrder.HELD) await released;
  if (order === BurstOrder.RELEASE) {
    release();
    released = new Promise<void>((resolve) => (release = resolve));
  }
  for (let i = 1; i < order; i++) {
    sequence.push((sequence[i] ?? 0) + (sequence[i - 1] ?? 0));
    goalHandle.publishFeedback({ sequence });
  }
  goalHandle.succeed();
  return { sequence };
});

process.once('SIGTERM', () => {
  const { bytesSent, datagramsSent } = node.context.participant.statistics;
  process.stdout.write(`${JSON.stringify({ bytesSent, datagramsSent })}\n`, () => process.exit(0));
});
process.stdin.resume().once('end', () => process.exit(0));
