import * as fc from 'fast-check';
import {
  compareDurations,
  DURATION_INFINITE,
  DURATION_ZERO,
  durationToMs,
  fractionToNanosec,
  isInfinite,
  msToDuration,
  nanosecToFraction,
  readDuration,
  readTime,
  writeDuration,
  writeTime,
} from '../../../src/types/time.js';
import { fromHex, toHex } from '../../support/hex.js';

describe('fractions of a second', () => {
  it('give every nanosecond back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (nanosec) => {
        const fraction = nanosecToFraction(nanosec);
        expect(fraction).toBeLessThan(2 ** 32);
        expect(fractionToNanosec(fraction)).toBe(nanosec);
      }),
      { numRuns: 2_000 },
    );
    expect(fractionToNanosec(nanosecToFraction(999_999_999))).toBe(999_999_999);
  });

  it('round up as Cyclone DDS does, and equal exact integer arithmetic', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        (nanosec, fraction) => {
          const exact = ((BigInt(nanosec) << 32n) + 999_999_999n) / 1_000_000_000n;
          expect(BigInt(nanosecToFraction(nanosec))).toBe(exact);
          expect(BigInt(fractionToNanosec(fraction))).toBe((BigInt(fraction) * 1_000_000_000n) >> 32n);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('clamp what is no nanosecond count', () => {
    expect(nanosecToFraction(-5)).toBe(0);
    expect(nanosecToFraction(2 ** 32)).toBe(nanosecToFraction(999_999_999));
  });
});

describe('times', () => {
  it('are seconds and a fraction in either byte order (RTPS 2.5 §9.3.2.1)', () => {
    expect(readTime(fromHex('3ae6026b 00000080'), 0, true)).toEqual({ sec: 0x6b02e63a, nanosec: 500_000_000 });
    expect(readTime(fromHex('6b02e63a 80000000'), 0, false)).toEqual({ sec: 0x6b02e63a, nanosec: 500_000_000 });
    const bytes = new Uint8Array(8);
    writeTime(bytes, 0, { sec: 0xf000_0000, nanosec: 1 });
    expect(toHex(bytes)).toBe('000000f005000000');
  });

  it('may be invalid', () => {
    expect(readTime(fromHex('ffffffff ffffffff'), 0, true)).toBeUndefined();
  });
});

describe('durations', () => {
  const written = (duration: { sec: number; nanosec: number }): string => {
    const bytes = new Uint8Array(8);
    writeDuration(bytes, 0, duration);
    return toHex(bytes);
  };

  it('write 0.1 s as Fast DDS does', () => {
    expect(written({ sec: 0, nanosec: 100_000_000 })).toBe('000000009a999919');
  });

  it('know infinity, whatever fraction comes with it (RTPS 2.5 §9.3.2.3)', () => {
    expect(readDuration(fromHex('ffffff7f ffffffff'), 0, true)).toBe(DURATION_INFINITE);
    expect(readDuration(fromHex('ffffff7f ffffff7f'), 0, true)).toBe(DURATION_INFINITE);
    expect(written(DURATION_INFINITE)).toBe('ffffff7fffffffff');
    expect([isInfinite(DURATION_INFINITE), isInfinite({ sec: 0x7ffffffe, nanosec: 0 })]).toEqual([true, false]);
    expect(durationToMs(DURATION_INFINITE)).toBe(Infinity);
    expect(msToDuration(Infinity)).toBe(DURATION_INFINITE);
    expect(msToDuration(2 ** 31 * 1000)).toBe(DURATION_INFINITE);
  });

  it('are never negative', () => {
    expect(readDuration(fromHex('ffffffff 00000000'), 0, true)).toBe(DURATION_ZERO);
    expect(readDuration(fromHex('00000080 ffffffff'), 0, true)).toBe(DURATION_ZERO);
    expect(msToDuration(-1)).toBe(DURATION_ZERO);
    expect(msToDuration(Number.NaN)).toBe(DURATION_ZERO);
  });

  it('become milliseconds and back', () => {
    expect(durationToMs({ sec: 20, nanosec: 1_500_000 })).toBe(20_001.5);
    expect(msToDuration(20_001.5)).toEqual({ sec: 20, nanosec: 1_500_000 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (ms) => {
        expect(durationToMs(msToDuration(ms))).toBe(ms);
      }),
    );
  });

  it('have an order with infinity at its end', () => {
    const short = { sec: 1, nanosec: 0 };
    const long = { sec: 1, nanosec: 1 };
    expect(compareDurations(short, long)).toBe(-1);
    expect(compareDurations(long, short)).toBe(1);
    expect(compareDurations(long, { ...long })).toBe(0);
    expect(compareDurations(long, DURATION_INFINITE)).toBe(-1);
    expect(compareDurations(DURATION_INFINITE, long)).toBe(1);
    expect(compareDurations(DURATION_INFINITE, { sec: 0x7fff_ffff, nanosec: 0 })).toBe(0);
  });
});
