// How long results can be asked for: by time, until somebody has fetched them, and as many as fit into a budget.
// Usage: npm run example -- minimal-action-server-result-cache [SECONDS [OCTETS]]
import { ActionServer, createNode } from '@rclts/actions';
import { closeOnSignal, computeFibonacci, Fibonacci } from './fibonacci.js';

const seconds = Number(process.argv[2] ?? 60);
const octets = Number(process.argv[3] ?? 10_000_000);
const node = await createNode('minimal_action_server');

new ActionServer(node, Fibonacci, 'fibonacci', (goalHandle) => computeFibonacci(node, goalHandle, 10), {
  resultTimeoutMs: 1000 * seconds, // default: 10 s after the goal's end, as with rclpy; Infinity: for ever
  keepResultUntilFetched: true, // the time runs from when somebody has got the result, or its client has left
  maxCachedResultBytes: octets, // beyond that, the goal that ended first is forgotten: its status is UNKNOWN
});

closeOnSignal(node);
