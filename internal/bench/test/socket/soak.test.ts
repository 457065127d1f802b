import { runSoak } from '../../src/soak/run.js';
import { findLeaks } from '../../src/soak/verdict.js';

const PATIENCE_MS = 900_000;

// The short form of `npm run soak`. Half of its time it waits until nobody remembers a goal any more.
it(
  '2 000 goals of all kinds leave no listener, timer, handle, promise, entry or object behind',
  async () => {
    const figures = await runSoak({ goals: 2000, warmUp: 650, samples: 2 }, PATIENCE_MS);
    expect(findLeaks(figures)).toEqual([]);
    // What is looked for is called so, and was there.
    const { objects, handles } = figures.before;
    expect(objects).toMatchObject({ ActionClient: 2, ActionServer: 1, Node: 3, Participant: 3 });
    expect(handles['UDPWrap']).toBeGreaterThanOrEqual(3);
  },
  PATIENCE_MS + 10_000,
);
