import { WallClock } from '../../../src/io/wall-clock.js';

const toMs = ({ sec, nanosec }: { sec: number; nanosec: number }): number => sec * 1000 + nanosec / 1e6;

/** How long the machine takes for it is its own affair; half a second is for who sets the clock meanwhile. */
function expectBetween(stamps: readonly Parameters<typeof toMs>[0][], beforeMs: number, afterMs: number): void {
  for (const stamp of stamps) {
    expect(toMs(stamp)).toBeGreaterThan(beforeMs - 500);
    expect(toMs(stamp)).toBeLessThan(afterMs + 500);
  }
}

describe('WallClock', () => {
  it('is the time of day, finer than a millisecond', () => {
    const clock = new WallClock();
    const before = Date.now();
    const stamps = Array.from({ length: 1000 }, () => clock.now());
    expectBetween(stamps, before, Date.now());
    expect(stamps.some(({ nanosec }) => nanosec % 1e6 > 999)).toBe(true);
    expect(stamps.every(({ nanosec }) => Number.isInteger(nanosec) && nanosec >= 0 && nanosec < 1e9)).toBe(true);
  });

  it('follows when somebody sets the clock', () => {
    const clock = new WallClock();
    const real = Date.now;
    try {
      Date.now = () => real() - 3_600_000;
      const before = Date.now();
      expectBetween([clock.now()], before, Date.now());
    } finally {
      Date.now = real;
    }
  });
});
