import * as fc from 'fast-check';
import { LIMITS } from '../../../src/limits.js';
import { ReliabilityKind } from '../../../src/qos/policies.js';
import { ReaderBench } from '../../support/reader-bench.js';
import { range } from '../../support/writer-bench.js';

const BEST_EFFORT = { reliability: ReliabilityKind.BEST_EFFORT };

describe('StatefulReader', () => {
  it('delivers in order and once, in whatever order and how often the samples come', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(range(1, 60), { minLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 60 })),
        (order, again) => {
          const bench = new ReaderBench();
          const proxy = bench.matchHeard();
          for (const sn of [...order.slice(0, 30), ...again, ...order.slice(30)]) bench.data(proxy, sn);
          expect(bench.deliveredNumbers).toEqual(range(1, 60));
          expect([bench.statistics.duplicates, bench.reorderBudget.bytes]).toEqual([again.length, 0]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps a large datagram only for a payload that is most of it', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    const datagram = new ArrayBuffer(1_000);
    bench.data(proxy, 1, new Uint8Array(datagram, 100, 500));
    bench.data(proxy, 2, new Uint8Array(datagram, 100, 499));
    expect(bench.delivered.map(({ payload }) => payload.buffer === datagram)).toEqual([true, false]);
  });

  it('starts where the first HEARTBEAT says, without counting what came before as lost', () => {
    const bench = new ReaderBench();
    const proxy = bench.match();
    bench.heartbeat(proxy, 501, 500);
    bench.data(proxy, 501);
    expect([bench.deliveredNumbers, bench.statistics.samplesLost]).toEqual([[501], 0]);
  });

  it('delivers what came before the first HEARTBEAT as soon as that says that nothing is missing', () => {
    const bench = new ReaderBench();
    const proxy = bench.match();
    bench.data(proxy, 7);
    bench.data(proxy, 8);
    expect(bench.deliveredNumbers).toEqual([]);
    bench.heartbeat(proxy, 7, 8);
    expect(bench.deliveredNumbers).toEqual([7, 8]);
  });

  it('goes past what its writer no longer has, delivers what it has of it, and counts the rest as lost', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    bench.data(proxy, 4);
    bench.heartbeat(proxy, 6, 8);
    bench.data(proxy, 6);
    expect(bench.deliveredNumbers).toEqual([1, 4, 6]);
    expect(bench.statistics.samplesLost).toBe(3);
  });

  it('goes past a GAP, its range and its set (RTPS 2.5 §8.3.8.4)', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 12, { isFinal: true });
    bench.data(proxy, 8);
    bench.gap(proxy, 1, 4, [5, 7]);
    bench.data(proxy, 6);
    bench.data(proxy, 4);
    expect([bench.deliveredNumbers, proxy.nextSn]).toEqual([[4, 6, 8], 9]);
  });

  it('remembers GAPs ahead of a missing sample', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 10);
    bench.gap(proxy, 3, 6);
    bench.gap(proxy, 8, 11);
    for (const sn of [6, 7, 2, 1]) bench.data(proxy, sn);
    expect([bench.deliveredNumbers, proxy.nextSn]).toEqual([[1, 2, 6, 7], 11]);
  });

  it('takes a GAP, and a HEARTBEAT, over 2^40 numbers in the same time as over one', () => {
    const bench = new ReaderBench();
    const proxy = bench.match();
    bench.data(proxy, 3);
    bench.gap(proxy, 1, 2 ** 40);
    expect([bench.deliveredNumbers, proxy.nextSn]).toEqual([[3], 2 ** 40]);
    const other = bench.match();
    bench.heartbeat(other, 2 ** 52, 2 ** 53 - 2);
    expect(other.nextSn).toBe(2 ** 52);
    bench.data(other, 2 ** 52);
    expect(bench.deliveredNumbers.at(-1)).toBe(2 ** 52);
  });

  it('drops what is too far ahead, and asks for it later', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 2 ** 50);
    bench.data(proxy, LIMITS.reorderWindowSamples.value + 1, 1_000);
    bench.dataFrag(proxy, LIMITS.reorderWindowSamples.value + 1, 1);
    expect([bench.statistics.beyondWindow, proxy.aheadSize, proxy.assembler.size]).toEqual([3, 0, 0]);
    expect(bench.flush()).toEqual(['ACKNACK final 1 []']);
  });

  it('lets the window reach to 4 096 while samples are small', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    const last = LIMITS.reorderWindowSmallSamples.value;
    for (let sn = 2; sn <= last + 5; sn++) bench.data(proxy, sn, 256);
    expect([proxy.aheadSize, bench.statistics.beyondWindow]).toEqual([last - 1, 5]);
    bench.data(proxy, 1);
    expect(bench.deliveredNumbers).toEqual(range(1, last));
    expect(bench.reorderBudget.bytes).toBe(0);
  });

  it('bounds what waits in bytes: of a writer, but for a single sample, and of the participant', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 2, 3_000_000);
    bench.data(proxy, 3, 1);
    expect([proxy.aheadSize, bench.statistics.beyondWindow]).toEqual([1, 1]);
    bench.reorderBudget.bytes = bench.reorderBudget.maxBytes - 10;
    const other = bench.matchHeard();
    bench.data(other, 2, 11);
    expect(other.aheadSize).toBe(0);
    bench.reader.removeMatchedWriter(proxy);
    expect(bench.reorderBudget.bytes).toBe(bench.reorderBudget.maxBytes - 10 - 3_000_000);
  });

  it('gives up a sample that is larger than it could ever put together', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 2);
    bench.dataFrag(proxy, 1, 1, 1, 10, LIMITS.sampleBytes.value + 1);
    expect([bench.deliveredNumbers, bench.statistics.samplesLost]).toEqual([[2], 1]);
  });

  it('takes a best-effort writer as it comes: newer is delivered, older dropped, nothing answered', () => {
    const bench = new ReaderBench(BEST_EFFORT);
    const proxy = bench.match({ qos: BEST_EFFORT });
    for (const sn of [5, 6, 6, 4, 900, 899]) bench.data(proxy, sn);
    bench.heartbeat(proxy, 1, 2_000);
    bench.gap(proxy, 901, 1_000);
    bench.data(proxy, 950);
    expect([bench.deliveredNumbers, bench.flush(), bench.deadlines.next()]).toEqual([[5, 6, 900, 950], [], Infinity]);
  });

  it('is not made deaf to a best-effort writer by one number from far ahead', () => {
    const bench = new ReaderBench(BEST_EFFORT);
    const proxy = bench.match({ qos: BEST_EFFORT });
    for (const sn of [5, 2 ** 52, 6, 7]) bench.data(proxy, sn);
    expect(bench.deliveredNumbers).toEqual([5, 2 ** 52, 6, 7]);
  });

  it('forgets a writer with all that waited for it', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 2);
    bench.dataFrag(proxy, 3, 1);
    bench.reader.removeMatchedWriter(proxy);
    expect([bench.flush(), bench.deadlines.next(), bench.assemblyBudget.bytes, bench.reorderBudget.bytes]).toEqual([
      [],
      Infinity,
      0,
      0,
    ]);
  });
});

describe('StatefulReader, lied to about sequence numbers', () => {
  it('believes a far jump only when it is said again after the writer was asked (Fast-DDS #3931)', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    bench.flush();
    bench.now += 1_000;
    bench.heartbeat(proxy, 2 ** 40, 2 ** 40);
    expect(bench.flush()).toEqual(['ACKNACK 1 []']);
    bench.heartbeat(proxy, 2 ** 40, 2 ** 40 + 1);
    expect(proxy.nextSn).toBe(2);
    bench.now += LIMITS.ackNackIntervalMs.value;
    bench.heartbeat(proxy, 2 ** 40, 2 ** 40 + 1);
    expect(proxy.nextSn).toBe(2 ** 40);
  });

  it('forgets the jump when the writer answers that it has not come so far', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    for (let i = 0; i < 5; i++) {
      bench.gap(proxy, 2, 2 ** 40);
      bench.heartbeat(proxy, 2 ** 40, 2 ** 40);
      bench.now += 5;
      bench.heartbeat(proxy, 1, 1, { isFinal: true });
      bench.now += 10;
    }
    bench.data(proxy, 2);
    expect(bench.deliveredNumbers).toEqual([1, 2]);
  });

  it('ignores a GAP that starts where nothing is known to be', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    bench.gap(proxy, 3, 2 ** 50);
    bench.gap(proxy, 3, 100);
    for (const sn of [2, 3, 4]) bench.data(proxy, sn);
    expect(bench.deliveredNumbers).toEqual([1, 2, 3, 4]);
  });

  it('comes back with the writer’s next word from where it was led astray', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    bench.heartbeat(proxy, 40_000, 50_000);
    expect(proxy.nextSn).toBe(40_000);
    bench.data(proxy, 2);
    bench.heartbeat(proxy, 1, 2);
    expect(bench.flush()).toEqual(['ACKNACK 2 [2]']);
    bench.data(proxy, 2);
    expect([bench.deliveredNumbers, proxy.nextSn]).toEqual([[1, 2], 3]);
    bench.heartbeat(proxy, 1, 2);
    bench.now += 100;
    expect(bench.flush()).toEqual(['ACKNACK final 3 []']);
  });

  it('asks for new gaps at once again after it was made to ask for what does not exist', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 200);
    bench.flush();
    bench.now += 50;
    bench.heartbeat(proxy, 1, 0, { isFinal: true });
    bench.data(proxy, 2);
    expect(bench.flush()).toEqual(['ACKNACK 1 [1]']);
  });

  it('hears the writer again after one HEARTBEAT with a wild count', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 0, { count: 2 ** 31 - 1 });
    bench.heartbeat(proxy, 1, 1);
    expect(bench.flush()).toEqual(['ACKNACK 1 [1]']);
  });

  it('never takes longer for a wide range, however many samples wait', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 60_000, { isFinal: true });
    for (let sn = 2; sn <= 4_000; sn += 2) bench.data(proxy, sn);
    for (let sn = 1; sn <= 3_999; sn += 2) bench.gap(proxy, sn, sn + 1);
    expect(bench.delivered).toHaveLength(2_000);
    bench.gap(proxy, 4_001, 60_001);
    expect(proxy.nextSn).toBe(60_001);
  });
});
