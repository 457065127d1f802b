import { createHash } from 'node:crypto';
import { keyHashOf, keyHashText, keyPayloadOf } from '../../../src/instance/key.js';
import { DataRepresentation } from '../../../src/qos/policies.js';
import { toHex } from '../../support/hex.js';

/** string "BLUE" in big-endian CDR. */
const BLUE = Uint8Array.of(0, 0, 0, 5, 0x42, 0x4c, 0x55, 0x45, 0);

describe('a key hash', () => {
  it('is the key with zeros behind it, where every key of the type fits into 16 octets', () => {
    expect(keyHashText(keyHashOf(Uint8Array.of(0, 0, 1, 2), 4))).toBe('00000102' + '0'.repeat(24));
    expect(keyHashText(keyHashOf(BLUE, 16))).toBe('00000005424c554500' + '0'.repeat(14));
  });

  it('is the MD5 of the key where some key of the type would not fit, however short this one is', () => {
    const digest = createHash('md5').update(BLUE).digest('hex');
    for (const maxBytes of [17, 133, Infinity]) expect(keyHashText(keyHashOf(BLUE, maxBytes))).toBe(digest);
  });
});

test('a key payload has the encapsulation of the writer, big-endian', () => {
  expect(toHex(keyPayloadOf(Uint8Array.of(1, 2), undefined))).toBe('000000000102');
  expect(toHex(keyPayloadOf(Uint8Array.of(1, 2), DataRepresentation.XCDR1))).toBe('000000000102');
  expect(toHex(keyPayloadOf(Uint8Array.of(1, 2), DataRepresentation.XCDR2))).toBe('000600000102');
});
