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
