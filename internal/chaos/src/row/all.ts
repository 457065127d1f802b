import { Order } from '../peer/behaviours.js';
import { goalsRow } from './goals.js';
import { ALL, OURS, type Pairing, type Row } from './row.js';

/** Feedback and result take 60 ms. */
const STEPS = Order.steps(5);

/** Seconds for 100 goals in a row, by loss: with both ends ours, and with one. */
const lossGoals = [
  { loss: 0.01, ours: 8, mixed: undefined, mixedAtLeast: 100 },
  { loss: 0.1, ours: 12, mixed: 90, mixedAtLeast: 100 },
  { loss: 0.3, ours: 45, mixed: undefined, mixedAtLeast: 97 },
];

function lossRows(pairing: Pairing): Row[] {
  return lossGoals.map(({ loss, ours, mixed, mixedAtLeast }) => {
    const seconds = pairing === OURS ? ours : mixed;
    return goalsRow({
      fault: `100 goals, loss ${String(loss * 100)} %`,
      pairing,
      faults: { loss },
      count: 100,
      order: STEPS,
      atLeast: pairing === OURS ? 100 : mixedAtLeast,
      ...(seconds === undefined ? {} : { goalSeconds: seconds }),
    });
  });
}

export const rows: readonly Row[] = ALL.flatMap(lossRows);
