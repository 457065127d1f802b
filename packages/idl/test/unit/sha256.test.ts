import { createHash, randomBytes } from 'node:crypto';
import { sha256 } from '../../src/sha256.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('sha256 (FIPS 180-4)', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j', (text, digest) => {
    expect(sha256(bytes(text))).toBe(digest);
  });

  it('agrees with node:crypto at every length up to three blocks, and at a larger one', () => {
    for (let length = 0; length <= 192; length++) {
      const message = randomBytes(length);
      expect(sha256(message)).toBe(createHash('sha256').update(message).digest('hex'));
    }
    const large = randomBytes(100_003);
    expect(sha256(large)).toBe(createHash('sha256').update(large).digest('hex'));
  });
});
