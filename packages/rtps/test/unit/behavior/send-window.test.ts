import { RoundTripGuess } from '../../../src/behavior/round-trip-guess.js';
import { SendWindow } from '../../../src/behavior/send-window.js';

const KB = 1024;

describe('SendWindow', () => {
  it('grows with what arrives, to 256 kB', () => {
    const window = new SendWindow(new RoundTripGuess());
    expect(window.bytes).toBe(64 * KB);
    window.onDelivered(32 * KB);
    expect(window.bytes).toBe(96 * KB);
    for (let i = 0; i < 20; i++) window.onDelivered(64 * KB);
    expect(window.bytes).toBe(256 * KB);
  });

  it('halves when more than a quarter is lost, once a round trip, and grows slowly afterwards', () => {
    const window = new SendWindow(new RoundTripGuess());
    window.onRoundTrip(10);
    window.onDelivered(64 * KB);
    window.onLoss(30, 100, 1_000);
    window.onLoss(30, 100, 1_005);
    expect(window.bytes).toBe(64 * KB);
    window.onDelivered(64 * KB);
    expect(window.bytes).toBe(96 * KB);
    window.onDelivered(96 * KB);
    expect(window.bytes).toBe(128 * KB);
    for (let now = 2_000; now < 3_000; now += 100) window.onLoss(99, 100, now);
    expect(window.bytes).toBe(32 * KB);
  });

  it('does not mind a lossy path, or a loss of few', () => {
    const window = new SendWindow(new RoundTripGuess());
    window.onLoss(25, 100, 1_000);
    window.onLoss(3, 3, 2_000);
    expect(window.bytes).toBe(64 * KB);
  });

  it('is not misled by answers that a timer of the reader gave', () => {
    const window = new SendWindow(new RoundTripGuess());
    for (const ms of [2, 2.2, 100, 400, 1_000]) window.onRoundTrip(ms);
    expect(window.roundTripMs).toBe(2.2);
    expect([window.hasHadTime(100, 103.2), window.hasHadTime(100, 103.3)]).toEqual([false, true]);
  });

  it('has more patience for a while when an answer was late, 50 ms of it at most', () => {
    const window = new SendWindow(new RoundTripGuess());
    window.onRoundTrip(2);
    window.onLate(10);
    expect([window.hasHadTime(100, 112.9), window.hasHadTime(100, 113)]).toEqual([false, true]);
    expect([window.isTooSoon(100, 101.4), window.isTooSoon(100, 101.6)]).toEqual([true, false]);
    window.onLate(5_000);
    expect(window.patienceMs).toBe(63);
    for (let i = 0; i < 200; i++) window.onRoundTrip(2);
    expect(window.patienceMs).toBe(3);
  });

  it('follows a path that has become slower, or faster', () => {
    const window = new SendWindow(new RoundTripGuess());
    for (const ms of [2, 2, 2, 2, 2, 500, 500, 500, 500]) window.onRoundTrip(ms);
    expect(window.roundTripMs).toBe(500);
    for (const ms of [3, 3]) window.onRoundTrip(ms);
    expect(window.roundTripMs).toBe(3);
  });

  it('waits two round trips before it asks, 20 ms at least and a second at most', () => {
    const window = new SendWindow(new RoundTripGuess());
    const repairMs = [1, 40, 5_000].map((ms) => {
      for (let i = 0; i < 5; i++) window.onRoundTrip(ms);
      return window.repairMs;
    });
    expect(repairMs).toEqual([20, 80, 1_000]);
  });
});
