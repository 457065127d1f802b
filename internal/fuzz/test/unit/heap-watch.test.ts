import { HeapWatch } from '../../src/loop/heap-watch.js';

const INPUTS = 40_000;
const KEPT = 2_048;

/** A campaign that keeps so many octets of each input, in batches that would be so large. */
function growth(inputs: number, kept: number, batch: number): { total: number; perThousand: number; looks: number } {
  let at = 0;
  let looks = 0;
  const watch = new HeapWatch(inputs, () => {
    looks++;
    return 10_000_000 + at * kept;
  });
  while (at < inputs) {
    at += Math.min(batch, inputs - at, watch.inputsUntilLook(at));
    watch.look(at);
  }
  const { heapGrowthBytes, heapBytesPerThousand } = watch.result();
  return { total: heapGrowthBytes, perThousand: heapBytesPerThousand, looks };
}

describe('the growth of the heap', () => {
  it.each([1, 100, 16_384, 1_000_000])('is seen in batches of %i inputs as in any others', (batch) => {
    const { total, perThousand, looks } = growth(INPUTS, KEPT, batch);
    expect(looks).toBe(16);
    expect(total / (INPUTS * KEPT)).toBeCloseTo(0.64);
    expect(perThousand / 1_000).toBeCloseTo(KEPT);
  });

  it('is none where nothing is kept', () => {
    expect(growth(INPUTS, 0, 100).total).toBe(0);
  });

  it.each([2, 5, 17])('is seen in campaigns of as few as %i inputs', (inputs) => {
    expect(growth(inputs, KEPT, 1_000).total).toBeGreaterThanOrEqual(KEPT);
  });
});
