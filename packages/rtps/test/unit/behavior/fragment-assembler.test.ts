import * as fc from 'fast-check';
import { AssemblyBudget } from '../../../src/behavior/assembly-budget.js';
import { FragmentAssembler, type IncomingFragments } from '../../../src/behavior/fragment-assembler.js';
import { Timing } from '../../../src/behavior/timing.js';
import { LIMITS } from '../../../src/limits.js';
import { sameOctets } from '../../../src/types/guid.js';

const MB = 1 << 20;
const SAMPLE = Uint8Array.from({ length: 1_000 }, (_, i) => i * 7);

/** Fragments `first` … `first + count − 1` of `sample`, each datagram in a buffer of its own, as sockets give them. */
function fragmentsOf(
  sample: Uint8Array,
  fragmentSize: number,
  first: number,
  count: number,
  sn = 1,
): IncomingFragments {
  return {
    writerSn: sn,
    fragmentStartingNum: first,
    fragmentsInSubmessage: count,
    fragmentSize,
    sampleSize: sample.length,
    inlineQos: undefined,
    isKeyPayload: false,
    fragments: sample.slice((first - 1) * fragmentSize, (first - 1 + count) * fragmentSize),
  };
}

function assembler(options: { maxBytes?: number; isReliable?: boolean } = {}): {
  budget: AssemblyBudget;
  fragments: FragmentAssembler;
} {
  const budget = new AssemblyBudget(options.maxBytes ?? MB);
  return { budget, fragments: new FragmentAssembler(budget, options.isReliable ?? true) };
}

function missingOf(fragments: FragmentAssembler, sn = 1): number[] {
  const missing: number[] = [];
  fragments.forEachMissing(sn, (n) => missing.push(n));
  return missing;
}

describe('FragmentAssembler', () => {
  it('joins fragments of any size that come in any order, several at once, twice and overlapping', () => {
    const runs = fc.array(fc.record({ first: fc.nat(), count: fc.integer({ min: 1, max: 20 }) }), { maxLength: 60 });
    const property = fc.property(
      fc.integer({ min: 1, max: 3_000 }),
      fc.integer({ min: 4, max: 700 }),
      runs,
      (size, fragmentSize, some) => {
        const sample = Uint8Array.from({ length: size }, (_, i) => i * 31);
        const { budget, fragments } = assembler();
        const total = Math.ceil(size / fragmentSize);
        const here = new Set<number>();
        let whole: Uint8Array | undefined;
        const every = Array.from({ length: total }, (_, i) => ({ first: i, count: 1 }));
        for (const run of [...some, ...every.reverse()]) {
          const first = (run.first % total) + 1;
          const count = Math.min(run.count, total - first + 1);
          for (let n = first; n < first + count; n++) here.add(n);
          const got = fragments.add(fragmentsOf(sample, fragmentSize, first, count), undefined, 0);
          if (here.size === total) {
            whole = got?.payload;
            break;
          }
          if (got !== undefined) throw new Error('a sample was whole too early');
        }
        expect(sameOctets(whole ?? new Uint8Array(0), sample)).toBe(true);
        expect([fragments.size, budget.bytes]).toEqual([0, 0]);
      },
    );
    fc.assert(property, { numRuns: 150 });
  });

  it('gives the body, after the encapsulation header, an 8-aligned place', () => {
    const { fragments } = assembler();
    fragments.add(fragmentsOf(SAMPLE, 500, 2, 1), undefined, 0);
    expect((fragments.add(fragmentsOf(SAMPLE, 500, 1, 1), undefined, 0)?.payload.byteOffset ?? 0) + 4).toBe(8);
  });

  it('keeps the first inline QoS and timestamp, whichever fragment has them', () => {
    const { fragments } = assembler();
    const inlineQos = { statusInfo: 0, relatedSampleIdentity: undefined, keyHash: undefined };
    const timestamp = { sec: 1, nanosec: 2 };
    fragments.add(fragmentsOf(SAMPLE, 500, 2, 1), undefined, 0);
    const whole = fragments.add({ ...fragmentsOf(SAMPLE, 500, 1, 1), inlineQos }, timestamp, 0);
    expect([whole?.inlineQos, whole?.sourceTimestamp]).toEqual([inlineQos, timestamp]);
  });

  it('asks for what is announced and not here, 256 from the first missing one on', () => {
    const { fragments } = assembler();
    const sample = new Uint8Array(4 * 1_000);
    fragments.add(fragmentsOf(sample, 4, 2, 2), undefined, 0);
    expect(missingOf(fragments)).toEqual([1]);
    fragments.announce(1, 6);
    expect(missingOf(fragments)).toEqual([1, 4, 5, 6]);
    fragments.announceWhole(1);
    const missing = missingOf(fragments);
    expect([missing.length, missing.at(-1)]).toEqual([254, 256]);
    expect(fragments.announce(2, 1)).toBe(false);
  });

  it('holds what it has received, whatever was announced', () => {
    const { budget, fragments } = assembler();
    const huge = { ...fragmentsOf(new Uint8Array(64), 64, 1, 1), sampleSize: LIMITS.sampleBytes.value };
    fragments.add(huge, undefined, 0);
    expect(fragments.size).toBe(1);
    expect(budget.bytes).toBeLessThan(64 + 200);
  });

  it('ignores a sample that it could never put together', () => {
    const { fragments } = assembler();
    fragments.add({ ...fragmentsOf(SAMPLE, 500, 1, 1), sampleSize: LIMITS.sampleBytes.value + 1 }, undefined, 0);
    expect(fragments.size).toBe(0);
  });

  it('does not keep a large datagram for the little in it that is new', () => {
    const { budget, fragments } = assembler();
    const sample = new Uint8Array(60_000);
    const buffers = new Set<ArrayBufferLike>();
    // Each datagram carries 500 fragments of 4 octets, of which one is new.
    for (let first = 1; first <= 10; first++) {
      const incoming = fragmentsOf(sample, 4, first, 500);
      const subarray = jest.spyOn(incoming.fragments, 'subarray');
      fragments.add(incoming, undefined, 0);
      for (const { value } of subarray.mock.results) {
        const piece = value as Uint8Array;
        if (first > 1 && piece.buffer.byteLength > 100) buffers.add(piece.buffer);
      }
    }
    // The views of later datagrams were copied: what is kept and what is counted are the same.
    expect(buffers.size).toBe(9);
    expect(budget.bytes).toBe((500 + 9) * (4 + 96));
  });

  it('keeps to its budget, and frees it when a sample is dropped', () => {
    const { budget, fragments } = assembler({ maxBytes: 2_000 });
    const sample = new Uint8Array(100_000);
    for (let n = 1; n <= 100; n++) fragments.add(fragmentsOf(sample, 500, n, 1), undefined, 0);
    expect(budget.bytes).toBeLessThanOrEqual(2_000);
    fragments.drop(1);
    expect(budget.bytes).toBe(0);
  });

  it('prefers the older sample of a reliable writer, which has to come first anyway', () => {
    const { fragments } = assembler({ maxBytes: 1_300 });
    fragments.add(fragmentsOf(SAMPLE, 500, 1, 1, 5), undefined, 0);
    fragments.add(fragmentsOf(SAMPLE, 500, 2, 1, 5), undefined, 0);
    fragments.add(fragmentsOf(SAMPLE, 400, 1, 1, 6), undefined, 0);
    fragments.add(fragmentsOf(SAMPLE, 400, 1, 1, 3), undefined, 0);
    fragments.add(fragmentsOf(SAMPLE, 400, 2, 1, 3), undefined, 0);
    expect([...fragments.openSequenceNumbers()]).toEqual([3]);
    for (let sn = 100; sn < 100 + 2 * LIMITS.openReassembliesPerWriter.value; sn++)
      fragments.add(fragmentsOf(SAMPLE, 500, 1, 1, sn), undefined, 0);
    expect(fragments.has(3)).toBe(true);
    expect(fragments.size).toBeLessThanOrEqual(LIMITS.openReassembliesPerWriter.value);
  });

  it('prefers the newer sample of a best-effort writer: nobody sends the rest of an old one', () => {
    const { fragments } = assembler({ isReliable: false });
    for (let sn = 1; sn <= 200; sn++) fragments.add(fragmentsOf(SAMPLE, 500, 1, 1, sn), undefined, 0);
    expect(fragments.size).toBe(LIMITS.openReassembliesPerWriter.value);
    expect(fragments.add(fragmentsOf(SAMPLE, 500, 2, 1, 200), undefined, 0)?.payload).toEqual(SAMPLE);
    for (const sn of [201, 1]) fragments.add(fragmentsOf(SAMPLE, 500, 1, 1, sn), undefined, 0);
    expect([fragments.has(201), fragments.has(1)]).toEqual([true, false]);
  });

  it('takes the room of another writer only when that one has stopped', () => {
    const budget = new AssemblyBudget(1_500);
    const [left, right] = [new FragmentAssembler(budget, true), new FragmentAssembler(budget, true)];
    left.add(fragmentsOf(SAMPLE, 500, 1, 1), undefined, 0);
    left.add(fragmentsOf(new Uint8Array(2_000), 500, 1, 1, 2), undefined, 0);
    right.add(fragmentsOf(SAMPLE, 500, 1, 1), undefined, Timing.assemblyIdleMs - 1);
    expect([left.size, budget.bytes]).toEqual([2, 1_192]);
    right.add(fragmentsOf(SAMPLE, 500, 1, 1), undefined, Timing.assemblyIdleMs);
    expect([left.has(1), left.has(2), missingOf(right)]).toEqual([false, true, []]);
  });

  it('keeps the sample that goes on when fragments of two sizes claim to be the same one', () => {
    const { fragments } = assembler();
    fragments.add({ ...fragmentsOf(SAMPLE, 300, 1, 1), sampleSize: 9_999 }, undefined, 0);
    fragments.add(fragmentsOf(SAMPLE, 500, 1, 1), undefined, 1);
    expect(missingOf(fragments)).toEqual([]);
    fragments.add(fragmentsOf(SAMPLE, 500, 1, 1), undefined, Timing.assemblyIdleMs);
    expect(fragments.add(fragmentsOf(SAMPLE, 500, 2, 1), undefined, Timing.assemblyIdleMs)?.payload).toEqual(SAMPLE);
  });
});
