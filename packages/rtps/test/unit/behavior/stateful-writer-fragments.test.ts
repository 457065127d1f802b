import type { ReaderProxy } from '../../../src/behavior/reader-proxy.js';
import { DurabilityKind } from '../../../src/qos/policies.js';
import { encodeInlineQos } from '../../../src/parameters/inline-qos.js';
import { VendorId } from '../../../src/types/vendor-id.js';
import { range, WriterBench } from '../../support/writer-bench.js';

const MB = 1 << 20;
const fragmentsIn = (told: readonly string[]): number => told.filter((words) => words.includes('DATA_FRAG')).length;

describe('StatefulWriter, fragments', () => {
  it('cuts what does not fit into a datagram into fragments of 1 024 octets, one a datagram on a path of 1 232', () => {
    const bench = new WriterBench();
    bench.matchHeard();
    bench.write(2_500);
    expect(bench.flush()).toEqual(['DATA_FRAG 1: 1', 'DATA_FRAG 1: 2', 'DATA_FRAG 1: 3', 'HEARTBEAT 1..1']);
    expect(bench.datagrams).toHaveLength(3);
  });

  it('puts many of the same fragments into one datagram where the path carries it', () => {
    const bench = new WriterBench();
    bench.matchHeard({ maxDatagramBytes: 16 * 1024 });
    bench.write(40_000);
    expect(bench.flush()).toEqual(['DATA_FRAG 1: 1-15', 'DATA_FRAG 1: 16-30', 'DATA_FRAG 1: 31-40', 'HEARTBEAT 1..1']);
  });

  it.each([
    ['with the first fragment', VendorId.UNKNOWN, [true, false, false]],
    [
      'with every fragment for Fast DDS, which reads that of whichever comes first',
      VendorId.FAST_DDS,
      [true, true, true],
    ],
  ])('says whose reply it is %s', (_title, vendorId, expected) => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard({ vendorId });
    const relatedSampleIdentity = { guid: new Uint8Array(16).fill(5), sequenceNumber: 7 };
    bench.write(2_500, { inlineQos: encodeInlineQos({ relatedSampleIdentity }) });
    const told = (): boolean[] =>
      bench.submessages.flatMap((one) =>
        one.kind === 'DATA_FRAG' ? [one.inlineQos?.relatedSampleIdentity?.sequenceNumber === 7] : [],
      );
    bench.flush();
    expect(told()).toEqual(expected);
    expect(bench.datagrams).toHaveLength(3);
    bench.now += 200;
    bench.nackFrag(proxy, 1, 2, [2, 3]);
    bench.flush();
    expect(told()).toEqual(expected.slice(1));
  });

  it('sends no more than a window of it before the reader answers', () => {
    const bench = new WriterBench();
    bench.matchHeard();
    bench.write(MB);
    const first = fragmentsIn(bench.flush());
    expect(first).toBe(64);
    expect(fragmentsIn(bench.advance(500))).toBe(0);
  });

  it('goes on by what a NACK_FRAG tells to have arrived, without sending again what is under way or was never sent', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write(MB);
    bench.flush();
    bench.now += 2;
    bench.nackFrag(proxy, 1, 33, range(33, 288));
    const told = bench.flush();
    expect(told[0]).toBe('DATA_FRAG 1: 65');
    expect(fragmentsIn(told)).toBe(64);
    expect(bench.statistics.repairs).toBe(0);
  });

  it('sends again the fragments that are lost, before new ones', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write(MB);
    bench.flush();
    bench.now += 2;
    bench.nackFrag(proxy, 1, 3, [3, 4, 9, ...range(65, 258)]);
    expect(bench.flush().slice(0, 4)).toEqual([
      'DATA_FRAG 1: 3',
      'DATA_FRAG 1: 4',
      'DATA_FRAG 1: 9',
      'DATA_FRAG 1: 65',
    ]);
  });

  it('sends again what is lost though the window is full: nothing else would empty it', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write(MB);
    for (let i = 0; i < 20; i++) {
      bench.flush();
      bench.now += 2;
      bench.nackFrag(proxy, 1, 1, [1, ...range(200, 256)]);
      bench.advance(1);
    }
    bench.now += 200;
    expect(proxy.hasRoom).toBe(false);
    bench.nackFrag(proxy, 1, 1, [1, 200]);
    expect(bench.flush().slice(0, 2)).toEqual(['DATA_FRAG 1: 1', 'DATA_FRAG 1: 200']);
  });

  it('starts over with the first fragments when the reader asks for the whole sample', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write(30_000);
    bench.flush();
    bench.now += 100;
    bench.ack(proxy, 1, [1]);
    expect(bench.flush()).toEqual([...range(1, 16).map((n) => `DATA_FRAG 1: ${n}`), 'HEARTBEAT 1..1']);
  });

  it('gives all of it once more to a reader that has acknowledged it and forgotten, having lost us meanwhile', () => {
    const bench = new WriterBench({ durability: DurabilityKind.TRANSIENT_LOCAL });
    const proxy = bench.matchHeard();
    bench.write(2_500);
    bench.write(8);
    bench.flush();
    bench.ack(proxy, 3);
    bench.now += 100;
    bench.ack(proxy, 1, [1, 2]);
    expect(bench.flush()).toEqual(['DATA_FRAG 1: 1', 'DATA_FRAG 1: 2', 'DATA_FRAG 1: 3', 'DATA 2', 'HEARTBEAT 1..2']);
    bench.now += 100;
    bench.nackFrag(proxy, 1, 2, [2, 3]);
    expect(bench.flush()).toEqual(['DATA_FRAG 1: 2', 'DATA_FRAG 1: 3', 'HEARTBEAT 1..2']);
    bench.now += 100;
    bench.nackFrag(proxy, 1, 3, [3]);
    expect(bench.flush()).toEqual(['DATA_FRAG 1: 3', 'HEARTBEAT 1..2']);
    expect(bench.writer.isAcknowledged).toBe(true);
    bench.ack(proxy, 3);
    expect([proxy.inFlightBytes, proxy.hasRepairs]).toEqual([0, false]);
  });

  it('has the next sample wait for its turn, and sends it when there is room', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write(2_000);
    bench.write(8);
    expect(bench.flush()).toEqual(['DATA_FRAG 1: 1', 'DATA_FRAG 1: 2', 'DATA 2', 'HEARTBEAT 1..2']);
    bench.ack(proxy, 3);
    expect([bench.writer.isAcknowledged, proxy.inFlightBytes]).toEqual([true, 0]);
  });

  /** The reader has 64 fragments of sample 1 when sample 2 takes its place. */
  function forgottenHalfWay(reader?: Parameters<WriterBench['matchHeard']>[0]): {
    bench: WriterBench;
    proxy: ReaderProxy;
  } {
    const bench = new WriterBench({ history: 0, depth: 1 });
    const proxy = bench.matchHeard(reader);
    bench.write(MB);
    bench.flush();
    bench.write(8);
    bench.now += 5;
    bench.nackFrag(proxy, 1, 65, [65]);
    expect(bench.flush()).toEqual(['DATA 2', 'HEARTBEAT 2..2']);
    return { bench, proxy };
  }

  it('gives up a sample that KEEP_LAST has forgotten half way', () => {
    const { bench, proxy } = forgottenHalfWay();
    bench.nackFrag(proxy, 1, 65, [65]);
    bench.now += 50;
    bench.nackFrag(proxy, 1, 3, [3]);
    expect(bench.flush()).toEqual(['GAP 1..1', 'HEARTBEAT 2..2']);
    bench.ack(proxy, 3);
    expect([bench.writer.isAcknowledged, proxy.inFlightBytes]).toEqual([true, 0]);
  });

  it.each([
    ['asks for a fragment of it', (bench: WriterBench, proxy: ReaderProxy) => bench.nackFrag(proxy, 1, 3, [3])],
    ['asks for all of it', (bench: WriterBench, proxy: ReaderProxy) => bench.ack(proxy, 1, [1])],
  ])(
    'tells Fast DDS by a HEARTBEAT that it has given up a sample, never by a GAP, when its reader %s',
    (_title, ask) => {
      const { bench, proxy } = forgottenHalfWay({ vendorId: VendorId.FAST_DDS });
      for (let asked = 0; asked < 2; asked++) {
        bench.now += 100;
        ask(bench, proxy);
        expect(bench.flush()).toEqual(['HEARTBEAT 2..2']);
      }
      bench.ack(proxy, 3);
      expect([bench.writer.isAcknowledged, proxy.inFlightBytes]).toEqual([true, 0]);
    },
  );

  it('finishes for Fast DDS what it has begun to send, though the sample has expired meanwhile', () => {
    const bench = new WriterBench({ lifespan: { sec: 1, nanosec: 0 } });
    const [fast, other] = [bench.matchHeard({ vendorId: VendorId.FAST_DDS }), bench.matchHeard()];
    bench.write(2_500);
    bench.flush();
    bench.now += 2_000;
    bench.nackFrag(fast, 1, 3, [3]);
    expect(bench.flush()).toEqual(['DATA_FRAG 1: 3', 'HEARTBEAT 1..1']);
    bench.nackFrag(other, 1, 3, [3]);
    expect(bench.flush()).toEqual(['GAP 1..1', 'HEARTBEAT 1..1']);
  });

  it('spares a reader that claims to have all of a sample the rest of it', () => {
    const bench = new WriterBench();
    const proxy = bench.matchHeard();
    bench.write(MB);
    bench.flush();
    bench.ack(proxy, 2);
    bench.write(8);
    expect(bench.flush()).toEqual(['DATA 2', 'HEARTBEAT 2..2']);
  });
});
