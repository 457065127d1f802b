import * as fc from 'fast-check';
import {
  fragmentNumberSetSize,
  NumberSet,
  readFragmentNumberSet,
  readSequenceNumberSet,
  sequenceNumberSetSize,
  writeFragmentNumberSet,
  writeSequenceNumberSet,
} from '../../../src/types/number-set.js';
import { fromHex, toHex } from '../../support/hex.js';

function membersOf(set: NumberSet): number[] {
  const members: number[] = [];
  set.forEach((number) => members.push(number));
  return members;
}

function setOf(base: number, members: readonly number[]): NumberSet {
  const set = new NumberSet().clear(base);
  for (const member of members) expect(set.add(member)).toBe(true);
  return set;
}

describe('NumberSet', () => {
  it('holds base to base + 255 and refuses others', () => {
    const set = new NumberSet().clear(100);
    expect(set.add(99)).toBe(false);
    expect(set.add(356)).toBe(false);
    expect(set.add(Number.NaN)).toBe(false);
    expect(set.isEmpty).toBe(true);
    expect(set.add(100)).toBe(true);
    expect(set.add(355)).toBe(true);
    expect(set.numBits).toBe(256);
    expect(membersOf(set)).toEqual([100, 355]);
    expect([set.has(99), set.has(100), set.has(101), set.has(355), set.has(356)]).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('is empty again after clear, whatever it held', () => {
    const set = setOf(1, [1, 2, 40, 256]).clear(7);
    expect([set.base, set.numBits, set.isEmpty, set.wordCount, membersOf(set)]).toEqual([7, 0, true, 0, []]);
  });

  it('is told from an empty set by its members, not by its bits', () => {
    const set = new NumberSet().clear(3);
    set.numBits = 64;
    expect(set.isEmpty).toBe(true);
    set.add(66);
    expect(set.isEmpty).toBe(false);
  });

  it('walks its members by next()', () => {
    const set = setOf(2 ** 40, [2 ** 40, 2 ** 40 + 31, 2 ** 40 + 32, 2 ** 40 + 200]);
    expect(set.next(0)).toBe(2 ** 40);
    expect(set.next(2 ** 40 + 1)).toBe(2 ** 40 + 31);
    expect(set.next(2 ** 40 + 32)).toBe(2 ** 40 + 32);
    expect(set.next(2 ** 40 + 33)).toBe(2 ** 40 + 200);
    expect(set.next(2 ** 40 + 201)).toBe(-1);
    expect(set.next(2 ** 41)).toBe(-1);
  });

  it('agrees with a Set of numbers, and survives the wire', () => {
    const members = fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 53 - 300 }), members, (base, offsets) => {
        const numbers = offsets.map((offset) => base + offset).sort((a, b) => a - b);
        const set = setOf(base, numbers);
        expect(membersOf(set)).toEqual(numbers);
        const bytes = new Uint8Array(sequenceNumberSetSize(set));
        expect(writeSequenceNumberSet(bytes, 0, set)).toBe(bytes.length);
        const again = new NumberSet();
        expect(readSequenceNumberSet(bytes, 0, bytes.length, true, again)).toBe(bytes.length);
        expect([again.base, again.numBits, membersOf(again)]).toEqual([set.base, set.numBits, numbers]);
      }),
    );
  });
});

describe('sets on the wire (RTPS 2.5 §9.4.2.6)', () => {
  const example = '00000000 d2040000 0c000000 00003000';

  it('have the most significant bit first', () => {
    const set = new NumberSet();
    expect(readSequenceNumberSet(fromHex('00000000 d2040000 0c000000 00000030'), 0, 16, true, set)).toBe(16);
    expect([set.base, set.numBits, membersOf(set)]).toEqual([1234, 12, [1236, 1237]]);
    expect(readSequenceNumberSet(fromHex('00000000 000004d2 0000000c 30000000'), 0, 16, false, set)).toBe(16);
    expect(membersOf(set)).toEqual([1236, 1237]);
  });

  it('have members below numBits only, whatever the last word says', () => {
    const set = new NumberSet();
    expect(readSequenceNumberSet(fromHex('00000000 01000000 03000000 ffffffff'), 0, 16, true, set)).toBe(16);
    expect(membersOf(set)).toEqual([1, 2, 3]);
    expect(set.has(4)).toBe(false);
    set.add(10);
    expect(membersOf(set)).toEqual([1, 2, 3, 10]);
  });

  it('keep nothing of the set that was read before', () => {
    const set = new NumberSet();
    const full = fromHex(`00000000 01000000 00010000 ${'ff'.repeat(32)}`);
    readSequenceNumberSet(full, 0, full.length, true, set);
    readSequenceNumberSet(fromHex('00000000 01000000 01000000 00000080'), 0, 16, true, set);
    set.add(256);
    expect(membersOf(set)).toEqual([1, 256]);
  });

  it('may be empty, without any word', () => {
    const set = new NumberSet();
    expect(readSequenceNumberSet(fromHex('00000000 00000000 00000000'), 0, 12, true, set)).toBe(12);
    expect([set.base, set.numBits, set.isEmpty]).toEqual([0, 0, true]);
    expect(readFragmentNumberSet(fromHex('01000000 00000000'), 0, 8, true, set)).toBe(8);
  });

  it.each([
    ['more than 256 bits', `00000000 01000000 01010000 ${'ffffffff'.repeat(9)}`],
    ['2^32 − 1 bits', '00000000 01000000 ffffffff 00000000'],
    ['a word less than its bits need', '00000000 01000000 21000000 ffffffff'],
    ['a base that is no sequence number', 'ffffffff 00000000 00000000'],
    ['a member past the last sequence number', 'ffff1f00 ffffffff 02000000 00000000'],
    ['no room for its head', '00000000 01000000 0000'],
  ])('are malformed with %s', (_title, hex) => {
    const bytes = fromHex(hex);
    expect(readSequenceNumberSet(bytes, 0, bytes.length, true, new NumberSet())).toBe(-1);
  });

  it('end where the submessage ends, not where the datagram does', () => {
    expect(readSequenceNumberSet(fromHex(example), 0, 15, true, new NumberSet())).toBe(-1);
    expect(readSequenceNumberSet(fromHex(example), 0, 16, true, new NumberSet())).toBe(16);
  });

  it('of fragments have 32-bit bases from 1 on (RTPS 2.5 §9.4.2.8)', () => {
    const set = setOf(0xffff_ff00, [0xffff_ff00, 0xffff_ffff]);
    const bytes = new Uint8Array(fragmentNumberSetSize(set));
    writeFragmentNumberSet(bytes, 0, set);
    expect(toHex(bytes.subarray(0, 8))).toBe('00ffffff00010000');
    const again = new NumberSet();
    expect(readFragmentNumberSet(bytes, 0, bytes.length, true, again)).toBe(bytes.length);
    expect(membersOf(again)).toEqual([0xffff_ff00, 0xffff_ffff]);
    expect(readFragmentNumberSet(fromHex('00000000 00000000'), 0, 8, true, set)).toBe(-1);
    expect(readFragmentNumberSet(fromHex('ffffffff 02000000 00000000'), 0, 12, true, set)).toBe(-1);
  });
});
