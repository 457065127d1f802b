import { DurabilityKind } from '../../../src/qos/policies.js';
import { VendorId } from '../../../src/types/vendor-id.js';
import { range, WriterBench } from '../../support/writer-bench.js';

describe('StatefulWriter, repair', () => {
  it('asks after 20 ms, doubling to a second, with a HEARTBEAT only, for as long as the reader is silent', () => {
    const bench = new WriterBench();
    bench.matchHeard();
    bench.write();
    bench.flush();
    const told = bench.advance(4_000);
    expect(told).toEqual([20, 60, 140, 300, 620, 1_260, 2_260, 3_260].map((ms) => `+${ms} HEARTBEAT 1..1`));
  });

  it('is at full pace again when the reader is heard', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write();
    bench.flush();
    bench.advance(1_000);
    bench.ack(proxy, 1, [1]);
    expect(bench.flush()).toEqual(['DATA 1', 'HEARTBEAT 1..1']);
    expect(bench.advance(30)[0]).toBe('+20 HEARTBEAT 1..1');
  });

  it('is silent when all is acknowledged', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write();
    bench.flush();
    bench.ack(proxy, 2);
    expect(bench.flush()).toEqual([]);
    expect([bench.deadlines.next(), bench.deadlines.size]).toEqual([Infinity, 0]);
  });

  it('asks after two round trips where they are long', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write();
    bench.flush();
    bench.now += 19;
    bench.ack(proxy, 2);
    bench.write();
    bench.flush();
    expect(bench.advance(100)).toEqual(['+38 HEARTBEAT 2..2']);
  });

  it('sends again what is asked for, and nothing else', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    for (let n = 1; n <= 5; n++) bench.write();
    bench.flush();
    bench.now += 50;
    bench.ack(proxy, 2, [2, 4]);
    expect(bench.flush()).toEqual(['DATA 2', 'DATA 4', 'HEARTBEAT 2..5']);
    expect(bench.statistics.repairs).toBe(2);
  });

  it('does not send a repair again while it is under way, but asks when it no longer can be', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write();
    bench.flush();
    bench.now += 2;
    bench.ack(proxy, 2);
    bench.write();
    bench.flush();
    bench.now += 2;
    bench.ack(proxy, 2, [2]);
    expect(bench.flush()).toEqual(['DATA 2', 'HEARTBEAT 2..2']);
    bench.now += 1;
    bench.ack(proxy, 2, [2]);
    expect(bench.flush()).toEqual([]);
    expect(bench.advance(8)).toEqual(['+3 HEARTBEAT 2..2']);
    bench.ack(proxy, 2, [2]);
    expect(bench.flush()).toEqual(['DATA 2', 'HEARTBEAT 2..2']);
  });

  it('does not send history again to a reader that asks for it while it is under way', () => {
    const bench = new WriterBench({ durability: DurabilityKind.TRANSIENT_LOCAL });
    for (let n = 1; n <= 3; n++) bench.write();
    const proxy = bench.match({ qos: { durability: DurabilityKind.TRANSIENT_LOCAL } });
    expect(bench.flush()[0]).toBe('HEARTBEAT 1..3');
    bench.now += 1;
    bench.ack(proxy, 1, [1, 2, 3]);
    expect(bench.flush()).toEqual([]);
  });

  it('sends again at once what later ones have overtaken', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    for (let n = 1; n <= 6; n++) bench.write();
    bench.flush();
    bench.ack(proxy, 2, [2], { upTo: 6 });
    expect(bench.flush()).toEqual(['DATA 2', 'HEARTBEAT 2..6']);
  });

  it('answers an unsolicited ACKNACK with a HEARTBEAT: base 0 as Fast DDS asks, base 1 as Cyclone DDS does', () => {
    for (const base of [0, 1]) {
      const bench = new WriterBench();
      const proxy = bench.match();
      bench.flush();
      bench.now += 70;
      bench.ack(proxy, base, [], { isFinal: false });
      expect(bench.flush()).toEqual(['HEARTBEAT final 1..0']);
    }
  });

  it('answers it again when its count is the same: Cyclone DDS repeats 0 until it gets data', () => {
    const bench = new WriterBench();
    const proxy = bench.match();
    bench.flush();
    for (let second = 0; second < 3; second++) {
      bench.now += 1_000;
      bench.ack(proxy, 1, [], { isFinal: false, count: 0 });
      expect(bench.flush()).toEqual(['HEARTBEAT final 1..0']);
    }
  });

  it('does not answer it besides when a HEARTBEAT leaves anyway, with data', () => {
    const bench = new WriterBench();
    const proxy = bench.match();
    bench.flush();
    bench.now += 1;
    bench.ack(proxy, 1, [], { isFinal: false });
    bench.write();
    expect(bench.flush()).toEqual(['DATA 1', 'HEARTBEAT 1..1']);
    expect(bench.advance(20)).toEqual(['+20 HEARTBEAT 1..1']);
  });

  it('does not answer it any more when the reader has meanwhile said that it has everything', () => {
    const bench = new WriterBench();
    const proxy = bench.match();
    expect(bench.flush()).toEqual(['HEARTBEAT 1..0']);
    bench.now += 1;
    bench.ack(proxy, 1, [], { isFinal: false });
    bench.now += 1;
    // The answer to our HEARTBEAT, which its question had crossed.
    bench.ack(proxy, 1);
    expect(bench.advance(100)).toEqual([]);
  });

  it('does not spin with a reader that asks for what was never sent', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write();
    bench.flush();
    const start = bench.now;
    let heartbeats = 0;
    // It answers each HEARTBEAT at once, and so do we.
    for (let turn = 0; turn < 1_000 && bench.now < start + 100; turn++) {
      bench.ack(proxy, 2, [2, 3]);
      heartbeats += bench.flush().length;
      if (heartbeats === 0 || bench.datagrams.length === 0) bench.now = Math.max(bench.now, bench.deadlines.next());
      bench.deadlines.fireDue(bench.now);
      heartbeats += bench.flush().length;
    }
    expect(bench.now).toBeGreaterThanOrEqual(start + 100);
    expect(heartbeats).toBeLessThanOrEqual(11);
  });

  it('ignores counts that do not rise, and follows them across their wrap', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    for (let n = 1; n <= 3; n++) bench.write();
    bench.flush();
    bench.now += 50;
    bench.ack(proxy, 2, [], { count: 2 ** 31 - 1 });
    bench.ack(proxy, 1, [1, 2, 3], { count: 2 ** 31 - 1 });
    bench.ack(proxy, 1, [1, 2, 3], { count: 2 ** 31 - 5 });
    expect(bench.flush()).toEqual([]);
    bench.ack(proxy, 4, [], { count: -(2 ** 31) });
    expect(bench.writer.isAcknowledged).toBe(true);
  });

  it('goes on counting its own when a reader is lost and found again', () => {
    const bench = new WriterBench();
    const counts: number[] = [];
    for (let time = 1; time <= 2; time++) {
      const proxy = bench.match();
      bench.write();
      bench.flush();
      for (const submessage of bench.submessages) if (submessage.kind === 'HEARTBEAT') counts.push(submessage.count);
      bench.writer.removeMatchedReader(proxy);
    }
    expect(counts).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['one GAP', VendorId.UNKNOWN, ['GAP 1..20', 'HEARTBEAT 21..20']],
    // It may have fragments of that, from before we lost it: see quirks.
    ['a HEARTBEAT to Fast DDS', VendorId.FAST_DDS, ['HEARTBEAT 21..20']],
  ])('answers a NACK below the reader’s start with %s, whatever is held for others', (_title, vendorId, answer) => {
    const bench = new WriterBench({ durability: DurabilityKind.TRANSIENT_LOCAL });
    for (let n = 1; n <= 20; n++) bench.write();
    const proxy = bench.matchHeard({ vendorId });
    bench.ack(proxy, 1, range(1, 20));
    expect(bench.flush()).toEqual(answer);
  });

  it('answers a NACK for what it has forgotten with one GAP', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    for (let n = 1; n <= 300; n++) bench.write();
    bench.flush();
    bench.ack(proxy, 301);
    bench.flush();
    bench.now += 50;
    bench.ack(proxy, 1, range(1, 256));
    expect(bench.flush()).toEqual(['GAP 1..300', 'HEARTBEAT 301..300']);
  });

  it('gives a reader back what it had acknowledged, but at leisure', () => {
    const bench = new WriterBench({ durability: DurabilityKind.TRANSIENT_LOCAL });
    const proxy = bench.matchHeard({ qos: { durability: DurabilityKind.TRANSIENT_LOCAL } });
    bench.write(1_000);
    bench.flush();
    bench.ack(proxy, 2);
    bench.flush();
    bench.ack(proxy, 1, [1]);
    expect(bench.flush()).toContain('DATA 1');
    let again = 0;
    for (let i = 0; i < 100; i++) {
      bench.ack(proxy, 1, [1]);
      again += bench.flush().filter((words) => words === 'DATA 1').length;
    }
    expect(again).toBe(0);
    bench.now += 30;
    bench.ack(proxy, 1, [1]);
    expect(bench.flush()).toContain('DATA 1');
  });

  it('gives a stopped reader no data beyond its window, and costs no more however much is written', () => {
    const bench = new WriterBench({ history: 0, depth: 10 });
    bench.matchHeard();
    let bytes = 0;
    for (let n = 0; n < 2_000; n++) {
      bench.write(1_000);
      bytes += bench.flush().filter((words) => words.startsWith('DATA')).length * 1_000;
      for (const words of bench.advance(1)) if (words.includes('DATA')) bytes += 1_000;
    }
    expect(bytes).toBeLessThanOrEqual(66_000);
  });
});
