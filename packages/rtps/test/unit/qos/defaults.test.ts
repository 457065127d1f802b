import { defaultReaderQos, defaultWriterQos, withQos } from '../../../src/qos/defaults.js';
import { DurabilityKind, ReliabilityKind } from '../../../src/qos/policies.js';

describe('default policies', () => {
  it('differ between writers and readers in reliability only (DDS 1.4 §2.2.3.14)', () => {
    expect(defaultWriterQos.reliability).toBe(ReliabilityKind.RELIABLE);
    expect(defaultReaderQos.reliability).toBe(ReliabilityKind.BEST_EFFORT);
    expect({ ...defaultWriterQos, reliability: 0 }).toEqual({ ...defaultReaderQos, reliability: 0 });
  });

  it('fill what is absent or undefined, in the same order of fields', () => {
    const qos = withQos(defaultReaderQos, {
      depth: 7,
      durability: DurabilityKind.TRANSIENT_LOCAL,
      deadline: undefined,
    });
    expect(qos).toEqual({ ...defaultReaderQos, depth: 7, durability: 1 });
    expect(Object.keys(qos)).toEqual(Object.keys(defaultReaderQos));
    expect(withQos(defaultWriterQos)).toEqual(defaultWriterQos);
  });

  it('take nothing that is no policy', () => {
    expect(withQos(defaultReaderQos, JSON.parse('{"__proto__": {"depth": 9}, "other": 1}') as object)).toEqual(
      defaultReaderQos,
    );
  });
});
