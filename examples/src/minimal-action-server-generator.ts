// The shortest server: an async generator that yields feedback and returns the result. Goals can be canceled; the signal
// interrupts the sleep, and the goal ends as canceled.
// Usage: npm run example -- minimal-action-server-generator [SECONDS_PER_STEP]
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionServer, createNode } from '@rclts/actions';
import { closeOnSignal, Fibonacci } from './fibonacci.js';

const stepMs = 1000 * Number(process.argv[2] ?? 1);
const node = await createNode('minimal_action_server');

new ActionServer(
  node,
  Fibonacci,
  'fibonacci',
  async function* ({ request, signal }) {
    let [previous, current] = [0, 1];
    const sequence = [previous, current];
    for (let i = 1; i < request.order; i++) {
      [previous, current] = [current, previous + current];
      sequence.push(current);
      yield { partial_sequence: sequence };
      await sleep(stepMs, undefined, { signal });
    }
    return { sequence };
  },
  { cancelCallback: () => 'accept' },
);

closeOnSignal(node);
