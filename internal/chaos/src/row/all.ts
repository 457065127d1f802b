import { Implementation } from '@rclts/interop';
import { Order } from '../peer/behaviours.js';
import { crowdRow } from './crowd.js';
import { cutRow } from './cut.js';
import { goalsRow, type GoalsSettings } from './goals.js';
import { goneClientRow } from './gone-client.js';
import { ALL, isReference, OURS, type Pairing, type Row } from './row.js';
import { serverKilledRow } from './server-killed.js';
import { stoppedReaderRow } from './stopped-reader.js';

/** Feedback and result take 60 ms. */
const STEPS = Order.steps(5);
const MEGABYTE = 1_000_000;

/** A goal of time where both ends are ours, and one where one end is. */
interface Goals extends Pick<GoalsSettings, 'fault' | 'faults' | 'count' | 'order' | 'goalWeight'> {
  readonly ours: number;
  readonly mixed?: number;
  readonly mixedAtLeast?: number;
  /** rclpy alone takes a minute for each goal that it loses. */
  readonly referenceCount?: number;
}

/** Rows without a goal of time, which hold an end of rclpy's, end after so long: with 30 % loss rclpy takes 20 minutes. */
const STOP_AFTER_SECONDS = 300;
/** Those that have to come to 97 of 100 goals. */
const STOP_MIXED_AFTER_SECONDS = 900;

const sequences: readonly Goals[] = [
  { fault: '100 goals, loss 1 %', faults: { loss: 0.01 }, count: 100, order: STEPS, ours: 8 },
  { fault: '100 goals, loss 10 %', faults: { loss: 0.1 }, count: 100, order: STEPS, ours: 12, mixed: 90 },
  {
    ...{ fault: '100 goals, loss 30 %', faults: { loss: 0.3 }, count: 100, order: STEPS },
    ...{ ours: 45, mixedAtLeast: 97 },
  },
  { fault: '100 goals, duplication 30 %', faults: { duplicate: 0.3 }, count: 100, order: STEPS, ours: 30 },
  { fault: '100 goals, reordering 30 %', faults: { reorder: 0.3 }, count: 100, order: STEPS, ours: 30 },
  {
    fault: '100 goals, all three 10 %, 20 ms',
    faults: { loss: 0.1, duplicate: 0.1, reorder: 0.1, delayMs: 20 },
    ...{ count: 100, order: STEPS, ours: 30 },
  },
  bigResults({ octets: MEGABYTE, loss: 0.01, ours: 1.5, goalWeight: 1.2 }),
  bigResults({ octets: MEGABYTE, loss: 0.1, ours: 8, goalWeight: 2.2 }),
  bigResults({ octets: 60_000, loss: 0.3, ours: 8 }),
];

function bigResults(of: { octets: number; loss: number; ours: number; goalWeight?: number }): Goals {
  const { octets, loss, ours, goalWeight } = of;
  return {
    fault: `10 results of ${octets === MEGABYTE ? '1 MB' : `${String(octets / 1000)} kB`}, loss ${String(loss * 100)} %`,
    faults: { loss },
    count: 10,
    order: Order.bigResult(octets),
    ours,
    ...(goalWeight === undefined ? {} : { goalWeight }),
    referenceCount: 3,
  };
}

/** Both ends have to repair big results for them to be quick: only between our own they have a goal of time and weight. */
function sequenceRow(
  { ours, mixed, mixedAtLeast, goalWeight, referenceCount, ...settings }: Goals,
  pairing: Pairing,
): Row {
  const count = isReference(pairing) ? (referenceCount ?? settings.count) : settings.count;
  const goalSeconds = pairing === OURS ? ours : mixed;
  return goalsRow({
    ...settings,
    pairing,
    count,
    ...(goalSeconds === undefined || isReference(pairing)
      ? {
          stopAfterSeconds:
            mixedAtLeast === undefined || isReference(pairing) ? STOP_AFTER_SECONDS : STOP_MIXED_AFTER_SECONDS,
        }
      : { goalSeconds }),
    ...(pairing !== OURS && mixedAtLeast !== undefined ? { atLeast: mixedAtLeast } : {}),
    ...(settings.order >= 1_000 ? { payloadBytes: 4 * settings.order * count } : {}),
    ...(pairing === OURS && goalWeight !== undefined ? { goalWeight } : {}),
  });
}

const LEASE_SECONDS = 20;

function lifecycleRows(pairing: Pairing): Row[] {
  const killed = { fault: 'server kill -9', pairing, goalSeconds: LEASE_SECONDS + 1 };
  const killedSoon = { fault: 'server kill -9, lease 3 s', pairing, leaseDurationMs: 3_000, goalSeconds: 4 };
  const cut = { fault: 'cut 30 s, result inside', pairing, cutSeconds: 30, goalSeconds: 2 };
  // rclpy's client waits for ever, whoever has served it: the reference shows it.
  const isClientAsked = pairing.client === Implementation.RCLTS || isReference(pairing);
  return [
    ...(isClientAsked ? [serverKilledRow(killed)] : []),
    ...(pairing === OURS ? [serverKilledRow(killedSoon)] : []),
    ...(isClientAsked ? [cutRow(cut)] : []),
    goneClientRow(pairing),
    stoppedReaderRow(pairing, 15),
    crowdRow(pairing, 25),
    crowdRow(pairing, 100),
  ];
}

const everyRow = [
  ...sequences.flatMap((goals) => ALL.map((pairing) => sequenceRow(goals, pairing))),
  ...ALL.flatMap(lifecycleRows),
];
const order = [...new Set(everyRow.map(({ fault }) => fault))];

/** By fault, and for each fault ours first and rclpy with itself last. */
export const rows: readonly Row[] = order.flatMap((fault) => everyRow.filter((row) => row.fault === fault));
