import { VendorId } from '../../../src/types/vendor-id.js';
import { range, WriterBench } from '../../support/writer-bench.js';

/** Two of them are readers of two participants in one process. */
const CYCLONE_PROCESS = { address: '10.0.0.9:7411', process: 0xc1, vendorId: VendorId.CYCLONE_DDS };

describe('StatefulWriter, directed changes', () => {
  it('tells those whom a change does not concern by a GAP, when it next has something for them, in the same datagram', () => {
    const bench = new WriterBench();
    const [left, right] = [bench.matchHeard(), bench.matchHeard()];
    bench.write(8, { relevantTo: [left] });
    bench.write(8, { relevantTo: [left] });
    expect(bench.flush()).toEqual(['DATA 1', 'DATA 2', 'HEARTBEAT 1..2']);
    bench.write(8, { relevantTo: [right] });
    expect(bench.flush()).toEqual(['GAP 1..2', 'DATA 3', 'HEARTBEAT 1..3']);
    expect(bench.datagrams).toHaveLength(1);
    bench.ack(right, 4);
    expect(right.hasUnacknowledged).toBe(false);
  });

  it('tells of it before a repair HEARTBEAT too, or each hole would be asked for', () => {
    const bench = new WriterBench();
    const [left, right] = [bench.matchHeard(), bench.matchHeard()];
    bench.write(8, { relevantTo: [left] });
    bench.flush();
    bench.write(8, { relevantTo: [right] });
    bench.flush();
    bench.ack(right, 3);
    expect(bench.advance(25)).toEqual(['+20 GAP 2..2', '+20 HEARTBEAT 1..2']);
  });

  it('counts what is irrelevant as acknowledged: a service may idle a reader for ever', () => {
    const bench = new WriterBench();
    const [left] = [bench.matchHeard(), bench.matchHeard()];
    for (let n = 1; n <= 50; n++) bench.write(8, { relevantTo: [left!] });
    bench.flush();
    bench.ack(left!, 51);
    expect(bench.writer.isAcknowledged).toBe(true);
    expect(bench.deadlines.next()).toBe(Infinity);
  });

  it('sends a change to the whole group of its reader, because a GAP would count for the whole group', () => {
    const bench = new WriterBench();
    const [left, right] = [bench.matchHeard(CYCLONE_PROCESS), bench.matchHeard(CYCLONE_PROCESS)];
    bench.write(8, { relevantTo: [left] });
    expect(bench.flush()).toEqual(['DATA 1', 'HEARTBEAT 1..1', 'DATA 1', 'HEARTBEAT 1..1']);
    expect([left.hasUnacknowledged, right.hasUnacknowledged]).toEqual([true, true]);
  });

  it.each([
    ['of ours', VendorId.UNKNOWN],
    ['of Fast DDS', VendorId.FAST_DDS],
    ['of Cyclone DDS', VendorId.CYCLONE_DDS],
  ])('does not send what is for a process that died to one %s that has come in its place', (_whose, vendorId) => {
    const address = '10.0.0.9:7411';
    const bench = new WriterBench();
    const gone = bench.matchHeard({ address, vendorId });
    const successor = bench.matchHeard({ address, vendorId });
    bench.write(8, { relevantTo: [gone] });
    expect(bench.flush()).toEqual(['DATA 1', 'HEARTBEAT 1..1']);
    bench.write(8, { relevantTo: [successor] });
    expect(bench.flush()).toEqual(['GAP 1..1', 'DATA 2', 'HEARTBEAT 1..2']);
    bench.now += 100;
    bench.ack(successor, 1, [1, 2]);
    expect(bench.flush()).toContain('GAP 1..1');
  });

  it('announces to a late reader of a group the lowest start of the group as first (Cyclone DDS drops what lies below)', () => {
    const bench = new WriterBench();
    bench.matchHeard(CYCLONE_PROCESS);
    for (let n = 1; n <= 3; n++) bench.write();
    bench.flush();
    bench.match(CYCLONE_PROCESS);
    expect(bench.flush()).toEqual(['HEARTBEAT 1..3']);
    bench.match({ ...CYCLONE_PROCESS, address: '10.0.0.10:7411' });
    expect(bench.flush()).toEqual(['HEARTBEAT 4..3']);
  });

  it.each([
    ['no GAP', VendorId.CYCLONE_DDS, ['GAP 1..1', 'HEARTBEAT 2..3'], ['GAP 2..3', 'HEARTBEAT 4..3']],
    // Each of its readers has a state of its own.
    ['a firstSN of the reader’s own', VendorId.FAST_DDS, ['HEARTBEAT 4..3'], ['HEARTBEAT 4..3']],
  ])(
    'gives %s for what a neighbour in the process still waits for, where a GAP counts for the process or need not',
    (_title, vendorId, first, second) => {
      const bench = new WriterBench();
      const early = bench.matchHeard({ ...CYCLONE_PROCESS, vendorId });
      for (let n = 1; n <= 3; n++) bench.write();
      bench.flush();
      bench.ack(early, 2);
      const late = bench.match({ ...CYCLONE_PROCESS, vendorId });
      bench.flush();
      bench.now += 50;
      bench.ack(late, 1, [1, 2, 3]);
      expect(bench.flush()).toEqual(first);
      bench.ack(early, 4);
      bench.flush();
      bench.now += 50;
      bench.ack(late, 2, [2, 3]);
      expect(bench.flush()).toEqual(second);
    },
  );

  it('skips a hundred thousand changes for others with one GAP', () => {
    const bench = new WriterBench({}, { maxSamples: 200_000 });
    const [busy, idle] = [bench.matchHeard(), bench.matchHeard()];
    const toBusy = { relevantTo: [busy] };
    for (let n = 1; n <= 100_000; n++) {
      bench.write(4, toBusy);
      if (n % 500 !== 0) continue;
      bench.flush();
      bench.ack(busy, n + 1);
    }
    bench.flush();
    bench.write(8, { relevantTo: [idle] });
    expect(bench.flush()).toEqual(['GAP 1..100000', 'DATA 100001', 'HEARTBEAT 100001..100001']);
    bench.now += 50;
    // Lost: it asks, a set at a time, and one GAP covers it all.
    bench.ack(idle, 1, range(1, 256));
    expect(bench.flush()).toEqual([expect.stringMatching(/^GAP 1\.\.\d{4,}$/), expect.stringContaining('HEARTBEAT')]);
  });
});
