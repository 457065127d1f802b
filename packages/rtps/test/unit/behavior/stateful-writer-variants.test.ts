import type { ReaderProxy } from '../../../src/behavior/reader-proxy.js';
import type { RemoteEndpoint } from '../../../src/participant/remote-endpoint.js';
import { DurabilityKind } from '../../../src/qos/policies.js';
import { VendorId } from '../../../src/types/vendor-id.js';
import { range, WriterBench } from '../../support/writer-bench.js';

const plain = (octets: number): Uint8Array => new Uint8Array(octets).fill(1);
const other = (octets: number): Uint8Array => new Uint8Array(octets).fill(2);
const inlineQos = Uint8Array.of(1, 0, 0, 0);

/** Whom the last flush sent which octets: by the first octet of each payload, in the order of sending. */
function octetsTo(bench: WriterBench): (number | undefined)[] {
  return bench.submessages.flatMap((submessage) => {
    if (submessage.kind === 'DATA') return [submessage.payload?.[0]];
    return submessage.kind === 'DATA_FRAG' ? [submessage.fragments[0]] : [];
  });
}

const variantFor = (reader: ReaderProxy, octets: number) =>
  new Map([[reader.groupKey, { payload: other(octets), inlineQos: undefined }]]);

describe('StatefulWriter, changes with variants', () => {
  it('sends each group its own octets under one number, without a GAP', () => {
    const bench = new WriterBench();
    const [, right] = [bench.matchHeard(), bench.matchHeard()];
    bench.write(plain(8), { variants: variantFor(right, 24) });
    expect(bench.flush()).toEqual(['DATA 1', 'HEARTBEAT 1..1', 'DATA 1', 'HEARTBEAT 1..1']);
    expect(octetsTo(bench)).toEqual([1, 2]);
  });

  it('repairs with the octets that the group was sent, until it has them', () => {
    const bench = new WriterBench();
    const [left, right] = [bench.matchHeard(), bench.matchHeard()];
    bench.write(plain(8), { variants: variantFor(right, 24) });
    bench.flush();
    bench.ack(left, 2);
    for (let round = 1; round <= 3; round++) {
      bench.now += 100;
      bench.ack(right, 1, [1]);
      bench.flush();
      expect(octetsTo(bench)).toEqual([2]);
    }
    bench.now += 100;
    bench.ack(left, 1, [1]);
    bench.flush();
    expect(octetsTo(bench)).toEqual([1]);
    bench.ack(left, 2);
    bench.ack(right, 2);
    expect(bench.writer.isAcknowledged).toBe(true);
  });

  it('fragments each form by its own length, and repairs fragments of it', () => {
    const bench = new WriterBench();
    const [left, right] = [bench.matchHeard(), bench.matchHeard()];
    bench.write(plain(3_000), { variants: variantFor(right, 5_000) });
    const first = bench.flush();
    expect(first.filter((words) => words.startsWith('DATA_FRAG'))).toHaveLength(3 + 5);
    expect(octetsTo(bench).sort()).toEqual([1, 1, 1, 2, 2, 2, 2, 2]);
    bench.now += 100;
    bench.nackFrag(right, 1, 4, [4, 5]);
    bench.nackFrag(left, 1, 3, [3]);
    bench.flush();
    expect(octetsTo(bench)).toEqual([2, 2, 1]);
  });

  it('counts all forms for the bounds of the history', () => {
    const bench = new WriterBench({}, { maxBytes: 100 });
    const [left, right] = [bench.matchHeard(), bench.matchHeard()];
    expect(bench.write(plain(40), { variants: variantFor(right, 61) })).toBe(0);
    expect(bench.write(plain(40), { variants: variantFor(right, 60) })).toBe(1);
    expect(bench.write(1)).toBe(0);
    bench.flush();
    for (const reader of [left, right]) bench.ack(reader, 2);
    expect(bench.write(1)).toBe(2);
  });

  it('sends the octets that a test picks to readers that came later as well, first and in repairs, and counts them', () => {
    const bench = new WriterBench({ durability: DurabilityKind.TRANSIENT_LOCAL }, { maxBytes: 40 });
    const readers = new Set<RemoteEndpoint>();
    const picked = [
      { payload: other(24), inlineQos: undefined, isFor: (reader: RemoteEndpoint) => readers.has(reader) },
    ];
    const early = bench.matchHeard({ qos: { durability: DurabilityKind.TRANSIENT_LOCAL } });
    bench.write(plain(16), { picked });
    bench.flush();
    expect(octetsTo(bench)).toEqual([1]);
    bench.ack(early, 2);
    const late = bench.match({ qos: { durability: DurabilityKind.TRANSIENT_LOCAL } });
    readers.add(late.endpoint);
    bench.flush();
    expect(octetsTo(bench)).toEqual([2]);
    bench.now += 100;
    bench.ack(late, 1, [1]);
    bench.flush();
    expect(octetsTo(bench)).toEqual([2]);
    const small = new WriterBench({}, { maxBytes: 39 });
    expect(small.write(plain(16), { picked })).toBe(0);
  });

  it('takes readers of two vendors for two groups, also where one has come in the place of the other', () => {
    const address = '10.0.0.9:7411';
    const bench = new WriterBench();
    const gone = bench.matchHeard({ address, vendorId: VendorId.CYCLONE_DDS });
    const successor = bench.matchHeard({ address, vendorId: VendorId.FAST_DDS });
    expect(gone.groupKey).not.toBe(successor.groupKey);
    bench.write(other(8), { relevantTo: [gone] });
    bench.write(plain(8), { relevantTo: [successor] });
    expect(bench.flush()).toEqual(['DATA 1', 'GAP 2..2', 'HEARTBEAT 1..2', 'GAP 1..1', 'DATA 2', 'HEARTBEAT 1..2']);
    expect(octetsTo(bench)).toEqual([2, 1]);
    bench.now += 100;
    bench.ack(successor, 1, range(1, 2));
    bench.flush();
    expect(octetsTo(bench)).toEqual([1]);
  });

  it('leaves inline QoS away from a form that has none', () => {
    const bench = new WriterBench();
    const [left, right] = [bench.matchHeard(), bench.matchHeard()];
    bench.writer.write(bench.now, plain(8), {
      inlineQos,
      relevantTo: new Set([left.groupKey, right.groupKey]),
      variants: variantFor(right, 24),
      sourceTimestamp: { sec: 1, nanosec: 0 },
    });
    bench.flush();
    const forms = bench.submessages.flatMap((each) => (each.kind === 'DATA' ? [each.inlineQos !== undefined] : []));
    expect(forms).toEqual([true, false]);
  });
});
