import * as fc from 'fast-check';
import { IntervalList } from '../../../src/behavior/interval-list.js';

const number = fc.integer({ min: 1, max: 60 });
const operation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('add' as const), first: number, length: fc.integer({ min: 0, max: 9 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('removeBelow' as const), n: number }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('removeAbove' as const), n: number }) },
);

describe('IntervalList', () => {
  it('holds what a set of the same numbers holds, after any adding and removing', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
        const list = new IntervalList(1_000);
        const model = new Set<number>();
        for (const one of operations) {
          if (one.kind === 'add') {
            const last = one.first + one.length - 1;
            expect(list.add(one.first, last)).toBe(true);
            for (let n = one.first; n <= last; n++) model.add(n);
          } else if (one.kind === 'removeBelow') {
            list.removeBelow(one.n);
            for (const n of model) if (n < one.n) model.delete(n);
          } else {
            list.removeAbove(one.n);
            for (const n of model) if (n > one.n) model.delete(n);
          }
        }
        let intervals = 0;
        for (let n = 0; n <= 80; n++) {
          expect(list.has(n)).toBe(model.has(n));
          let end: number | undefined;
          if (model.has(n)) for (end = n; model.has(end + 1);) end += 1;
          expect(list.endOf(n)).toBe(end);
          if (model.has(n) && !model.has(n - 1)) intervals += 1;
        }
        // As few intervals as there can be: neighbours are one.
        expect(list.size).toBe(intervals);
      }),
    );
  });

  it('keeps a range of 2^40 numbers as one interval', () => {
    const list = new IntervalList(4);
    expect(list.add(6, 2 ** 40)).toBe(true);
    expect(list.size).toBe(1);
    expect([list.has(5), list.has(6), list.has(2 ** 39), list.endOf(7)]).toEqual([false, true, true, 2 ** 40]);
  });

  it('refuses a new interval when it is full, but still joins what touches', () => {
    const list = new IntervalList(2);
    expect([list.add(1, 1), list.add(10, 12), list.add(20, 20)]).toEqual([true, true, false]);
    expect([list.add(13, 19), list.add(2, 9)]).toEqual([true, true]);
    expect([list.size, list.endOf(1)]).toEqual([1, 19]);
  });
});
