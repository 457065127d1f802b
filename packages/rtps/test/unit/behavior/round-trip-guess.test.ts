import { RoundTripGuess } from '../../../src/behavior/round-trip-guess.js';
import { SendWindow } from '../../../src/behavior/send-window.js';
import { Timing } from '../../../src/behavior/timing.js';

function guessAfter(samples: readonly number[], now = 1_000): RoundTripGuess {
  const guess = new RoundTripGuess();
  for (const ms of samples) guess.note(ms, now);
  return guess;
}

describe('RoundTripGuess', () => {
  it('is what the standard path takes until some have answered, and never less', () => {
    expect(guessAfter([900, 900, 900]).ms).toBe(Timing.initialRttMs);
    expect(guessAfter([1, 1, 1, 1]).ms).toBe(Timing.initialRttMs);
  });

  it('follows a domain in which everybody is slow to answer, to two seconds', () => {
    expect(guessAfter([300, 310, 290, 305]).ms).toBe(300);
    expect(guessAfter([60_000, 60_000, 60_000, 60_000]).ms).toBe(2_000);
  });

  it('is not much misled where many questions get lost: the median tells', () => {
    expect(guessAfter([12, 12, 112, 12, 232, 12, 472, 12]).ms).toBe(12);
  });

  it('forgets what was long ago', () => {
    const guess = guessAfter([500, 500, 500, 500]);
    for (let i = 0; i < 4; i++) guess.note(30, 60_000);
    expect(guess.ms).toBe(30);
  });

  it('holds for a path until an answer over it is measured', () => {
    const guess = guessAfter([300, 300, 300, 300]);
    const window = new SendWindow(guess);
    expect([window.roundTripMs, window.repairMs]).toEqual([300, 600]);
    for (let i = 0; i < 16; i++) guess.note(1_500, 2_000);
    expect(window.repairMs).toBe(3_000);
    window.onRoundTrip(40);
    expect([window.roundTripMs, window.repairMs]).toEqual([40, 80]);
  });
});
