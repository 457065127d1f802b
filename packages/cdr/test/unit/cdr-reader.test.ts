import { CdrReader } from '../../src/cdr-reader.js';

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (octet) => parseInt(octet, 16));
const thrown = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('CdrReader', () => {
  it('reads 64-bit values at multiples of 8 in XCDR1 and of 4 in XCDR2', () => {
    const data = bytes('01000000' + '00000000' + '0700000000000000');
    const xcdr1 = new CdrReader(data);
    expect([xcdr1.uint8(), xcdr1.uint64(), xcdr1.remaining]).toEqual([1, 7n, 0]);
    const xcdr2 = new CdrReader(data, { maxAlignment: 4 });
    expect([xcdr2.uint8(), xcdr2.uint64(), xcdr2.remaining]).toEqual([1, 7n << 32n, 4]);
  });

  it('aligns from an origin that need not be a multiple of anything', () => {
    const reader = new CdrReader(bytes('ffff' + '05000000' + '00000006'), {
      offset: 2,
      littleEndian: false,
      origin: 2,
    });
    expect(reader.uint8()).toBe(5);
    expect(reader.uint32()).toBe(6);
  });

  it('reads an empty string both with its NUL and as length 0', () => {
    const reader = new CdrReader(bytes('0100000000' + '000000' + '00000000'));
    expect([reader.string(), reader.string(), reader.remaining]).toEqual(['', '', 0]);
  });

  it('refuses a string without NUL', () => {
    expect(thrown(() => new CdrReader(bytes('020000006162')).string())).toMatchObject({
      code: 'ERR_CDR_BAD_STRING',
      offset: 5,
    });
  });

  it('reads octets that are no UTF-8 as U+FFFD and keeps a byte order mark', () => {
    expect(new CdrReader(bytes('0400000061ff6200')).string()).toBe('a\ufffdb');
    expect(new CdrReader(bytes('04000000efbbbf00')).string()).toBe('\ufeff');
  });

  it('checks the bound of a string in octets without NUL', () => {
    expect(new CdrReader(bytes('03000000616200')).string(2)).toBe('ab');
    expect(thrown(() => new CdrReader(bytes('03000000616200')).string(1))).toMatchObject({
      code: 'ERR_CDR_SEQUENCE_TOO_LONG',
      offset: 0,
    });
  });

  it('reads wide characters as UTF-16 units and as code points, and refuses what is neither', () => {
    expect(new CdrReader(bytes('020000003dd8000000de0000')).wstring()).toBe('\u{1f600}');
    expect(new CdrReader(bytes('0100000000f60100')).wstring()).toBe('\u{1f600}');
    expect(thrown(() => new CdrReader(bytes('0100000000001100')).wstring())).toMatchObject({
      code: 'ERR_CDR_BAD_STRING',
      offset: 4,
    });
  });

  it('reads a wide string longer than one call may have arguments', () => {
    const data = new Uint8Array(4 + 4 * 200_000).fill(0);
    new DataView(data.buffer).setUint32(0, 200_000, true);
    for (let i = 4; i < data.length; i += 4) data[i] = 0x61;
    expect(new CdrReader(data).wstring()).toBe('a'.repeat(200_000));
  });

  it('checks a count against the bound and against what remains, before anything is allocated', () => {
    expect(thrown(() => new CdrReader(bytes('ffffffff00')).sequenceLength(1))).toMatchObject({
      code: 'ERR_CDR_OUT_OF_BOUNDS',
      offset: 4,
    });
    expect(thrown(() => new CdrReader(bytes('0300000000000000')).sequenceLength(2))).toMatchObject({
      code: 'ERR_CDR_OUT_OF_BOUNDS',
    });
    expect(thrown(() => new CdrReader(bytes('0300000000000000')).sequenceLength(1, 2))).toMatchObject({
      code: 'ERR_CDR_SEQUENCE_TOO_LONG',
    });
    expect(thrown(() => new CdrReader(new Uint8Array(8)).float64Array(0xffffffff))).toMatchObject({
      code: 'ERR_CDR_OUT_OF_BOUNDS',
    });
  });

  it('inserts no alignment after a count of zero', () => {
    const reader = new CdrReader(bytes('00000000' + '01'));
    expect(reader.float64Array(reader.sequenceLength(8))).toEqual(new Float64Array(0));
    expect(reader.uint8()).toBe(1);
  });

  it('reads past a DHEADER in XCDR2 only', () => {
    const xcdr2 = new CdrReader(bytes('0100000009'), { maxAlignment: 4 });
    xcdr2.delimiter();
    expect(xcdr2.uint8()).toBe(9);
    const xcdr1 = new CdrReader(bytes('09'));
    xcdr1.delimiter();
    expect(xcdr1.uint8()).toBe(9);
    expect(thrown(() => new CdrReader(bytes('0200000009'), { maxAlignment: 4 }).delimiter())).toMatchObject({
      code: 'ERR_CDR_OUT_OF_BOUNDS',
    });
  });

  it('copies a small byte array and views one that is most of its memory', () => {
    const large = new Uint8Array(1000).fill(1);
    const view = new CdrReader(large).uint8Array(500);
    expect(view.buffer).toBe(large.buffer);
    const copy = new CdrReader(large).uint8Array(499);
    expect(copy.buffer.byteLength).toBe(499);
    expect(Object.getPrototypeOf(new CdrReader(Buffer.alloc(20)).uint8Array(20))).toBe(Uint8Array.prototype);
  });

  it('views a wide array where memory is aligned, copies it where not', () => {
    const memory = new ArrayBuffer(804);
    const aligned = new CdrReader(new Uint8Array(memory, 0, 800)).float64Array(100);
    expect(aligned.buffer).toBe(memory);
    const moved = new CdrReader(new Uint8Array(memory, 4, 800)).float64Array(100);
    expect(moved.buffer).not.toBe(memory);
    expect(moved).toEqual(aligned);
  });

  it('skips and aligns within its bytes only', () => {
    const reader = new CdrReader(new Uint8Array(5));
    reader.skip(1);
    reader.align(4);
    expect(reader.offset).toBe(4);
    expect(thrown(() => reader.skip(2))).toMatchObject({ code: 'ERR_CDR_OUT_OF_BOUNDS', offset: 4 });
    reader.skip(1);
    expect(thrown(() => reader.align(4))).toMatchObject({ code: 'ERR_CDR_OUT_OF_BOUNDS', offset: 8 });
  });
});
