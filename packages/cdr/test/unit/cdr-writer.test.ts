import { CdrWriter } from '../../src/cdr-writer.js';
import { CdrReader } from '../../src/cdr-reader.js';
import { RepresentationId } from '../../src/encapsulation.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('CdrWriter', () => {
  it('writes the encapsulation header and aligns from behind it', () => {
    const writer = new CdrWriter({ encapsulation: RepresentationId.CDR_LE });
    writer.uint8(1);
    writer.float64(1);
    expect(hex(writer.finish())).toBe('00010000' + '0100000000000000' + '000000000000f03f');
  });

  it('takes byte order and alignment from the representation', () => {
    const writer = new CdrWriter({ encapsulation: RepresentationId.CDR2_BE, littleEndian: true, maxAlignment: 8 });
    writer.uint8(1);
    writer.uint64(2n);
    expect(hex(writer.finish())).toBe('00060000' + '01000000' + '0000000000000002');
    expect(writer.littleEndian).toBe(false);
  });

  it('zeroes padding in a buffer that served before', () => {
    const writer = new CdrWriter();
    writer.uint8Array(new Uint8Array(64).fill(0xff));
    writer.reset();
    writer.uint8(1);
    writer.uint64(2n);
    writer.uint8(3);
    writer.align(4);
    writer.string('x');
    writer.reserveUint32();
    expect(hex(writer.finish())).toBe(
      '0100000000000000' + '0200000000000000' + '03000000' + '020000007800' + '0000' + '00000000',
    );
  });

  it('gives away what it never touches again', () => {
    const writer = new CdrWriter();
    for (const size of [10, 5000, 100_000]) {
      writer.uint8Array(new Uint8Array(size).fill(1));
      const first = writer.finish();
      writer.uint8Array(new Uint8Array(size).fill(2));
      expect(first).toEqual(new Uint8Array(size).fill(1));
      expect(first.buffer.byteLength).toBeLessThanOrEqual(size * 1.25);
      writer.reset();
    }
  });

  describe('given a buffer that nobody needs any more', () => {
    const numbers = (size: number, value: number): Uint8Array => new Uint8Array(size).fill(value);
    const finish = (writer: CdrWriter, size: number, value: number, spare?: Uint8Array): Uint8Array => {
      writer.uint8Array(numbers(size, value));
      return writer.finish(spare);
    };

    it('goes on in it where it gives its own away', () => {
      const writer = new CdrWriter();
      const first = finish(writer, 10_000, 1);
      const spare = new Uint8Array(finish(writer, 10_000, 2).buffer);
      const third = finish(writer, 10_000, 3, spare);
      const fourth = finish(writer, 10_000, 4);
      expect([first, third, fourth]).toEqual([numbers(10_000, 1), numbers(10_000, 3), numbers(10_000, 4)]);
      expect(third.buffer).not.toBe(spare.buffer);
      expect(fourth.buffer).toBe(spare.buffer);
    });

    it('copies into it what it would have copied', () => {
      const writer = new CdrWriter();
      const spare = numbers(120, 9);
      const first = finish(writer, 100, 1, spare);
      expect(first).toEqual(numbers(100, 1));
      expect(first.buffer).toBe(spare.buffer);
      expect(finish(writer, 100, 2)).toEqual(numbers(100, 2));
      expect(first).toEqual(numbers(100, 1));
    });

    it.each([
      ['too small', 99],
      ['more than twice as large', 201],
    ])('leaves one that is %s', (_title, size) => {
      const spare = numbers(size, 9);
      const bytes = finish(new CdrWriter(), 100, 1, spare);
      expect(bytes).toEqual(numbers(100, 1));
      expect(bytes.buffer.byteLength).toBe(100);
      expect(spare).toEqual(numbers(size, 9));
    });

    it('makes a new one where that is too small for what follows', () => {
      const writer = new CdrWriter();
      finish(writer, 10_000, 1, new Uint8Array(2_000));
      expect(finish(writer, 10_000, 2)).toEqual(numbers(10_000, 2));
      expect(finish(writer, 3, 3)).toEqual(numbers(3, 3));
    });
  });

  it('patches what it reserved', () => {
    const writer = new CdrWriter({ littleEndian: false });
    writer.uint8(1);
    const at = writer.reserveUint32();
    writer.uint16(7);
    writer.patchUint32(at, writer.offset);
    expect(hex(writer.finish())).toBe('01000000' + '0000000a' + '0007');
  });

  it('refuses a NUL inside a string, and lengths above a bound', () => {
    const writer = new CdrWriter();
    expect(() => writer.string('a\0b')).toThrow(expect.objectContaining({ code: 'ERR_CDR_BAD_STRING' }));
    expect(() => writer.string('a'.repeat(50) + '\0')).toThrow(expect.objectContaining({ code: 'ERR_CDR_BAD_STRING' }));
    expect(() => writer.string('é', 1)).toThrow(expect.objectContaining({ code: 'ERR_CDR_SEQUENCE_TOO_LONG' }));
    expect(() => writer.wstring('ab', 1)).toThrow(expect.objectContaining({ code: 'ERR_CDR_SEQUENCE_TOO_LONG' }));
    expect(() => writer.sequenceLength(4, 3)).toThrow(expect.objectContaining({ code: 'ERR_CDR_SEQUENCE_TOO_LONG' }));
  });

  it('writes a lone surrogate as U+FFFD, short and long', () => {
    for (const rest of ['', 'x'.repeat(100)]) {
      const writer = new CdrWriter();
      writer.string('\ud83d' + rest);
      writer.string('\ude00' + rest);
      const reader = new CdrReader(writer.finish());
      expect([reader.string(), reader.string()]).toEqual(['\ufffd' + rest, '\ufffd' + rest]);
    }
  });

  it('writes numeric arrays from plain arrays and from typed arrays of another kind', () => {
    const writer = new CdrWriter();
    writer.int16Array([1, -1]);
    writer.int32Array(Float64Array.of(1, -1));
    writer.float32Array(Array.from({ length: 40 }, () => 1));
    const reader = new CdrReader(writer.finish());
    expect([reader.int16Array(2), reader.int32Array(2), reader.float32Array(40)]).toEqual([
      Int16Array.of(1, -1),
      Int32Array.of(1, -1),
      new Float32Array(40).fill(1),
    ]);
  });
});
