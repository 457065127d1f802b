import { whatIsMissing } from '../src/link/requirements.js';
import { perform, rowTitle } from '../src/perform.js';
import { shortRows } from '../src/row/short.js';

const ROW_MS = 600_000;

describe('faults between real processes', () => {
  beforeAll(() => {
    const missing = whatIsMissing();
    if (missing !== undefined) throw new Error(`The chaos suite cannot run here. It needs ${missing}`);
  });

  for (const row of shortRows) {
    test(
      rowTitle(row),
      async () => {
        const { measured, failures } = await perform(row);
        // Misses of times are not looked at: machines are slow at times.
        expect({ measured, failures }).toEqual({ measured, failures: [] });
      },
      ROW_MS,
    );
  }
});
