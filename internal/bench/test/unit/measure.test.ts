import { nanosecondsPerCall, percentile } from '../../src/measure.js';

describe('percentile', () => {
  it('takes the nearest rank, whatever the order of the values', () => {
    const values = [5, 1, 4, 2, 3];
    expect([0, 20, 50, 95, 100].map((percent) => percentile(values, percent))).toEqual([1, 1, 3, 5, 5]);
  });

  it('refuses to make a figure of nothing', () => {
    expect(() => percentile([], 50)).toThrow(RangeError);
  });
});

describe('nanosecondsPerCall', () => {
  it('finds that more work takes longer', () => {
    const work = (amount: number) => (): void => {
      let sum = 0;
      for (let i = 0; i < amount; i++) sum += Math.sqrt(i);
      if (Number.isNaN(sum)) throw new Error('unreachable, but nobody may optimise the loop away');
    };
    expect(nanosecondsPerCall(work(10_000))).toBeGreaterThan(nanosecondsPerCall(work(100)));
  });
});
