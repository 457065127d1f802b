import { WallClock } from '../../../src/io/wall-clock.js';

const toMs = ({ sec, nanosec }: { sec: number; nanosec: number }): number => sec * 1000 + nanosec / 1e6;

describe('WallClock', () => {
  it('is the time of day, finer than a millisecond', () => {
    const clock = new WallClock();
    const stamps = Array.from({ length: 1000 }, () => clock.now());
    for (const stamp of stamps) expect(Math.abs(toMs(stamp) - Date.now())).toBeLessThan(1000);
    expect(stamps.some(({ nanosec }) => nanosec % 1e6 > 999)).toBe(true);
    expect(stamps.every(({ nanosec }) => Number.isInteger(nanosec) && nanosec >= 0 && nanosec < 1e9)).toBe(true);
  });

  it('follows when somebody sets the clock', () => {
    const clock = new WallClock();
    const real = Date.now;
    try {
      Date.now = () => real() - 3_600_000;
      expect(Math.abs(toMs(clock.now()) - Date.now())).toBeLessThan(1000);
    } finally {
      Date.now = real;
    }
  });
});
