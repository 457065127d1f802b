import { createContext, runInContext } from 'node:vm';
import { TypeRegistry, type Codec, type DynamicMessage } from '../../../src/index.js';

const TEXTS = {
  'a/msg/Point': 'float64 x\nfloat64 y 1.5',
  'a/msg/Scalars':
    'bool flag\nint8 i8\nuint8 u8\nint16 i16\nuint16 u16\nint32 i32\nuint32 u32\nint64 i64\nuint64 u64\nfloat32 f32\nstring<=3 text\nwstring<=2 wide',
  'a/msg/Arrays':
    'bool[] flags\nuint8[<=4] octets\nint16[2] pair\nint64[] longs\nfloat32[] floats\nstring<=3[<=2] texts\nPoint[<=2] points\nPoint[2] ends',
  'a/msg/Deep': 'Arrays[] arrays\nPoint point',
  'a/msg/Empty': '',
  'a/msg/Empties': 'Empty[] empties\nEmpty[3] three\nuint16 tail',
  'a/msg/Names': 'int32 constructor\nint32 function\nint32 r\nint32 w\nint32 v 7\nint32 f0',
  'a/msg/Defaults':
    'int32[] sequence [1, 2]\nstring[2] texts ["a", "b"]\nbool[] flags [true]\nint64 big 5\nfloat64[3] zeros',
};

function thrown(run: () => unknown): { name: string; message: string } {
  try {
    run();
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  return { name: '', message: 'nothing was thrown' };
}

describe.each([true, false])('the codec, code generation %s', (codeGeneration) => {
  const registry = new TypeRegistry({ codeGeneration });
  for (const [typeName, text] of Object.entries(TEXTS)) registry.addText(typeName, text);
  const codec = (name: keyof typeof TEXTS): Codec<DynamicMessage> => registry.codec(name);
  const roundTrip = (name: keyof typeof TEXTS, value: DynamicMessage): unknown =>
    codec(name).decode(codec(name).encode(value));

  it('knows its type', () => {
    expect(codec('a/msg/Point').typeName).toBe('a/msg/Point');
  });

  it('gives and takes complete values', () => {
    const value = {
      flag: true,
      i8: -1,
      u8: 255,
      i16: -2,
      u16: 65535,
      i32: -3,
      u32: 4294967295,
      i64: -4n,
      u64: 5n,
      f32: 0.5,
      text: 'abc',
      wide: 'é!',
    };
    expect(roundTrip('a/msg/Scalars', value)).toEqual(value);
    expect(codec('a/msg/Scalars').normalize(value)).toEqual(value);
  });

  it('takes any array-like for arrays and gives typed arrays', () => {
    const given = {
      flags: [true, false],
      octets: [1, 2],
      pair: Float64Array.of(-1, 1),
      longs: [1, 2n, -3],
      floats: { length: 2, 0: 1.5, 1: 2.5 },
      texts: ['a'],
      points: [{ x: 1 }],
      ends: [{}, { x: 1, y: 2 }],
    };
    const expected = {
      flags: [true, false],
      octets: Uint8Array.of(1, 2),
      pair: Int16Array.of(-1, 1),
      longs: BigInt64Array.of(1n, 2n, -3n),
      floats: Float32Array.of(1.5, 2.5),
      texts: ['a'],
      points: [{ x: 1, y: 1.5 }],
      ends: [
        { x: 0, y: 1.5 },
        { x: 1, y: 2 },
      ],
    };
    expect(codec('a/msg/Arrays').normalize(given)).toEqual(expected);
    expect(roundTrip('a/msg/Arrays', given)).toEqual(expected);
  });

  it('keeps the right typed array, also one of another realm, and never changes what it was given', () => {
    const foreign = runInContext('Float32Array.of(1, 2)', createContext({})) as Float32Array;
    const given = Object.freeze({
      floats: foreign,
      octets: Buffer.from([1]),
      ends: Object.freeze([Object.freeze({}), Object.freeze({})]),
    });
    const normal = codec('a/msg/Arrays').normalize(given) as { floats: unknown; octets: unknown };
    expect(normal.floats).toBe(foreign);
    expect(normal.octets).toBe(given.octets);
  });

  it('completes what is missing with the defaults of the definition, new ones each time', () => {
    const expected = {
      sequence: Int32Array.of(1, 2),
      texts: ['a', 'b'],
      flags: [true],
      big: 5n,
      zeros: new Float64Array(3),
    };
    const first = codec('a/msg/Defaults').defaults();
    expect(first).toEqual(expected);
    (first['sequence'] as Int32Array)[0] = 9;
    (first['texts'] as string[]).push('c');
    expect(codec('a/msg/Defaults').normalize({ big: undefined })).toEqual(expected);
    expect(roundTrip('a/msg/Defaults', {})).toEqual(expected);
  });

  it('writes one octet for an empty message', () => {
    expect(Buffer.from(codec('a/msg/Empty').encode({})).toString('hex')).toBe('0001000000');
    expect(codec('a/msg/Empty').decode(Uint8Array.of(0, 1, 0, 0, 77, 0, 0, 0))).toEqual({});
    const value = { empties: [{}, {}], three: [{}, {}, {}], tail: 5 };
    expect(roundTrip('a/msg/Empties', value)).toEqual(value);
  });

  it('knows fields from what every object inherits, and from words of the language', () => {
    expect(codec('a/msg/Names').normalize({})).toEqual({ constructor: 0, function: 0, r: 0, w: 0, v: 7, f0: 0 });
    const value = { constructor: 1, function: 2, r: 3, w: 4, v: 5, f0: 6 };
    expect(roundTrip('a/msg/Names', value)).toEqual(value);
  });

  it.each([
    ['a/msg/Point', { z: 1 }, 'TypeError', 'value.z: a/msg/Point has no such field (it has x, y)'],
    ['a/msg/Empty', { z: 1 }, 'TypeError', 'value.z: a/msg/Empty has no such field (it has none)'],
    ['a/msg/Point', null, 'TypeError', 'value: expected an object with the fields of a/msg/Point, got null'],
    ['a/msg/Point', [1], 'TypeError', 'value: expected an object with the fields of a/msg/Point, got an array'],
    ['a/msg/Point', 'x', 'TypeError', 'value: expected an object with the fields of a/msg/Point, got "x"'],
    ['a/msg/Point', { x: '1' }, 'TypeError', 'value.x: expected a number, got "1"'],
    ['a/msg/Point', { x: null }, 'TypeError', 'value.x: expected a number, got null'],
    ['a/msg/Scalars', { flag: 1 }, 'TypeError', 'value.flag: expected a boolean, got 1'],
    ['a/msg/Scalars', { i8: 128 }, 'RangeError', 'value.i8: expected an integer from -128 to 127, got 128'],
    ['a/msg/Scalars', { u8: -1 }, 'RangeError', 'value.u8: expected an integer from 0 to 255, got -1'],
    ['a/msg/Scalars', { i16: 40000 }, 'RangeError', 'value.i16: expected an integer from -32768 to 32767, got 40000'],
    ['a/msg/Scalars', { u16: 65536 }, 'RangeError', 'value.u16: expected an integer from 0 to 65535, got 65536'],
    [
      'a/msg/Scalars',
      { i32: 1.5 },
      'RangeError',
      'value.i32: expected an integer from -2147483648 to 2147483647, got 1.5',
    ],
    [
      'a/msg/Scalars',
      { u32: 2 ** 32 },
      'RangeError',
      'value.u32: expected an integer from 0 to 4294967295, got 4294967296',
    ],
    ['a/msg/Scalars', { u32: 5n }, 'TypeError', 'value.u32: expected an integer from 0 to 4294967295, got 5n'],
    [
      'a/msg/Scalars',
      { i64: 2n ** 63n },
      'RangeError',
      /^value\.i64: expected a bigint or a safe integer from .*, got 9223372036854775808n$/,
    ],
    ['a/msg/Scalars', { i64: 2 ** 53 }, 'TypeError', /^value\.i64: expected a bigint or a safe integer/],
    ['a/msg/Scalars', { u64: -1 }, 'RangeError', /^value\.u64: .*, got -1$/],
    ['a/msg/Scalars', { text: 'abcd' }, 'RangeError', 'value.text: the string is bounded to 3 octets of UTF-8, got 4'],
    ['a/msg/Scalars', { text: 'éé' }, 'RangeError', 'value.text: the string is bounded to 3 octets of UTF-8, got 4'],
    ['a/msg/Scalars', { text: 'a\0' }, 'RangeError', 'value.text: a string must not contain NUL'],
    ['a/msg/Scalars', { text: 5 }, 'TypeError', 'value.text: expected a string, got 5'],
    ['a/msg/Scalars', { wide: 'abc' }, 'RangeError', 'value.wide: the string is bounded to 2 UTF-16 units, got 3'],
    ['a/msg/Arrays', { octets: new Uint8Array(5) }, 'RangeError', 'value.octets: expected at most 4 elements, got 5'],
    ['a/msg/Arrays', { octets: [1, 256] }, 'RangeError', 'value.octets[1]: expected an integer from 0 to 255, got 256'],
    [
      'a/msg/Arrays',
      { octets: 'abc' },
      'TypeError',
      'value.octets: expected an array, each element an integer from 0 to 255, got "abc"',
    ],
    [
      'a/msg/Arrays',
      { octets: {} },
      'TypeError',
      'value.octets: expected an array, each element an integer from 0 to 255, got an object',
    ],
    ['a/msg/Arrays', { pair: [1] }, 'RangeError', 'value.pair: expected 2 elements, got 1'],
    ['a/msg/Arrays', { pair: new Int16Array(3) }, 'RangeError', 'value.pair: expected 2 elements, got 3'],
    ['a/msg/Arrays', { flags: [true, 'x'] }, 'TypeError', 'value.flags[1]: expected a boolean, got "x"'],
    ['a/msg/Arrays', { texts: ['a', 'b', 'c'] }, 'RangeError', 'value.texts: expected at most 2 elements, got 3'],
    [
      'a/msg/Arrays',
      { texts: ['abcd'] },
      'RangeError',
      'value.texts[0]: the string is bounded to 3 octets of UTF-8, got 4',
    ],
    ['a/msg/Arrays', { points: [{ x: true }] }, 'TypeError', 'value.points[0].x: expected a number, got true'],
    [
      'a/msg/Arrays',
      { ends: [{}, { q: 1 }] },
      'TypeError',
      'value.ends[1].q: a/msg/Point has no such field (it has x, y)',
    ],
    ['a/msg/Arrays', { ends: [{}] }, 'RangeError', 'value.ends: expected 2 elements, got 1'],
    [
      'a/msg/Deep',
      { arrays: [{}, { longs: [1, 'x'] }] },
      'TypeError',
      /^value\.arrays\[1\]\.longs\[1\]: expected a bigint or a safe integer/,
    ],
    ['a/msg/Deep', { point: { x: () => 1 } }, 'TypeError', 'value.point.x: expected a number, got a function'],
  ] as const)('refuses %s %p by the path of the field', (name, value, kind, message) => {
    const expected = {
      name: kind,
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    };
    expect(thrown(() => codec(name).normalize(value, 'value'))).toEqual(expected);
  });

  it('refuses in encode what normalize refuses, with the path of the field, but for fields that it does not look at', () => {
    expect(thrown(() => codec('a/msg/Arrays').encode({ octets: new Uint8Array(5) }))).toEqual({
      name: 'RangeError',
      message: 'octets: expected at most 4 elements, got 5',
    });
    expect(thrown(() => codec('a/msg/Deep').encode({ arrays: [], point: { x: 'a', y: 1 } }))).toEqual({
      name: 'TypeError',
      message: 'point.x: expected a number, got "a"',
    });
    expect(thrown(() => codec('a/msg/Scalars').encode(null as never)).name).toBe('TypeError');
    expect(() => codec('a/msg/Point').encode({ x: 1, y: 2, z: 3 })).not.toThrow();
  });

  it('puts a header before a value, which is aligned as what continues it', () => {
    for (const length of [16, 28, 29]) {
      const header = new Uint8Array(length).fill(9);
      const payload = codec('a/msg/Point').encode({ x: 2.5 } as never, header);
      const start = 4 + Math.ceil(length / 8) * 8;
      expect(payload).toHaveLength(start + 16);
      expect(payload.subarray(4, 4 + length)).toEqual(header);
      expect(new DataView(payload.buffer, payload.byteOffset).getFloat64(start, true)).toBe(2.5);
      expect(codec('a/msg/Point').decode(payload, length)).toEqual({ x: 2.5, y: 1.5 });
    }
    expect(() => codec('a/msg/Point').decode(Uint8Array.of(0, 1, 0, 0, 1), 16)).toThrow(/octets/);
  });

  it('serves again after a value that it refused, with nothing of it left', () => {
    const point = { x: 1, y: 2 };
    const bytes = codec('a/msg/Point').encode(point);
    expect(thrown(() => codec('a/msg/Deep').encode({ arrays: [], point: { x: 9, y: 'bad' } })).name).toBe('TypeError');
    expect(codec('a/msg/Point').encode(point)).toEqual(bytes);
  });

  it('may be used while it is in use', () => {
    const inner = codec('a/msg/Point').encode({ x: 3, y: 4 });
    let seen: Uint8Array | undefined;
    const value = {
      x: 1,
      get y() {
        seen = codec('a/msg/Point').encode({ x: 3, y: 4 });
        return 2;
      },
    };
    expect(roundTrip('a/msg/Point', value)).toEqual({ x: 1, y: 2 });
    expect(seen).toEqual(inner);
  });

  it.each([
    ['PL_CDR', '00030000', 'ERR_CDR_BAD_ENCAPSULATION'],
    ['D_CDR2 without a length', '00090000', 'ERR_CDR_OUT_OF_BOUNDS'],
    ['no header', '0001', 'ERR_CDR_BAD_ENCAPSULATION'],
    ['a sequence longer than its bound', '0001000000000000' + '0500000000000000', 'ERR_CDR_SEQUENCE_TOO_LONG'],
    ['a count that the bytes do not justify', '00010000' + 'ffffffff' + '00000000', 'ERR_CDR_OUT_OF_BOUNDS'],
  ])('decodes no %s', (_name, hex, code) => {
    expect(() => codec('a/msg/Arrays').decode(Buffer.from(hex, 'hex'))).toThrow(expect.objectContaining({ code }));
  });

  it('decodes no string or nested sequence longer than its bound', () => {
    const wider = new TypeRegistry({ codeGeneration });
    wider.addText('a/msg/Scalars', TEXTS['a/msg/Scalars'].replaceAll(/<=\d/g, ''));
    for (const value of [{ text: 'abcd' }, { wide: 'abc' }]) {
      const payload = wider.codec('a/msg/Scalars').encode(value);
      expect(() => codec('a/msg/Scalars').decode(payload)).toThrow(
        expect.objectContaining({ code: 'ERR_CDR_SEQUENCE_TOO_LONG' }),
      );
    }
  });
});

describe('a definition made by hand', () => {
  it('gets nothing into generated source but names and numbers', () => {
    const evil = '1); globalThis.evil = true; (0' as never;
    for (const field of [
      { name: 'x', element: { kind: 'string', bound: evil }, container: { kind: 'single' } },
      { name: 'x', element: { kind: 'primitive', name: 'int32' }, container: { kind: 'array', length: evil } },
      { name: 'x', element: { kind: 'primitive', name: 'int32' }, container: { kind: 'sequence', bound: evil } },
      { name: 'x', element: { kind: evil, bound: 0 }, container: { kind: 'single' } },
    ]) {
      const registry = new TypeRegistry();
      registry.add({ kind: 'message', typeName: 'a/msg/A', constants: [], fields: [field as never] });
      expect(thrown(() => registry.codec('a/msg/A').encode({ x: 1 })).message).not.toBe('nothing was thrown');
      expect((globalThis as { evil?: boolean }).evil).toBeUndefined();
    }
  });
});
