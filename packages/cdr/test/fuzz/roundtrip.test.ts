import fc from 'fast-check';
import { CdrReader, CdrWriter, isRcltsError } from '../../src/index.js';

type Verb = Exclude<
  {
    [K in keyof CdrReader & keyof CdrWriter]: CdrReader[K] extends (...args: never[]) => unknown ? K : never;
  }[keyof CdrReader & keyof CdrWriter],
  'align' | 'sequenceLength'
>;
type Step = readonly [Verb, unknown];

const float32 = fc.float();
const text = fc.string({ unit: 'binary', maxLength: 80 }).map((value) => value.replaceAll('\0', ''));
const integers: Record<string, readonly [min: number, max: number]> = {
  uint8: [0, 0xff],
  octet: [0, 0xff],
  int8: [-0x80, 0x7f],
  uint16: [0, 0xffff],
  int16: [-0x8000, 0x7fff],
  uint32: [0, 0xffffffff],
  int32: [-0x80000000, 0x7fffffff],
};

const steps: fc.Arbitrary<Step>[] = [
  ...Object.entries(integers).map(([verb, [min, max]]) =>
    fc.tuple(fc.constant(verb as Verb), fc.integer({ min, max })),
  ),
  fc.tuple(fc.constant<Verb>('bool'), fc.boolean()),
  fc.tuple(fc.constant<Verb>('int64'), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  fc.tuple(fc.constant<Verb>('uint64'), fc.bigInt(0n, 2n ** 64n - 1n)),
  fc.tuple(fc.constant<Verb>('float32'), float32),
  fc.tuple(fc.constant<Verb>('float64'), fc.double()),
  fc.tuple(fc.constant<Verb>('string'), text),
  fc.tuple(fc.constant<Verb>('wstring'), text),
  fc.tuple(fc.constant<Verb>('boolArray'), fc.array(fc.boolean())),
  fc.tuple(fc.constant<Verb>('uint8Array'), fc.uint8Array({ maxLength: 60 })),
  fc.tuple(fc.constant<Verb>('int8Array'), fc.int8Array({ maxLength: 60 })),
  fc.tuple(fc.constant<Verb>('uint16Array'), fc.uint16Array({ maxLength: 40 })),
  fc.tuple(fc.constant<Verb>('int16Array'), fc.int16Array({ maxLength: 40 })),
  fc.tuple(fc.constant<Verb>('uint32Array'), fc.uint32Array({ maxLength: 40 })),
  fc.tuple(fc.constant<Verb>('int32Array'), fc.int32Array({ maxLength: 40 })),
  fc.tuple(fc.constant<Verb>('float32Array'), fc.float32Array({ maxLength: 40 })),
  fc.tuple(fc.constant<Verb>('float64Array'), fc.float64Array({ maxLength: 40 })),
  fc.tuple(fc.constant<Verb>('bigInt64Array'), fc.bigInt64Array({ maxLength: 40 })),
  fc.tuple(fc.constant<Verb>('bigUint64Array'), fc.bigUint64Array({ maxLength: 40 })),
];
const programs = fc.array(fc.oneof(...steps), { maxLength: 20 });
const formats = fc.record({ littleEndian: fc.boolean(), maxAlignment: fc.constantFrom(4 as const, 8 as const) });

const isArray = (verb: Verb): boolean => verb.endsWith('Array');
const call = (target: CdrReader | CdrWriter, verb: Verb, argument?: unknown): unknown =>
  (target as unknown as Record<Verb, (argument?: unknown) => unknown>)[verb](argument);

function write(writer: CdrWriter, program: readonly Step[]): Uint8Array {
  for (const [verb, value] of program) call(writer, verb, value);
  return writer.finish();
}

function read(reader: CdrReader, program: readonly Step[]): unknown[] {
  return program.map(([verb, value]) =>
    call(reader, verb, isArray(verb) ? (value as ArrayLike<unknown>).length : undefined),
  );
}

const reserved = new CdrWriter();

describe('CdrReader after CdrWriter', () => {
  it('reads what was written, in both byte orders and both versions, wherever the bytes lie in memory', () => {
    fc.assert(
      fc.property(programs, formats, fc.nat(8), (program, format, shift) => {
        const bytes = write(new CdrWriter(format), program);
        const memory = new Uint8Array(bytes.length + shift);
        memory.set(bytes, shift);
        const reader = new CdrReader(memory.subarray(shift), format);
        const wellFormed = program.map(([verb, value]) =>
          verb === 'string'
            ? new TextDecoder().decode(new TextEncoder().encode(`|${value as string}`)).slice(1)
            : value,
        );
        expect(read(reader, program)).toEqual(wellFormed);
        expect(reader.remaining).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('writes the same bytes in a fresh buffer and in one that served before', () => {
    fc.assert(
      fc.property(programs, (program) => {
        reserved.uint8Array(new Uint8Array(2000).fill(0xff));
        reserved.reset();
        expect(write(reserved, program)).toEqual(write(new CdrWriter(), program));
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but CdrError when the bytes are cut, at every place', () => {
    fc.assert(
      fc.property(programs, formats, fc.double({ min: 0, max: 1, noNaN: true }), (program, format, fraction) => {
        const bytes = write(new CdrWriter(format), program);
        const cut = bytes.subarray(0, Math.floor(bytes.length * fraction));
        expect(outcome(() => read(new CdrReader(cut, format), program))).toBe(
          cut.length === bytes.length ? 'value' : 'ERR_CDR_OUT_OF_BOUNDS',
        );
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but CdrError for bytes that nobody wrote, and makes nothing larger than they justify', () => {
    const verbs = fc.array(fc.constantFrom<Verb>('string', 'wstring', 'bool', 'int64', 'uint16'), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), verbs, formats, (bytes, sequence, format) => {
        const reader = new CdrReader(bytes, format);
        const result = outcome(() => {
          for (const verb of sequence) {
            const value = call(reader, verb);
            if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(bytes.length);
          }
          const count = reader.sequenceLength(8);
          expect(count * 8).toBeLessThanOrEqual(bytes.length);
        });
        expect(result).toMatch(/^(value|ERR_CDR_.*)$/);
      }),
      { numRuns: 2000 },
    );
  });
});

function outcome(run: () => unknown): string {
  try {
    run();
    return 'value';
  } catch (error) {
    if (isRcltsError(error)) return error.code;
    throw error;
  }
}
