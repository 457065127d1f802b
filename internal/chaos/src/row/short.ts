import { Order } from '../peer/behaviours.js';
import { cutRow } from './cut.js';
import { goalsRow } from './goals.js';
import { goneClientRow } from './gone-client.js';
import { OUR_CLIENT, OUR_SERVER, OURS, type Pairing, type Row } from './row.js';
import { serverKilledRow } from './server-killed.js';

/**
 * Fast DDS repairs every three seconds: one request of rclpy's in some hundreds comes when the result is gone by default. Here a
 * goal that is lost shall be one that we have lost.
 */
const RESULT_TIMEOUT_MS = 60_000;

function tenPercent(pairing: Pairing, goalSeconds: number): Row {
  const goals = { count: 20, order: Order.steps(5), goalSeconds, resultTimeoutMs: RESULT_TIMEOUT_MS };
  return goalsRow({ fault: '20 goals, loss 10 %', pairing, faults: { loss: 0.1 }, ...goals });
}

const MEGABYTE = 1_000_000;
const bigResults = { count: 3, order: Order.bigResult(MEGABYTE), payloadBytes: 3 * MEGABYTE };
const mix = { loss: 0.1, duplicate: 0.1, reorder: 0.1, delayMs: 20 };
/** Leases of 5 s make the cut short, and the crash soon known; nobody is taken for dead who had to wait for a processor. */
const leaseDurationMs = 5_000;

/**
 * What the test command runs of the suite: what finds most, in less than two minutes and a half. Nobody looks at the goals of time here: ten
 * times them is a hang.
 */
export const shortRows: readonly Row[] = [
  tenPercent(OURS, 12),
  tenPercent(OUR_CLIENT, 18),
  tenPercent(OUR_SERVER, 18),
  goalsRow({
    fault: '20 goals, all three 10 %, 20 ms',
    pairing: OURS,
    faults: mix,
    count: 20,
    order: Order.steps(5),
    goalSeconds: 12,
  }),
  // A lost fragment is asked for; whatever is sent twice without need shows in the weight.
  goalsRow({
    ...bigResults,
    fault: '3 results of 1 MB, loss 1 %',
    pairing: OURS,
    faults: { loss: 0.01 },
    goalSeconds: 8,
    goalWeight: 1.2,
  }),
  goalsRow({
    ...{ fault: '3 results of 60 kB, loss 30 %', pairing: OURS, faults: { loss: 0.3 }, goalSeconds: 12 },
    ...{ count: 3, order: Order.bigResult(60_000), resultTimeoutMs: RESULT_TIMEOUT_MS },
  }),
  serverKilledRow({ fault: 'server kill -9, lease 5 s', pairing: OURS, leaseDurationMs, goalSeconds: 6 }),
  cutRow({ fault: 'cut 8 s, result inside', pairing: OURS, leaseDurationMs, cutSeconds: 8, goalSeconds: 4 }),
  goneClientRow(OURS),
];
