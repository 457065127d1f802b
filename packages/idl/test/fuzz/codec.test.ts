import { isRcltsError } from '@rclts/cdr';
import fc from 'fast-check';
import { TypeRegistry, type FieldDefinition, type MessageType } from '../../src/index.js';
import { allDefinitions, allTypes, readVectors } from '../support/definitions.js';

const generated = allTypes();
const closures = allTypes({ codeGeneration: false });
const { vectors } = readVectors<{ vectors: { type: string; hex: string }[] }>('cdr/rclpy-kilted.json');
const messageNames = allDefinitions()
  .map(([typeName]) => typeName)
  .filter((typeName) => typeName.includes('/msg/'));

/** Values of a type as callers would give them. */
function values(type: MessageType<unknown>, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(type.definition.fields.map((field) => [field.name, fieldValues(type, field, depth)])),
  );
}

function fieldValues(type: MessageType<unknown>, field: FieldDefinition, depth: number): fc.Arbitrary<unknown> {
  const element = elementValues(type, field, depth);
  if (field.container.kind === 'single') return element;
  if (field.container.kind === 'array')
    return fc.array(element, { minLength: field.container.length, maxLength: field.container.length });
  return fc.array(element, { maxLength: Math.min(field.container.bound || 20, depth > 0 ? 2 : 20) });
}

function elementValues(type: MessageType<unknown>, { element }: FieldDefinition, depth: number): fc.Arbitrary<unknown> {
  if (element.kind === 'nested') {
    const nested = type.dependencies.find(({ typeName }) => typeName === element.typeName)!;
    return depth > 1 ? fc.constant(nested.codec.defaults()) : values(nested, depth + 1);
  }
  if (element.kind !== 'primitive') {
    return fc.string({ unit: 'grapheme', maxLength: Math.min(element.bound || 60, 60) }).map((text) => {
      let fitting = text.replaceAll('\0', '');
      while (element.bound > 0 && Buffer.byteLength(fitting) > element.bound) fitting = fitting.slice(0, -1);
      return Buffer.from(fitting).toString();
    });
  }
  const { name } = element;
  if (name === 'bool') return fc.boolean();
  if (name === 'float32') return fc.float();
  if (name === 'float64') return fc.double();
  if (name === 'int64') return fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);
  if (name === 'uint64') return fc.bigInt(0n, 2n ** 64n - 1n);
  if (name === 'byte' || name === 'char') return fc.nat(255);
  const bits = Number(name.replace(/\D/g, ''));
  return name.startsWith('u')
    ? fc.nat(2 ** bits - 1)
    : fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
}

function outcome(run: () => unknown): string {
  try {
    run();
    return 'value';
  } catch (error) {
    if (isRcltsError(error)) return error.code;
    throw error;
  }
}

describe('the codecs', () => {
  it('give back what they were given, the same bytes by source and by closures', () => {
    const cases = fc
      .constantFrom(...messageNames)
      .chain((name) => values(generated.message(name)).map((value) => ({ name, value })));
    fc.assert(
      fc.property(cases, ({ name, value }) => {
        const codec = generated.codec(name);
        const payload = codec.encode(value);
        expect(closures.codec(name).encode(value)).toEqual(payload);
        expect(codec.decode(payload)).toEqual(codec.normalize(value));
        expect(closures.codec(name).decode(payload)).toEqual(codec.normalize(value));
        expect(codec.encode(codec.decode(payload))).toEqual(payload);
      }),
      { numRuns: 400 },
    );
  });

  it('throw nothing but CdrError for a payload cut anywhere', () => {
    for (const { type, hex } of vectors) {
      const payload = Buffer.from(hex, 'hex');
      for (const registry of [generated, closures]) {
        const codec = registry.codec(type);
        for (let length = 0; length < payload.length; length++) {
          expect(outcome(() => codec.decode(payload.subarray(0, length)))).toMatch(/^ERR_CDR_/);
        }
      }
    }
  });

  it('throw nothing but CdrError for a payload changed anywhere, and agree on it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...vectors),
        fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 0xff, 0x7f, 0x80), fc.nat(255))), {
          minLength: 1,
          maxLength: 6,
        }),
        ({ type, hex }, changes) => {
          const payload = Uint8Array.from(Buffer.from(hex, 'hex'));
          for (const [at, octet] of changes) payload[at % payload.length] = octet;
          const first = outcome(() => generated.codec(type).decode(payload));
          expect(first).toMatch(/^(value|ERR_CDR_.*)$/);
          expect(outcome(() => closures.codec(type).decode(payload))).toBe(first);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('what decoding allocates', () => {
  const registry = new TypeRegistry();
  registry.addText('a/msg/Wide', 'float64[1000] values\nstring text');
  registry.addText('a/msg/Empty', '');
  registry.addText('a/msg/Greedy', 'Wide[] wide\nEmpty[] empty\nstring[] texts\nWide[100] fixed\nbool[] flags');

  it('is in proportion to the bytes at hand, whatever counts they claim', () => {
    const payload = new Uint8Array(4 + 60_000);
    payload[1] = 1;
    const view = new DataView(payload.buffer);
    const codec = registry.codec('a/msg/Greedy');
    for (const count of [0xffffffff, 0x7fffffff, 1_000_000, 60_001, 8, 1]) {
      view.setUint32(4, count, true);
      view.setUint32(8, count, true);
      const before = process.memoryUsage();
      expect(outcome(() => codec.decode(payload))).toBe('ERR_CDR_OUT_OF_BOUNDS');
      const after = process.memoryUsage();
      expect(after.heapTotal + after.arrayBuffers - before.heapTotal - before.arrayBuffers).toBeLessThan(64 * 2 ** 20);
    }
  });
});
