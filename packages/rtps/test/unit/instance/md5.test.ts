import { createHash } from 'node:crypto';
import { md5 } from '../../../src/instance/md5.js';
import { toHex } from '../../support/hex.js';

describe('md5', () => {
  // RFC 1321 §A.5.
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      '57edf4a22be3c955ac49da2e2107b67a',
    ],
  ])('of %j', (text, digest) => {
    expect(toHex(md5(new TextEncoder().encode(text)))).toBe(digest);
  });

  it('is what everybody else makes of any length about the bounds of a block', () => {
    for (let length = 50; length < 140; length++) {
      const message = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 0xff);
      expect(toHex(md5(message))).toBe(createHash('md5').update(message).digest('hex'));
    }
  });
});
