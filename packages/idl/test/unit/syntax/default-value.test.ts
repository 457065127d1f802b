import { integerRange, parseDefault, parseValue } from '../../../src/syntax/default-value.js';
import type { Container, ElementType, PrimitiveName } from '../../../src/definition.js';

const value = (text: string, name: PrimitiveName): unknown => parseValue(text, { kind: 'primitive', name });
const text = (source: string, bound = 0): unknown => parseValue(source, { kind: 'string', bound });
const thrown = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return (error as { message: string }).message;
  }
};

describe('parseValue', () => {
  it.each([
    ['True', true],
    ['1', true],
    ['FALSE', false],
    ['0', false],
  ])('reads bool %s', (source, expected) => {
    expect(value(source, 'bool')).toBe(expected);
  });

  it.each([
    ['int32', '+5', 5],
    ['int32', '-5', -5],
    ['uint8', '0xfF', 255],
    ['int16', '-0b11', -3],
    ['uint16', '0o17', 15],
    ['uint32', '1_000', 1000],
    ['int64', '-9223372036854775808', -(2n ** 63n)],
    ['uint64', '18446744073709551615', 2n ** 64n - 1n],
    ['byte', '255', 255],
    ['char', '200', 200],
    ['float64', '1e-3', 0.001],
    ['float32', '-.5', -0.5],
    ['float64', '5.', 5],
    ['float64', '-inf', -Infinity],
    ['float64', 'NaN', NaN],
  ] as const)('reads %s %s', (name, source, expected) => {
    expect(value(source, name)).toBe(expected);
  });

  it.each([
    ['bool', 'yes'],
    ['int8', '128'],
    ['int8', '1.5'],
    ['uint8', '-1'],
    ['char', '256'],
    ['int32', ''],
    ['int32', '5 6'],
    ['uint64', '18446744073709551616'],
    ['float64', '1,5'],
    ['float64', '0x10'],
  ] as const)('refuses %s %s', (name, source) => {
    expect(typeof thrown(() => value(source, name))).toBe('string');
  });

  it.each([
    ['"Hello world!"', 'Hello world!'],
    ["'Hello\"world!'", 'Hello"world!'],
    ["'Hello\\'world!'", "Hello'world!"],
    ['"  spaces  "', '  spaces  '],
    ['no quotes at all', 'no quotes at all'],
    ['"', '"'],
    ['""', ''],
    ['"tab\\t, line\\n, \\u00e9\\x41, back\\\\slash"', 'tab\t, line\n, éA, back\\slash'],
    ['"\\q"', '\\q'],
  ])('reads string %s', (source, expected) => {
    expect(text(source)).toBe(expected);
  });

  it('refuses an open quote inside and a text longer than its bound', () => {
    expect(thrown(() => text('"a"b"'))).toBe('a quote inside the string is not escaped');
    expect(thrown(() => text('"é"', 1))).toBe('longer than its bound of 1');
    expect(text('"é"', 2)).toBe('é');
  });
});

describe('parseDefault', () => {
  const array = (source: string, element: ElementType, container: Container): unknown =>
    parseDefault(source, element, container);
  const int32: ElementType = { kind: 'primitive', name: 'int32' };
  const string: ElementType = { kind: 'string', bound: 0 };

  it('reads arrays and sequences', () => {
    expect(array('[1, -2,3]', int32, { kind: 'array', length: 3 })).toEqual([1, -2, 3]);
    expect(array('[ ]', int32, { kind: 'sequence', bound: 0 })).toEqual([]);
    expect(array('["", \'a, b\', "c\\"d", plain]', string, { kind: 'sequence', bound: 4 })).toEqual([
      '',
      'a, b',
      'c"d',
      'plain',
    ]);
  });

  it.each([
    ['1, 2', int32, { kind: 'sequence', bound: 0 }, 'the default of an array is written in [ ]'],
    ['[1, 2]', int32, { kind: 'array', length: 3 }, 'the array has 3 elements, its default 2'],
    ['[1, 2]', int32, { kind: 'sequence', bound: 1 }, 'the sequence has at most 1 elements, its default 2'],
    ['["a" "b"]', string, { kind: 'sequence', bound: 0 }, 'not a list of strings: ["a" "b"]'],
    ['5', { kind: 'nested', typeName: 'a/msg/B' }, { kind: 'single' }, 'a field of a message type has no default'],
  ] as const)('refuses %s', (source, element, container, message) => {
    expect(thrown(() => array(source, element, container))).toBe(message);
  });
});

describe('integerRange', () => {
  it('is that of the type', () => {
    expect(integerRange('int16')).toEqual([-32768n, 32767n]);
    expect(integerRange('uint32')).toEqual([0n, 4294967295n]);
    expect(integerRange('char')).toEqual([0n, 255n]);
  });
});
