import * as fc from 'fast-check';
import {
  readSequenceNumber,
  SEQUENCE_NUMBER_INVALID,
  SEQUENCE_NUMBER_MAX,
  SEQUENCE_NUMBER_UNKNOWN,
  writeSequenceNumber,
} from '../../../src/types/sequence-number.js';
import { fromHex, toHex } from '../../support/hex.js';

function written(sn: number): Uint8Array {
  const bytes = new Uint8Array(8);
  writeSequenceNumber(bytes, 0, sn);
  return bytes;
}

describe('sequence numbers', () => {
  it('have their high word first, in either byte order (RTPS 2.5 §9.3.2)', () => {
    expect(readSequenceNumber(fromHex('00000000 01000000'), 0, true)).toBe(1);
    expect(readSequenceNumber(fromHex('00000000 00000001'), 0, false)).toBe(1);
    expect(readSequenceNumber(fromHex('01000000 02000000'), 0, true)).toBe(2 ** 32 + 2);
    expect(toHex(written(2 ** 32 + 2))).toBe('0100000002000000');
  });

  it('have an unsigned low word', () => {
    expect(readSequenceNumber(fromHex('00000000 00000080'), 0, true)).toBe(2 ** 31);
    expect(readSequenceNumber(fromHex('00000000 ffffffff'), 0, true)).toBe(2 ** 32 - 1);
  });

  it('end at 2^53 − 1', () => {
    expect(readSequenceNumber(fromHex('ffff1f00 ffffffff'), 0, true)).toBe(SEQUENCE_NUMBER_MAX);
    expect(readSequenceNumber(fromHex('00002000 00000000'), 0, true)).toBe(SEQUENCE_NUMBER_INVALID);
    expect(readSequenceNumber(fromHex('ffffff7f ffffffff'), 0, true)).toBe(SEQUENCE_NUMBER_INVALID);
  });

  it('know the unknown one from other negative ones', () => {
    expect(readSequenceNumber(fromHex('ffffffff 00000000'), 0, true)).toBe(SEQUENCE_NUMBER_UNKNOWN);
    expect(readSequenceNumber(fromHex('ffffffff 01000000'), 0, true)).toBe(SEQUENCE_NUMBER_INVALID);
    expect(readSequenceNumber(fromHex('00000080 00000000'), 0, true)).toBe(SEQUENCE_NUMBER_INVALID);
    expect(toHex(written(SEQUENCE_NUMBER_UNKNOWN))).toBe('ffffffff00000000');
  });

  it('come back as they were written, all of them', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (sn) => {
        expect(readSequenceNumber(written(sn), 0, true)).toBe(sn);
      }),
    );
  });
});
