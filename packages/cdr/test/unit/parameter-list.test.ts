import fc from 'fast-check';
import { ParameterListWriter, walkParameterList } from '../../src/parameter-list.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const walk = (
  bytes: Uint8Array,
  littleEndian = true,
  end = bytes.length,
): { result: number; seen: [number, string][] } => {
  const seen: [number, string][] = [];
  const result = walkParameterList(bytes, 0, end, littleEndian, (pid, offset, length) => {
    seen.push([pid, hex(bytes.subarray(offset, offset + length))]);
  });
  return { result, seen };
};

describe('parameter lists (RTPS 2.5 §9.4.2.11)', () => {
  it('pads values to 4, aligns them from their own start and ends with the sentinel', () => {
    const list = new ParameterListWriter()
      .parameter(0x0005, (writer) => writer.string('chatter'))
      .parameter(0x8000, (writer) => {
        writer.uint8(1);
        writer.uint64(2n);
      })
      .bytes(0x0070, Uint8Array.of(1, 2, 3))
      .finish();
    expect(hex(list)).toBe(
      '05000c00' +
        '08000000' +
        '6368617474657200' +
        '00801000' +
        '01000000000000000200000000000000' +
        '70000400' +
        '01020300' +
        '01000000',
    );
  });

  it('writes and walks both byte orders', () => {
    for (const littleEndian of [true, false]) {
      const list = new ParameterListWriter(littleEndian).parameter(0x001d, (writer) => writer.uint32(1)).finish();
      expect(walk(list, littleEndian)).toEqual({
        result: 12,
        seen: [[0x001d, littleEndian ? '01000000' : '00000001']],
      });
    }
  });

  it('skips padding parameters, ignores the sentinel’s length and what follows it', () => {
    const list = Buffer.from('00000400aaaaaaaa' + '0500040011223344' + '0100ffff' + 'ffffffff', 'hex');
    expect(walk(list)).toEqual({ result: 20, seen: [[5, '11223344']] });
  });

  it.each([
    ['no sentinel', '0500040011223344'],
    ['a length past the end', '05000800112233440100'],
    ['a length that is no multiple of 4', '050003001122330001000000'],
    ['half a header', '0500'],
    ['nothing', ''],
  ])('calls malformed: %s', (_name, text) => {
    expect(walk(Buffer.from(text, 'hex')).result).toBe(-1);
  });

  it('stops at the end it was given, even where bytes follow', () => {
    const list = Buffer.from('050004001122334401000000', 'hex');
    expect(walk(list, true, 8).result).toBe(-1);
    expect(walk(list, true, 9999).result).toBe(12);
  });

  it('refuses a value longer than a parameter can be', () => {
    expect(() => new ParameterListWriter().bytes(1, new Uint8Array(65_533))).toThrow(RangeError);
  });

  it('never throws and never shows bytes outside of the list, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.nat(70),
        fc.nat(70),
        fc.boolean(),
        (bytes, start, end, littleEndian) => {
          const result = walkParameterList(bytes, start, end, littleEndian, (_pid, offset, length) => {
            expect(offset).toBeGreaterThanOrEqual(start + 4);
            expect(offset + length).toBeLessThanOrEqual(Math.min(end, bytes.length));
          });
          expect(result === -1 || (result >= start + 4 && result <= Math.min(end, bytes.length))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('walks back what was written', () => {
    const parameters = fc.array(fc.tuple(fc.integer({ min: 2, max: 0xffff }), fc.uint8Array({ maxLength: 40 })));
    fc.assert(
      fc.property(parameters, fc.boolean(), (list, littleEndian) => {
        const writer = new ParameterListWriter(littleEndian);
        for (const [pid, value] of list) writer.bytes(pid, value);
        const bytes = writer.finish();
        const padded = list.map(([pid, value]) => [pid, hex(value).padEnd(8 * Math.ceil(value.length / 4), '0')]);
        expect(walk(bytes, littleEndian)).toEqual({ result: bytes.length, seen: padded });
      }),
    );
  });
});
