import * as fc from 'fast-check';
import { isNews } from '../../../src/behavior/count.js';

const anyCount = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe('isNews', () => {
  it('takes the first count, whatever it is', () => {
    fc.assert(fc.property(anyCount, (count) => isNews(undefined, count)));
  });

  it('takes what is higher, across the wrap at 2^31 and 2^32 too', () => {
    fc.assert(
      fc.property(anyCount, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (last, step) => isNews(last, (last + step) | 0)),
    );
    expect(isNews(2 ** 31 - 1, -(2 ** 31))).toBe(true);
    expect(isNews(-1, 0)).toBe(true);
  });

  it('refuses a repeated one and those a little behind: copies over another path, late ones', () => {
    fc.assert(fc.property(anyCount, fc.integer({ min: 0, max: 64 }), (last, step) => !isNews(last, (last - step) | 0)));
  });

  it('takes what is far behind: one wild count does not make the peer mute', () => {
    const poisoned = 1000 + 2 ** 31 - 1;
    expect(isNews(poisoned | 0, 1001)).toBe(true);
    expect(isNews(500, 7)).toBe(true);
  });
});
