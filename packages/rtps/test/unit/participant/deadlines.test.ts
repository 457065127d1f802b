import * as fc from 'fast-check';
import { Deadline, Deadlines } from '../../../src/participant/deadlines.js';

describe('Deadlines', () => {
  it('tells the earliest of any that were set, moved and cleared', () => {
    const time = fc.integer({ min: 0, max: 100 });
    const operation = fc.record({ kind: fc.constantFrom('set', 'setEarlier', 'clear'), which: fc.nat(9), at: time });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80 }), (operations) => {
        const deadlines = new Deadlines();
        const all = Array.from({ length: 10 }, () => new Deadline(() => undefined));
        const model = new Map<Deadline, number>();
        for (const { kind, which, at } of operations) {
          const deadline = all[which]!;
          if (kind === 'clear') {
            deadlines.clear(deadline);
            model.delete(deadline);
          } else if (kind === 'set') {
            deadlines.set(deadline, at);
            model.set(deadline, at);
          } else {
            deadlines.setEarlier(deadline, at);
            model.set(deadline, Math.min(at, model.get(deadline) ?? Infinity));
          }
          expect(deadlines.next()).toBe(Math.min(Infinity, ...model.values()));
          expect(deadlines.size).toBe(model.size);
        }
      }),
    );
  });

  it('fires what is due in order of time, each once, and leaves the rest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 60 }),
        fc.integer({ min: 0, max: 100 }),
        (times, now) => {
          const deadlines = new Deadlines();
          const fired: number[] = [];
          for (const at of times) deadlines.set(new Deadline(() => fired.push(at)), at);
          deadlines.fireDue(now);
          expect(fired).toEqual(times.filter((at) => at <= now).sort((a, b) => a - b));
          expect(deadlines.size).toBe(times.length - fired.length);
          deadlines.fireDue(now);
          expect(fired.length + deadlines.size).toBe(times.length);
        },
      ),
    );
  });

  it('tells an early timer the time that was waited for: a lease that is set again for it does not spin', () => {
    const deadlines = new Deadlines();
    const toldAt: number[] = [];
    const lease: Deadline = new Deadline((now) => {
      toldAt.push(now);
      if (now < 20) deadlines.set(lease, 20);
    });
    deadlines.set(lease, 20);
    deadlines.fireDue(19.2);
    expect(toldAt).toEqual([]);
    deadlines.fireDue(19.6);
    expect(toldAt).toEqual([20]);
    expect(deadlines.next()).toBe(Infinity);
  });

  it('leaves what is set meanwhile for the next time, however soon it falls', () => {
    const deadlines = new Deadlines();
    let runs = 0;
    const again: Deadline = new Deadline((now) => {
      runs += 1;
      deadlines.set(again, now);
    });
    deadlines.set(again, 5);
    deadlines.fireDue(5);
    expect([runs, deadlines.next()]).toEqual([1, 5]);
  });

  it('does not fire what an earlier one has cleared or moved', () => {
    const deadlines = new Deadlines();
    const fired: string[] = [];
    const cleared = new Deadline(() => fired.push('cleared'));
    const moved = new Deadline(() => fired.push('moved'));
    const first = new Deadline(() => {
      fired.push('first');
      deadlines.clear(cleared);
      deadlines.set(moved, 50);
    });
    deadlines.set(first, 1);
    deadlines.set(cleared, 2);
    deadlines.set(moved, 2);
    deadlines.fireDue(3);
    expect([fired, deadlines.next()]).toEqual([['first'], 50]);
  });

  it('never falls when set to Infinity', () => {
    const deadlines = new Deadlines();
    const deadline = new Deadline(() => undefined);
    deadlines.set(deadline, 5);
    deadlines.set(deadline, Infinity);
    expect([deadlines.size, deadlines.next()]).toEqual([0, Infinity]);
  });
});
