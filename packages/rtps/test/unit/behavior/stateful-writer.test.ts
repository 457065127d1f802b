import type { ReaderProxy } from '../../../src/behavior/reader-proxy.js';
import { DurabilityKind, HistoryKind, ReliabilityKind } from '../../../src/qos/policies.js';
import { WriterBench } from '../../support/writer-bench.js';

const TRANSIENT_LOCAL = { durability: DurabilityKind.TRANSIENT_LOCAL };

describe('StatefulWriter', () => {
  it('greets a reader with a HEARTBEAT to be answered, `1..0` while there is nothing (RTPS 2.5 §8.4.9.2)', () => {
    const bench = new WriterBench();
    bench.match();
    expect(bench.flush()).toEqual(['HEARTBEAT 1..0']);
    expect(bench.advance(10_000)).toEqual([]);
  });

  it('puts a HEARTBEAT to be answered behind every reliable DATA, in the same datagram', () => {
    const bench = new WriterBench();
    bench.matchHeard();
    bench.write();
    bench.write();
    expect(bench.flush()).toEqual(['DATA 1', 'DATA 2', 'HEARTBEAT 1..2']);
    expect(bench.datagrams).toHaveLength(1);
  });

  it('names the reader in each submessage, so that nobody else takes it for his', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write();
    bench.flush();
    for (const { readerId } of bench.submessages) expect(readerId).toBe(proxy.entityId);
  });

  it('sends best-effort readers DATA and nothing else, and never waits for them', () => {
    const bench = new WriterBench({}, { maxSamples: 3 });
    bench.match({ qos: { reliability: ReliabilityKind.BEST_EFFORT } });
    for (let n = 1; n <= 5; n++) {
      expect(bench.write()).toBe(n);
      expect(bench.flush()).toEqual([`DATA ${n}`]);
    }
    expect([bench.writer.isAcknowledged, bench.deadlines.next()]).toEqual([true, Infinity]);
  });

  it('forgets what every reader has, with VOLATILE durability', () => {
    const bench = new WriterBench({}, { maxSamples: 2 });
    const [left, right] = [bench.matchHeard(), bench.matchHeard()];
    bench.write();
    bench.write();
    bench.flush();
    bench.ack(left, 3);
    expect(bench.write()).toBe(0);
    bench.ack(right, 2);
    expect([bench.write(), bench.write()]).toEqual([3, 0]);
  });

  it('refuses with KEEP_ALL what does not fit, and tells when that very sample would', () => {
    let told = 0;
    const bench = new WriterBench({}, { maxBytes: 100, onWritable: () => (told += 1) });
    const proxy = bench.matchHeard();
    expect([bench.write(40), bench.write(40), bench.write(90)]).toEqual([1, 2, 0]);
    bench.flush();
    bench.ack(proxy, 2);
    expect(told).toBe(0);
    bench.ack(proxy, 3);
    expect([told, bench.write(90)]).toEqual([1, 3]);
  });

  it('forgets its oldest with KEEP_LAST: a reader that lags hears so from the next HEARTBEAT', () => {
    const bench = new WriterBench({ history: HistoryKind.KEEP_LAST, depth: 2 });
    const proxy = bench.matchHeard();
    for (let n = 1; n <= 5; n++) bench.write();
    expect(bench.flush()).toEqual(['GAP 1..3', 'DATA 4', 'DATA 5', 'HEARTBEAT 4..5']);
    bench.now += 100;
    bench.ack(proxy, 1, [1, 2, 3, 4, 5]);
    expect(bench.flush()).toEqual(['GAP 1..3', 'DATA 4', 'DATA 5', 'HEARTBEAT 4..5']);
  });

  it.each([
    [
      'that every reader has',
      { history: HistoryKind.KEEP_ALL },
      (bench: WriterBench, proxy: ReaderProxy) => bench.ack(proxy, 2),
    ],
    [
      'that KEEP_LAST has pushed out',
      { history: HistoryKind.KEEP_LAST, depth: 1 },
      (bench: WriterBench) => void bench.write(8),
    ],
  ])('gives away the buffer of a reclaimable sample %s, not before', (_title, qos, forget) => {
    const bench = new WriterBench(qos);
    const proxy = bench.matchHeard();
    const payload = new Uint8Array(2_000);
    bench.write(payload, { isReclaimable: true });
    bench.flush();
    expect(bench.writer.reclaim()).toBeUndefined();
    forget(bench, proxy);
    bench.flush();
    expect(bench.writer.reclaim()?.buffer).toBe(payload.buffer);
    expect(bench.writer.reclaim()).toBeUndefined();
  });

  it('gives away no buffer of others', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write(2_000);
    bench.flush();
    bench.ack(proxy, 2);
    expect([bench.writer.isAcknowledged, bench.writer.reclaim()]).toEqual([true, undefined]);
  });

  it('gives a late transient local reader the history, a late volatile one none (RTPS 2.5 §8.7.2.2.1)', () => {
    const bench = new WriterBench(TRANSIENT_LOCAL);
    for (let n = 1; n <= 3; n++) bench.write();
    bench.match({ qos: TRANSIENT_LOCAL });
    expect(bench.flush()).toEqual(['HEARTBEAT 1..3', 'DATA 1', 'DATA 2', 'DATA 3', 'HEARTBEAT 1..3']);
    const volatile = bench.match();
    expect(bench.flush()).toEqual(['HEARTBEAT 4..3']);
    bench.ack(volatile, 4);
    bench.write();
    expect(bench.flush()).toContain('DATA 4');
  });

  it('lets a reader that has not spoken yet see where it starts before any data (Cyclone DDS takes the first HEARTBEAT for it)', () => {
    const bench = new WriterBench();
    bench.match();
    bench.write();
    expect(bench.flush()).toEqual(['HEARTBEAT 1..0', 'DATA 1', 'HEARTBEAT 1..1']);
    bench.write();
    expect(bench.flush()).toEqual(['HEARTBEAT 1..1', 'DATA 2', 'HEARTBEAT 1..2']);
  });

  it('tells a late reader of all of its history at once, however slowly it follows', () => {
    const bench = new WriterBench(TRANSIENT_LOCAL);
    for (let n = 1; n <= 200; n++) bench.write(1_000);
    bench.match({ qos: TRANSIENT_LOCAL });
    const told = bench.flush();
    expect([told[0], told.at(-1)]).toEqual(['HEARTBEAT 1..200', 'HEARTBEAT 1..200']);
    expect(told.length).toBeLessThan(100);
  });

  it('sends discovery data only to who has answered, and asks again while nobody does', () => {
    const bench = new WriterBench(TRANSIENT_LOCAL, { isBuiltin: true });
    bench.write(4_000);
    const proxy = bench.match({ qos: TRANSIENT_LOCAL });
    expect(bench.flush()).toEqual(['HEARTBEAT 1..1']);
    expect(bench.advance(400)).toEqual([
      '+20 HEARTBEAT 1..1',
      '+60 HEARTBEAT 1..1',
      '+140 HEARTBEAT 1..1',
      '+300 HEARTBEAT 1..1',
    ]);
    bench.ack(proxy, 1, [1]);
    // Whole, though it is larger than a datagram should be.
    expect(bench.flush()).toEqual(['DATA 1', 'HEARTBEAT 1..1']);
  });

  it('asks a newcomer again no sooner than others take to answer just now, also when that shows after it was asked', () => {
    const bench = new WriterBench(TRANSIENT_LOCAL, { isBuiltin: true });
    bench.write();
    bench.match({ qos: TRANSIENT_LOCAL });
    expect(bench.flush()).toEqual(['HEARTBEAT 1..1']);
    bench.now += 15;
    for (let answers = 0; answers < 4; answers++) bench.environment.roundTrips.note(15, bench.now);
    expect(bench.advance(14)).toEqual([]);
    expect(bench.advance(2)).toEqual(['+1 HEARTBEAT 1..1']);
  });

  it('repeats at doubling intervals what a reader goes on asking for that is behind with its reading', () => {
    const bench = new WriterBench(TRANSIENT_LOCAL);
    bench.write();
    const proxy = bench.match({ qos: TRANSIENT_LOCAL });
    bench.flush();
    let repeats = 0;
    for (let ms = 0; ms < 2_000; ms += 5) {
      bench.now += 5;
      bench.ack(proxy, 1, [1]);
      repeats += bench.flush().filter((words) => words === 'DATA 1').length;
    }
    // Every 15 ms it would be 133.
    expect(repeats).toBeGreaterThan(5);
    expect(repeats).toBeLessThan(12);
  });

  it('asks a peer that has never answered as soon as there is something to tell it', () => {
    const bench = new WriterBench(TRANSIENT_LOCAL, { isBuiltin: true });
    const proxy = bench.match({ qos: TRANSIENT_LOCAL });
    bench.flush();
    bench.now += 5_000;
    bench.write();
    expect(bench.flush()).toEqual(['HEARTBEAT 1..0']);
    bench.write();
    expect([bench.flush(), bench.advance(30)]).toEqual([[], ['+20 HEARTBEAT 1..0']]);
    bench.ack(proxy, 1, []);
    expect(bench.flush()).toEqual(['DATA 1', 'DATA 2', 'HEARTBEAT 1..2']);
  });

  it('drops a disposal when everybody has it: late joiners never knew what it disposes of', () => {
    const bench = new WriterBench({ ...TRANSIENT_LOCAL, history: HistoryKind.KEEP_LAST }, { isBuiltin: true });
    const reader = bench.matchHeard({ qos: TRANSIENT_LOCAL });
    bench.write(8, { instance: 'a' });
    bench.write(8, { instance: 'b' });
    bench.write(8, { instance: 'a', isDispose: true });
    bench.flush();
    bench.ack(reader, 4);
    bench.match({ qos: TRANSIENT_LOCAL });
    expect(bench.flush()).toEqual(['HEARTBEAT 2..3']);
  });

  it('sends nothing that has outlived its LIFESPAN', () => {
    const bench = new WriterBench({ lifespan: { sec: 0, nanosec: 50_000_000 } });
    const proxy = bench.matchHeard();
    bench.write();
    bench.now += 51;
    expect(bench.flush()).toEqual([]);
    bench.write();
    expect(bench.flush()).toEqual(['GAP 1..1', 'DATA 2', 'HEARTBEAT 2..2']);
    bench.now += 51;
    bench.ack(proxy, 2, [2]);
    expect(bench.flush()).toEqual(['GAP 2..2', 'HEARTBEAT 2..2']);
  });

  it('waits with sending while the operating system does not take more', () => {
    const bench = new WriterBench();
    bench.matchHeard();
    bench.isBlocked = true;
    bench.write();
    expect(bench.flush()).toEqual([]);
    bench.isBlocked = false;
    expect(bench.flush()).toEqual(['DATA 1', 'HEARTBEAT 1..1']);
  });

  it('forgets a reader that is gone, and what was kept for it', () => {
    const bench = new WriterBench({}, { maxSamples: 1 });
    const proxy = bench.matchHeard();
    bench.write();
    bench.flush();
    expect([bench.write(), bench.writer.isAcknowledged]).toEqual([0, false]);
    bench.writer.removeMatchedReader(proxy);
    expect([bench.write(), bench.writer.isAcknowledged, bench.deadlines.next()]).toEqual([2, true, Infinity]);
    expect(bench.advance(5_000)).toEqual([]);
  });

  it('is settled when all that answer have everything', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write();
    bench.flush();
    expect([bench.writer.isAcknowledged, bench.writer.isWaitingForReaders]).toEqual([false, true]);
    bench.advance(1_000);
    expect([bench.writer.isAcknowledged, bench.writer.isWaitingForReaders]).toEqual([false, false]);
    bench.ack(proxy, 2);
    expect(bench.writer.isAcknowledged).toBe(true);
  });
});
