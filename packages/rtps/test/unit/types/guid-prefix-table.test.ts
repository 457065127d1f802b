import { GuidPrefixTable } from '../../../src/types/guid-prefix-table.js';
import { Prng, randomBytes } from '../../support/prng.js';

function octets(number: number): Uint8Array {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setUint32(8, number);
  return bytes;
}

describe('GuidPrefixTable', () => {
  it('gives the same object for the same octets, wherever they lie', () => {
    const table = new GuidPrefixTable({ capacity: 4, seed: 1 });
    const message = new Uint8Array(40).fill(9);
    expect(table.find(message, 8)).toBeUndefined();
    const prefix = table.intern(message, 8);
    expect(prefix?.text).toBe('09'.repeat(12));
    expect(table.intern(new Uint8Array(12).fill(9), 0)).toBe(prefix);
    expect(table.find(message, 20)).toBe(prefix);
    expect(table.size).toBe(1);
  });

  it('takes as many as its capacity and no more', () => {
    const table = new GuidPrefixTable({ capacity: 3, seed: 2 });
    for (let i = 0; i < 3; i++) expect(table.intern(octets(i), 0)).toBeDefined();
    expect(table.intern(octets(3), 0)).toBeUndefined();
    expect(table.intern(octets(2), 0)).toBeDefined();
    expect(table.remove(table.find(octets(1), 0)!)).toBe(true);
    expect(table.intern(octets(3), 0)).toBeDefined();
    expect(table.size).toBe(3);
  });

  it('forgets what is removed, once', () => {
    const table = new GuidPrefixTable({ capacity: 3, seed: 3 });
    const prefix = table.intern(octets(7), 0)!;
    expect(table.remove(prefix)).toBe(true);
    expect(table.remove(prefix)).toBe(false);
    expect(table.find(octets(7), 0)).toBeUndefined();
    expect(table.intern(octets(7), 0)).not.toBe(prefix);
  });

  it.each([0, 1, 0x5eed, -1])('agrees with a Map through thousands of comings and goings (seed %i)', (seed) => {
    const random = new Prng(seed + 77);
    const table = new GuidPrefixTable({ capacity: 8, seed });
    const model = new Map<string, object>();
    const known = Array.from({ length: 14 }, () => randomBytes(random, 12));
    for (let step = 0; step < 1_500; step++) {
      const bytes = known[random.below(known.length)]!;
      const key = bytes.join();
      const found = table.find(bytes, 0);
      expect(found).toBe(model.get(key));
      if (found !== undefined && random.below(2) === 0) {
        table.remove(found);
        model.delete(key);
      } else {
        const interned = table.intern(bytes, 0);
        expect(interned === undefined).toBe(!model.has(key) && model.size === 8);
        if (interned !== undefined) model.set(key, interned);
      }
      expect(table.size).toBe(model.size);
    }
  });
});
