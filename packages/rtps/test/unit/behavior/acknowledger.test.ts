import { VendorId } from '../../../src/types/vendor-id.js';
import { ReaderBench } from '../../support/reader-bench.js';
import { range } from '../../support/writer-bench.js';

describe('StatefulReader, what it asks for', () => {
  it('asks a writer for its first HEARTBEAT in the form that its vendor answers', () => {
    const forms: readonly (readonly [number, string])[] = [
      [VendorId.FAST_DDS, 'ACKNACK 0 []'],
      [VendorId.CONNEXT, 'ACKNACK 0 []'],
      [VendorId.CYCLONE_DDS, 'ACKNACK 1 []'],
      [VendorId.UNKNOWN, 'ACKNACK 1 []'],
    ];
    for (const [vendorId, form] of forms) {
      const bench = new ReaderBench();
      bench.match({ vendorId });
      expect(bench.flush()).toEqual([form]);
    }
  });

  it('asks again after 70 ms, doubling to a second, until it has seen one', () => {
    const bench = new ReaderBench();
    const proxy = bench.match();
    bench.flush();
    const told = bench.advance(4_000);
    expect(told).toEqual([70, 210, 490, 1_050, 2_050, 3_050].map((ms) => `+${ms} ACKNACK 1 []`));
    bench.heartbeat(proxy, 1, 0, { isFinal: true });
    expect(bench.advance(10_000)).toEqual([]);
  });

  it('answers a HEARTBEAT without Final even when nothing is missing, one with Final only then (RTPS 2.5 §8.4.12.2)', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 0);
    expect(bench.flush()).toEqual(['ACKNACK final 1 []']);
    bench.now += 100;
    bench.heartbeat(proxy, 1, 0, { isFinal: true });
    expect(bench.flush()).toEqual([]);
    bench.heartbeat(proxy, 1, 2, { isFinal: true });
    expect(bench.flush()).toEqual(['ACKNACK 1 [1 2]']);
  });

  it('asks for a gap at once, without waiting for a HEARTBEAT, and once', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    expect(bench.flush()).toEqual([]);
    bench.data(proxy, 3);
    expect(bench.flush()).toEqual(['ACKNACK 2 [2]']);
    bench.data(proxy, 4);
    expect(bench.flush()).toEqual(['ACKNACK 2 [2]']);
    bench.data(proxy, 7);
    expect(bench.flush()).toEqual(['ACKNACK 2 [2 5 6]']);
  });

  it('asks again after 20 ms, doubling to a second, while the writer is silent', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 1);
    bench.flush();
    const told = bench.advance(4_000);
    expect(told).toEqual([20, 60, 140, 300, 620, 1_260, 2_260, 3_260].map((ms) => `+${ms} ACKNACK 1 [1]`));
    bench.data(proxy, 1);
    expect(bench.advance(10_000)).toEqual([]);
  });

  it('never asks for what it has received, for what is irrelevant, or for more than 256 in a row', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 1_000);
    bench.data(proxy, 3);
    bench.gap(proxy, 5, 8);
    bench.dataFrag(proxy, 9, 2);
    const [ackNack = ''] = bench.flush();
    const members = /\[(.*)\]/.exec(ackNack)?.[1]?.split(' ').map(Number);
    expect(members).toEqual(range(1, 256).filter((sn) => ![3, 5, 6, 7, 9].includes(sn)));
  });

  it('tells how far it knows, so that the writer sees what has arrived behind the last that is missing', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    for (const sn of [2, 3, 4, 5]) bench.data(proxy, sn);
    bench.flush();
    const [ackNack] = bench.submessages;
    expect(ackNack).toMatchObject({ kind: 'ACKNACK', readerSnState: { base: 1, numBits: 5, members: [1] } });
  });

  it('does not answer the same thing twice within 10 ms, and has not forgotten it afterwards', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 3);
    expect(bench.flush()).toEqual(['ACKNACK 1 [1 2 3]']);
    for (let i = 0; i < 100; i++) {
      bench.heartbeat(proxy, 1, 3);
      expect(bench.flush()).toEqual([]);
    }
    expect(bench.advance(10)).toEqual(['+10 ACKNACK 1 [1 2 3]']);
  });

  it('lets a word that only says that all is here wait 2 ms for something to travel with', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    bench.heartbeat(proxy, 1, 1);
    expect(bench.flush()).toEqual([]);
    bench.now += 1;
    bench.data(proxy, 2);
    bench.heartbeat(proxy, 1, 2);
    expect(bench.advance(5)).toEqual(['+1 ACKNACK final 3 []']);
    expect(bench.advance(10_000)).toEqual([]);
  });

  it('lets it share the datagram of what leaves for the same peer meanwhile', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    const neighbour = bench.matchHeard({ destination: proxy.destination });
    const stranger = bench.matchHeard();
    for (const each of [proxy, stranger]) {
      bench.data(each, 1);
      bench.heartbeat(each, 1, 1);
    }
    expect(bench.flush()).toEqual([]);
    bench.heartbeat(neighbour, 1, 1);
    expect(bench.flush()).toEqual(['ACKNACK 1 [1]', 'ACKNACK final 2 []']);
    expect(bench.datagrams).toHaveLength(1);
    // The stranger's waits on, nobody's is said twice.
    bench.data(neighbour, 1);
    expect(bench.advance(1_000)).toEqual(['+2 ACKNACK final 2 []']);
  });

  it('does not let it wait when something is missing, too', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    bench.heartbeat(proxy, 1, 1);
    expect(bench.flush()).toEqual([]);
    bench.data(proxy, 3);
    expect(bench.flush()).toEqual(['ACKNACK 2 [2]']);
    bench.data(proxy, 2);
    expect(bench.advance(1_000)).toEqual([]);
  });

  it('does not let it wait for a writer that repeats its HEARTBEAT, or has half a window under way', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    bench.heartbeat(proxy, 1, 1);
    expect(bench.flush()).toEqual([]);
    bench.heartbeat(proxy, 1, 1);
    expect(bench.flush()).toEqual(['ACKNACK final 2 []']);
    bench.data(proxy, 2, 16 * 1024);
    bench.heartbeat(proxy, 1, 2);
    expect(bench.flush()).toEqual(['ACKNACK final 3 []']);
    expect(bench.advance(10_000)).toEqual([]);
  });

  it('forgets it with the writer', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.data(proxy, 1);
    bench.heartbeat(proxy, 1, 1);
    bench.flush();
    bench.reader.removeMatchedWriter(proxy);
    expect(bench.advance(10_000)).toEqual([]);
  });

  it('asks for overdue answers on demand, but not faster than every 10 ms', () => {
    const bench = new ReaderBench();
    bench.matchHeard({ vendorId: VendorId.FAST_DDS });
    bench.reader.requestHeartbeats();
    expect(bench.flush()).toEqual(['ACKNACK 0 []']);
    bench.reader.requestHeartbeats();
    bench.reader.requestHeartbeats();
    expect(bench.flush()).toEqual([]);
    expect(bench.advance(30)).toEqual(['+10 ACKNACK 0 []']);
  });

  it('takes its own count up by one with each, as the writer needs it', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    const counts: number[] = [];
    for (let sn = 1; sn <= 3; sn++) {
      bench.heartbeat(proxy, 1, sn);
      bench.flush();
      for (const submessage of bench.submessages) if (submessage.kind === 'ACKNACK') counts.push(submessage.count);
    }
    expect(counts).toEqual([2, 3, 4]);
  });

  // Fast DDS, which had not lost us, did not hear what a server of rclpy that had stood still was asked when it came back.
  it('goes on counting when a writer is lost and found again: who has not lost us takes lower counts for old ones', () => {
    const bench = new ReaderBench();
    const counts: number[] = [];
    for (let time = 1; time <= 2; time++) {
      const proxy = bench.match({ vendorId: VendorId.FAST_DDS });
      for (const heartbeat of [false, true]) {
        if (heartbeat) bench.heartbeat(proxy, 1, 1);
        bench.now += 100;
        bench.flush();
        for (const submessage of bench.submessages) if (submessage.kind === 'ACKNACK') counts.push(submessage.count);
      }
      bench.reader.removeMatchedWriter(proxy);
    }
    expect(counts).toEqual([1, 2, 3, 4]);
  });
});

describe('StatefulReader, fragments', () => {
  it('asks by NACK_FRAG for the missing fragments of a sample that a HEARTBEAT covers, not for the sample', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    for (const n of [1, 2, 5]) bench.dataFrag(proxy, 1, n);
    bench.heartbeat(proxy, 1, 1);
    expect(bench.flush()).toEqual(['ACKNACK final 1 []', 'NACK_FRAG 1: 3 [3 4 6 7 8 9 10]']);
  });

  it('asks for the sample when it has nothing of it', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeat(proxy, 1, 1);
    expect(bench.flush()).toEqual(['ACKNACK 1 [1]']);
  });

  it('asks for no more than a HEARTBEAT_FRAG says to have been sent', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.dataFrag(proxy, 1, 2);
    bench.heartbeatFrag(proxy, 1, 4);
    expect(bench.flush()).toEqual(['ACKNACK final 1 []', 'NACK_FRAG 1: 1 [1 3 4]']);
  });

  it('learns from a HEARTBEAT_FRAG of a sample of which it has nothing', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.heartbeatFrag(proxy, 1, 4);
    expect(bench.flush()).toEqual(['ACKNACK 1 [1]']);
    bench.heartbeatFrag(proxy, 2 ** 50, 4);
    expect(proxy.lastKnown).toBe(1);
  });

  it('asks by itself when fragments stop coming and no HEARTBEAT follows', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    for (const n of [1, 2]) {
      bench.dataFrag(proxy, 1, n);
      bench.flush();
      bench.now += 10;
    }
    expect(bench.advance(25)).toEqual(['+10 ACKNACK final 1 []', '+10 NACK_FRAG 1: 3 [3 4 5 6 7 8 9 10]']);
  });

  it('delivers the sample when the last fragment is here, and is silent', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    bench.dataFrag(proxy, 1, 4, 7);
    bench.dataFrag(proxy, 1, 1, 3);
    expect(bench.delivered.map(({ payload }) => payload.byteLength)).toEqual([1_000]);
    expect(bench.advance(10_000)).toEqual([]);
  });

  it('puts several samples together at once, and delivers them in order', () => {
    const bench = new ReaderBench();
    const proxy = bench.matchHeard();
    for (let n = 10; n >= 1; n--) for (const sn of [3, 2, 1]) bench.dataFrag(proxy, sn, n);
    expect(bench.deliveredNumbers).toEqual([1, 2, 3]);
  });
});
