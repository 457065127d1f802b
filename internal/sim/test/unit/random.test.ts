import { Random } from '../../src/random.js';

describe('Random', () => {
  it('gives the same numbers for the same seed and stream', () => {
    const [a, b] = [new Random(42, 3), new Random(42, 3)];
    for (let draw = 0; draw < 100; draw += 1) expect(a.uint32()).toBe(b.uint32());
  });

  it('gives other numbers for another seed, also beyond 32 bits, and for another stream', () => {
    const first = (seed: number, stream: number): number => new Random(seed, stream).uint32();
    expect(new Set([first(1, 0), first(2, 0), first(1, 1), first(2 ** 32 + 1, 0), first(0, 0)]).size).toBe(5);
  });

  it('is even enough: a mean of one half, every byte value, no seed among the first thousand that starts at zero', () => {
    const random = new Random(7);
    let sum = 0;
    for (let draw = 0; draw < 100_000; draw += 1) sum += random.float();
    expect(Math.abs(sum / 100_000 - 0.5)).toBeLessThan(0.005);
    expect(new Set(random.bytes(10_000)).size).toBe(256);
    for (let seed = 0; seed < 1000; seed += 1) expect(new Random(seed).uint32()).not.toBe(0);
  });

  it('draws nothing for a certain or an impossible chance', () => {
    const [a, b] = [new Random(1), new Random(1)];
    expect([a.chance(0), a.chance(1)]).toEqual([false, true]);
    expect(a.uint32()).toBe(b.uint32());
  });

  it('picks integers below a bound, and items of a list', () => {
    const random = new Random(9);
    const seen = new Set(Array.from({ length: 200 }, () => random.integer(5)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(['a', 'b']).toContain(random.pick(['a', 'b']));
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
