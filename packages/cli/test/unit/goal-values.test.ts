import type { ElementType, FieldDefinition, MessageDefinition } from '@rclts/idl';
import { goalValues, GoalValueError } from '../../src/goal-values.js';
import { readYaml } from '../../src/yaml-input.js';

function field(name: string, element: ElementType, length?: number): FieldDefinition {
  const container = length === undefined ? { kind: 'single' as const } : { kind: 'sequence' as const, bound: length };
  return { name, element, container };
}
const primitive = (name: string): ElementType => ({ kind: 'primitive', name }) as ElementType;
const nested = (typeName: string): ElementType => ({ kind: 'nested', typeName });
const message = (typeName: string, ...fields: FieldDefinition[]): MessageDefinition => ({
  kind: 'message',
  typeName,
  fields,
  constants: [],
});

const definitions = [
  message('builtin_interfaces/msg/Time', field('sec', primitive('int32')), field('nanosec', primitive('uint32'))),
  message(
    'std_msgs/msg/Header',
    field('stamp', nested('builtin_interfaces/msg/Time')),
    field('frame_id', { kind: 'string', bound: 0 }),
  ),
  message('geometry_msgs/msg/Point', ...['x', 'y', 'z'].map((name) => field(name, primitive('float64')))),
];
const goal = message(
  'test_msgs/action/Mix_Goal',
  field('order', primitive('int32')),
  field('big', primitive('uint64')),
  field('small', primitive('int8')),
  field('letter', primitive('char')),
  field('octet', primitive('byte')),
  field('ratio', primitive('float64')),
  field('single', primitive('float32')),
  field('flag', primitive('bool')),
  field('text', { kind: 'string', bound: 0 }),
  field('numbers', primitive('int32'), 0),
  field('header', nested('std_msgs/msg/Header')),
  field('stamp', nested('builtin_interfaces/msg/Time')),
  field('points', nested('geometry_msgs/msg/Point'), 0),
);

function values(yaml: string): Record<string, unknown> {
  return goalValues(readYaml(yaml), goal, {
    find: (typeName) => definitions.find((one) => one.typeName === typeName) ?? message(typeName),
    now: () => ({ sec: 12, nanosec: 34 }),
  });
}

function refusal(yaml: string): string {
  try {
    values(yaml);
  } catch (error) {
    if (error instanceof GoalValueError) return error.toPython();
    throw error;
  }
  return 'accepted';
}

describe('a goal from YAML', () => {
  test('sets what is given and leaves out the rest', () => {
    expect(values('{order: 5, numbers: [1, 2], points: [{y: 1}, {}]}')).toEqual({
      order: 5,
      numbers: [1, 2],
      points: [{ y: 1 }, {}],
    });
    expect(values('{}')).toEqual({});
  });

  test('keeps 64-bit integers whole', () => {
    expect(values('{big: 18446744073709551615}')).toEqual({ big: 18446744073709551615n });
  });

  test('converts as Python does: numbers in strings, numbers to text, integers to floats', () => {
    expect(values("{order: '7', ratio: 3, single: 1e5, text: 5}")).toEqual({
      order: 7,
      ratio: 3,
      single: 1e5,
      text: '5',
    });
    expect(values('{text: yes, flag: off, letter: 65, octet: 7}')).toEqual({
      text: 'True',
      flag: false,
      letter: 65,
      octet: 7,
    });
    expect(values('{text: 1.0, ratio: inf, single: .nan}')).toEqual({ text: '1.0', ratio: Infinity, single: NaN });
  });

  test('fills in the time for now and auto, as ros2 does since 0.37', () => {
    const now = { sec: 12, nanosec: 34 };
    expect(values('{stamp: now, header: auto}')).toEqual({ stamp: now, header: { stamp: now } });
    expect(values('{header: {stamp: now, frame_id: map}}')).toEqual({ header: { stamp: now, frame_id: 'map' } });
  });

  test.each([
    ['{ordr: 5}', `AttributeError("'Mix_Goal' object has no attribute 'ordr'")`],
    ['{points: [{q: 1}]}', `AttributeError("'Point' object has no attribute 'q'")`],
    ['{order:5}', `AttributeError("'Mix_Goal' object has no attribute 'order:5'")`],
    ['{on: 5}', `TypeError("attribute name must be string, not 'bool'")`],
    ['5', `TypeError("Value '5' is expected to be a dictionary but is a int")`],
    ['', `TypeError("Value 'None' is expected to be a dictionary but is a NoneType")`],
    ['[a, 1]', `TypeError("Value '['a', 1]' is expected to be a dictionary but is a list")`],
    ['{stamp: soon}', `TypeError("Value 'soon' is expected to be a dictionary but is a str")`],
    ['{order: null}', `TypeError("Value 'None' is expected to be a dictionary but is a NoneType")`],
    ['{ratio: [1]}', `TypeError("Value '[1]' is expected to be a dictionary but is a list")`],
    ['{order: x}', `ValueError("invalid literal for int() with base 10: 'x'")`],
    ['{ratio: x}', `ValueError("could not convert string to float: 'x'")`],
    ['{order: 2147483648}', `AssertionError("The 'order' field must be an integer in [-2147483648, 2147483647]")`],
    ['{big: -1}', `AssertionError("The 'big' field must be an unsigned integer in [0, 18446744073709551615]")`],
    ['{small: 128}', `AssertionError("The 'small' field must be an integer in [-128, 127]")`],
    [
      '{single: 1.0e+39}',
      `AssertionError("The 'single' field must be a float in [-3.402823466e+38, 3.402823466e+38]")`,
    ],
    ['{numbers: 5}', `TypeError("The 'numbers' field must be a sequence, not 'int'")`],
    // Here ros2 would send another value than the one that was typed.
    ['{order: 1.5}', `AssertionError("The 'order' field must be of type 'int'")`],
    ["{flag: 'false'}", `AssertionError("The 'flag' field must be of type 'bool'")`],
  ])('%s is refused', (yaml, expected) => {
    expect(refusal(yaml)).toBe(expected);
  });
});
