import { RepresentationId, readEncapsulation } from '../../src/encapsulation.js';
import { CdrReader } from '../../src/cdr-reader.js';

describe('readEncapsulation', () => {
  it.each(Object.entries(RepresentationId))('knows %s', (name, representationId) => {
    expect(readEncapsulation(Uint8Array.of(0, representationId, 0, 3))).toEqual({
      representationId,
      littleEndian: name.endsWith('_LE'),
      maxAlignment: name.includes('CDR2') ? 4 : 8,
      options: 3,
    });
  });

  it('refuses XML, vendors’ own representations and a header cut short', () => {
    for (const bytes of [[0, 4, 0, 0], [0, 5, 0, 0], [0, 12, 0, 0], [0x80, 1, 0, 0], [0, 1, 0], []]) {
      expect(() => readEncapsulation(Uint8Array.from(bytes))).toThrow(
        expect.objectContaining({ code: 'ERR_CDR_BAD_ENCAPSULATION', offset: 0 }),
      );
    }
  });

  it('aligns from the octet after the header', () => {
    const reader = CdrReader.ofPayload(Uint8Array.of(0, 1, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0));
    expect([reader.offset, reader.uint8(), reader.uint32(), reader.remaining]).toEqual([4, 9, 1, 0]);
  });
});
