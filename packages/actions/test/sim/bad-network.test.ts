import type { Faults } from '@rclts/sim';
import { GoalStatus } from '../../src/index.js';
import { World } from '../support/world.js';

const GOALS = 20;

/** Beside each: virtual ms for the goals one after the other, and for all at once; a goal takes 40 ms where nothing is lost. */
const networks: readonly [name: string, faults: Partial<Faults>, inARowMs: number, atOnceMs: number][] = [
  ['no fault', {}, 1_000, 500],
  ['loss 1 %', { loss: 0.01 }, 1_600, 1_000],
  ['loss 10 %', { loss: 0.1 }, 3_000, 2_000],
  ['loss 30 %', { loss: 0.3 }, 10_000, 5_000],
  ['duplication 30 %', { duplication: 0.3 }, 1_000, 500],
  ['reordering 30 %, 25 ms late', { reordering: 0.3, reorderMs: 25 }, 2_500, 1_000],
  ['50 ms and 20 ms of jitter one way', { delayMs: 50, jitterMs: 20 }, 8_000, 1_000],
  ['250 ms one way', { delayMs: 250 }, 24_000, 2_000],
  [
    'loss, duplication, reordering 10 % each, 20 ms',
    { loss: 0.1, duplication: 0.1, reordering: 0.1, delayMs: 20 },
    8_000,
    2_000,
  ],
];

describe.each(networks)('20 goals at %s', (_name, faults, inARowMs, atOnceMs) => {
  it.each([1, 2, 3])('in a row and at once, seed %i: all succeed, feedback in order, each once', async (seed) => {
    const world = new World({ seed });
    world.server();
    const client = await world.clientOfServer();
    world.network.setFaults({ delayMs: 1, ...faults });
    const one = async (): Promise<void> => {
      const heard: number[] = [];
      const goal = await client.sendGoal(
        { order: 5 },
        { feedbackCallback: ({ feedback }) => void heard.push(feedback.sequence.length) },
      );
      expect((await goal.getResult()).status).toBe(GoalStatus.SUCCEEDED);
      heard.push(Infinity);
      // Best effort where it is lost for good: never twice, never backwards, never after the result.
      expect(heard).toEqual([...new Set(heard)].sort((a, b) => a - b));
      expect(heard.at(-1)).toBe(Infinity);
    };
    const took = async (body: () => Promise<unknown>): Promise<number> => {
      const start = world.network.now;
      await world.run(body, 600_000);
      return world.network.now - start;
    };
    const inARow = await took(async () => {
      for (let n = 0; n < GOALS; n++) await one();
    });
    const atOnce = await took(() => Promise.all(Array.from({ length: GOALS }, one)));
    expect(inARow).toBeLessThanOrEqual(inARowMs);
    expect(atOnce).toBeLessThanOrEqual(atOnceMs);
  });
});
