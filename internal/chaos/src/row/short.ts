import { Order } from '../peer/behaviours.js';
import { goalsRow } from './goals.js';
import { OUR_CLIENT, OUR_SERVER, OURS, type Pairing, type Row } from './row.js';

/** What the test command runs of the suite: what has found most, in two minutes and a half. */
const tenPercent = (pairing: Pairing, goalSeconds: number): Row =>
  goalsRow({
    fault: '20 goals, loss 10 %',
    pairing,
    faults: { loss: 0.1 },
    count: 20,
    order: Order.steps(5),
    goalSeconds,
  });

export const shortRows: readonly Row[] = [tenPercent(OURS, 4), tenPercent(OUR_CLIENT, 18), tenPercent(OUR_SERVER, 18)];
