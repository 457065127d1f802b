import * as fc from 'fast-check';
import type { CacheChange } from '../../../src/behavior/cache-change.js';
import { HistoryCache, type HistoryOptions } from '../../../src/behavior/history-cache.js';
import { HistoryKind } from '../../../src/qos/policies.js';

const UNBOUNDED = { kind: HistoryKind.KEEP_ALL, depth: 1, maxSamples: 1_000, maxBytes: 1e6 } as const;

function change(sn: number, fields: Partial<CacheChange> = {}): CacheChange {
  return {
    sn,
    payload: new Uint8Array(10),
    inlineQos: undefined,
    instance: undefined,
    sourceTimestamp: { sec: 0, nanosec: 0 },
    relevantTo: undefined,
    variants: undefined,
    expiresAt: Infinity,
    ...fields,
  };
}

function filled(options: Partial<HistoryOptions>, count: number, instanceOf?: (sn: number) => string): HistoryCache {
  const history = new HistoryCache({ ...UNBOUNDED, ...options });
  for (let sn = 1; sn <= count; sn++) history.add(change(sn, { instance: instanceOf?.(sn) }));
  return history;
}

const held = (history: HistoryCache): number[] =>
  Array.from({ length: history.lastSn }, (_, i) => i + 1).filter((sn) => history.get(sn) !== undefined);

describe('HistoryCache', () => {
  it('announces first = last + 1 while it is empty, before and after', () => {
    const history = filled({}, 0);
    expect([history.firstSn, history.lastSn]).toEqual([1, 0]);
    history.add(change(1));
    history.remove(1);
    expect([history.firstSn, history.lastSn, history.size, history.bytes]).toEqual([2, 1, 0, 0]);
  });

  it('keeps the last `depth` changes with KEEP_LAST, all with KEEP_ALL', () => {
    expect(held(filled({ kind: HistoryKind.KEEP_LAST, depth: 3 }, 10))).toEqual([8, 9, 10]);
    expect(held(filled({ depth: 3 }, 5))).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps of a deep KEEP_LAST history what has so many bytes, and ten changes whatever they have', () => {
    const deep = { kind: HistoryKind.KEEP_LAST, depth: 100 };
    expect(held(filled({ ...deep, deepBytes: 250 }, 200))).toHaveLength(25);
    expect(held(filled({ ...deep, deepBytes: 5 }, 200))).toHaveLength(10);
    expect(held(filled({ ...deep, depth: 3, deepBytes: 5 }, 200))).toHaveLength(3);
    expect(held(filled(deep, 200))).toHaveLength(100);
  });

  it('counts depth for each instance: one that is quiet keeps its last change for ever', () => {
    const history = filled({ kind: HistoryKind.KEEP_LAST, depth: 2 }, 50, (sn) => (sn === 1 ? 'quiet' : 'loud'));
    expect(held(history)).toEqual([1, 49, 50]);
    expect([history.firstSn, history.size, history.bytes]).toEqual([1, 3, 30]);
    history.remove(1);
    expect(history.firstSn).toBe(49);
  });

  it('forgets a change with all that is older of its instance, and nothing else', () => {
    const history = filled({}, 9, (sn) => (sn % 3 === 0 ? 'third' : 'other'));
    history.removeInstanceUpTo(6);
    expect(held(history)).toEqual([1, 2, 4, 5, 7, 8, 9]);
    history.removeInstanceUpTo(6);
    expect(held(history)).toEqual([1, 2, 4, 5, 7, 8, 9]);
  });

  it('is full by samples or by bytes, inline QoS included', () => {
    const history = new HistoryCache({ ...UNBOUNDED, maxSamples: 3, maxBytes: 100 });
    history.add(change(1, { payload: new Uint8Array(60), inlineQos: new Uint8Array(20) }));
    expect([history.isFullFor(20), history.isFullFor(21)]).toEqual([false, true]);
    history.add(change(2, { payload: undefined }));
    history.add(change(3));
    expect(history.isFullFor(0)).toBe(true);
    history.removeBelow(3);
    expect([held(history), history.bytes, history.isFullFor(90)]).toEqual([[3], 10, false]);
  });

  it('behaves as a list does that drops from its front, for any operations', () => {
    const operation = fc.oneof(
      fc.record({
        kind: fc.constant('add' as const),
        instance: fc.constantFrom('a', 'b', 'c', undefined),
        bytes: fc.nat(50),
      }),
      fc.record({
        kind: fc.constantFrom('remove' as const, 'removeBelow' as const),
        sn: fc.integer({ min: 0, max: 40 }),
      }),
    );
    const bounds = fc.record({
      kind: fc.constantFrom(HistoryKind.KEEP_LAST, HistoryKind.KEEP_ALL),
      keyed: fc.boolean(),
      depth: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(bounds, fc.array(operation, { maxLength: 60 }), ({ kind, keyed, depth }, operations) => {
        const history = new HistoryCache({ ...UNBOUNDED, kind, depth });
        let model: { sn: number; instance: string | undefined; bytes: number }[] = [];
        let last = 0;
        for (const one of operations) {
          if (one.kind === 'add') {
            const instance = keyed ? (one.instance ?? 'a') : undefined;
            last += 1;
            history.add(change(last, { instance, payload: new Uint8Array(one.bytes) }));
            model.push({ sn: last, instance, bytes: one.bytes });
            const same = model.filter((entry) => entry.instance === instance);
            if (kind === HistoryKind.KEEP_LAST && same.length > depth)
              model = model.filter((entry) => entry !== same[0]);
          } else if (one.kind === 'remove') {
            history.remove(one.sn);
            model = model.filter((entry) => entry.sn !== one.sn);
          } else {
            history.removeBelow(one.sn);
            model = model.filter((entry) => entry.sn >= one.sn);
          }
          expect(held(history)).toEqual(model.map(({ sn }) => sn));
          expect(history.firstSn).toBe(model[0]?.sn ?? last + 1);
          expect([history.lastSn, history.size]).toEqual([last, model.length]);
          expect(history.bytes).toBe(model.reduce((sum, { bytes }) => sum + bytes, 0));
        }
      }),
    );
  });
});
