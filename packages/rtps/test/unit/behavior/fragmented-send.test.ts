import * as fc from 'fast-check';
import { FragmentedSend, REORDER_TOLERANCE } from '../../../src/behavior/fragmented-send.js';
import { RoundTripGuess } from '../../../src/behavior/round-trip-guess.js';
import { SendWindow } from '../../../src/behavior/send-window.js';
import { NumberSet } from '../../../src/types/number-set.js';

function nack(base: number, ...missing: number[]): NumberSet {
  const set = new NumberSet().clear(base);
  for (const n of missing) set.add(n);
  return set;
}

/** As our own readers write it: the set also covers what has arrived after the last missing one. */
function nackUpTo(last: number, base: number, ...missing: number[]): NumberSet {
  const set = nack(base, ...missing);
  set.numBits = last - base + 1;
  return set;
}

/** A round trip of 8 ms: after 10.5 ms something must have been seen. */
function window(): SendWindow {
  const sendWindow = new SendWindow(new RoundTripGuess());
  sendWindow.onRoundTrip(8);
  return sendWindow;
}

/** All fragments, one a datagram and millisecond. */
function sent(total: number): FragmentedSend {
  const send = new FragmentedSend(1, total);
  for (let n = 1; n <= total; n++) send.markSent(n, 1, n, n);
  return send;
}

function lostOf(send: FragmentedSend): number[] {
  const lost: number[] = [];
  for (let run = send.nextLost(1); run !== undefined; run = send.nextLost(1)) {
    lost.push(run.first);
    send.markSent(run.first, 1, 10_000, 10_000);
  }
  return lost;
}

describe('FragmentedSend', () => {
  it('sends again what others have overtaken', () => {
    const send = sent(10);
    const judgement = send.onNackFrag(nack(3, 3, 10), window(), 10);
    expect(judgement).toEqual({ delivered: 8, lost: 1, doubtful: 1, newestSentAt: 9, lateMs: 0 });
    expect([send.underWay, lostOf(send)]).toEqual([1, [3]]);
  });

  it('does not send again what is still under way: reported missing, but sent after all that has arrived', () => {
    const send = sent(10);
    const judgement = send.onNackFrag(nack(5, 5, 6, 7, 8, 9, 10), window(), 11);
    expect([judgement.lost, judgement.doubtful, send.hasLost]).toEqual([0, 6, false]);
  });

  it('sends it again when it has had the time to arrive', () => {
    const send = sent(10);
    expect(send.onNackFrag(nack(5, 5, 6, 7, 8, 9, 10), window(), 18.6).lost).toBe(4);
    expect(lostOf(send)).toEqual([5, 6, 7, 8]);
  });

  it('learns that it was too early, when what it sent again is reported sooner than an answer to that can come', () => {
    const send = sent(10);
    const sendWindow = window();
    send.onNackFrag(nack(5, 5, 6, 7, 8, 9, 10), sendWindow, 18.6);
    expect(lostOf(send)).toEqual([5, 6, 7, 8]);
    // The answer to the first copies, 5 ms after the second ones left at 10 000: the oldest of them had taken since 5.
    expect(send.onNackFrag(nack(9, 9, 10), sendWindow, 10_005).lateMs).toBe(10_000);
  });

  it('learns nothing of that kind from an answer that has had its time', () => {
    const send = sent(10);
    const sendWindow = window();
    send.onNackFrag(nack(5, 5, 6, 7, 8, 9, 10), sendWindow, 18.6);
    lostOf(send);
    expect(send.onNackFrag(nack(9, 9, 10), sendWindow, 10_009).lateMs).toBe(0);
  });

  it('does not take a few datagrams in another order for a loss', () => {
    const send = sent(10);
    const overtaken = 10 - REORDER_TOLERANCE;
    const judgement = send.onNackFrag(nackUpTo(10, overtaken, overtaken, overtaken + 1), window(), 11);
    expect([judgement.lost, lostOf(send)]).toEqual([1, [overtaken]]);
  });

  it('knows nothing of fragments that were never sent', () => {
    const send = new FragmentedSend(1, 100);
    send.markSent(1, 4, 1, 0);
    const judgement = send.onNackFrag(nack(2, 2, 3, 4, 5, 6, 99), window(), 1_000);
    expect([judgement.delivered, judgement.lost, send.next, send.isSent]).toEqual([1, 3, 5, false]);
  });

  it('measures no round trip by what was sent twice (Karn’s rule)', () => {
    const send = sent(4);
    send.onNackFrag(nack(1, 1), window(), 20);
    send.markSent(1, 1, 5, 20);
    expect(send.onNackFrag(nack(5), window(), 28).newestSentAt).toBe(-Infinity);
  });

  it('starts over with its first fragments when the reader has none, unless they have just left', () => {
    const send = sent(40);
    expect(send.restart(window(), 3).lost).toBe(0);
    expect(send.restart(window(), 100).lost).toBe(16);
    expect(send.nextLost(100)).toEqual({ first: 1, count: 16 });
  });

  it('believes a reader that has had to drop what it had', () => {
    const send = sent(6);
    send.onNackFrag(nack(6, 6), window(), 30);
    lostOf(send);
    expect(send.onNackFrag(nack(1, 1, 2, 3), window(), 20_000).lost).toBe(3);
  });

  it('gives runs of neighbours, no longer than asked for', () => {
    const send = sent(20);
    send.onNackFrag(nack(2, 2, 3, 4, 5, 9, 10), window(), 1_000);
    const runs = [];
    for (let run = send.nextLost(3); run !== undefined; run = send.nextLost(3)) {
      runs.push(run);
      send.markSent(run.first, run.count, 21, 1_000);
    }
    expect(runs).toEqual([
      { first: 2, count: 3 },
      { first: 5, count: 1 },
      { first: 9, count: 2 },
    ]);
    expect(send.underWay).toBe(6 + 10);
  });

  it('gets every fragment across, whatever is lost on the way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 15 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 99 })),
        (total, perDatagram, dice) => {
          const send = new FragmentedSend(1, total);
          const here = new Set<number>();
          const roundTrip = window();
          let [now, datagram] = [0, 0];
          const transmit = (first: number, count: number): void => {
            datagram += 1;
            send.markSent(first, count, datagram, now);
            if ((dice.next().value as number) >= 30) for (let n = first; n < first + count; n++) here.add(n);
          };
          for (let round = 0; here.size < total; round++) {
            if (round > 400) throw new Error(`${total - here.size} fragments never came`);
            while (!send.isSent) transmit(send.next, Math.min(perDatagram, total - send.next + 1));
            for (let run = send.nextLost(perDatagram); run !== undefined; run = send.nextLost(perDatagram))
              transmit(run.first, run.count);
            now += 20;
            const missing: number[] = [];
            for (let n = 1; n <= total && missing.length < 256; n++) if (!here.has(n)) missing.push(n);
            const base = missing[0] ?? total + 1;
            send.onNackFrag(nack(base, ...missing.filter((n) => n < base + 256)), roundTrip, now);
          }
          expect(send.underWay).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
