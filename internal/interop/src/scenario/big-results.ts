import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { ACTION, type Pair } from '../pair.js';
import { Implementation } from '../process/programs.js';
import { Order } from './order.js';
import type { Scenario } from './scenario.js';

/** 1 MiB of int32. */
const ELEMENTS = 262_144;

async function fetchBigResult({ client }: Pair): Promise<void> {
  const goal = await client.call('sendGoal', { action: ACTION, order: Order.bigResult(ELEMENTS) });
  assert.equal(goal.accepted, true);
  const { status, length, crc32: sum } = await client.call('getResult', { goalId: goal.goalId, timeoutMs: 120_000 });
  const expected = crc32(new Uint8Array(Int32Array.from({ length: ELEMENTS }, (_, index) => index).buffer));
  assert.deepEqual({ status, length, sum }, { status: 4, length: ELEMENTS, sum: expected });
}

export const bigResult: Scenario = { title: '1 MB result', run: fetchBigResult };

/** In the server's fragment size: Fast DDS's towards our client, our own towards theirs. */
export const bigResultWithLoss: Scenario = {
  title: '1 MB result, one fragment lost',
  async run(pair) {
    const { ours, cell } = pair;
    if (ours === undefined) return fetchBigResult(pair);
    const direction = cell.server === Implementation.RCLTS ? 'sent' : 'received';
    await ours.call('dropFragment', { direction, nth: 3 });
    await fetchBigResult(pair);
    const { seen, dropped } = await ours.call('fragments', {});
    assert.equal(dropped, 1, `nothing was lost, of ${seen} datagrams with fragments`);
  },
};
