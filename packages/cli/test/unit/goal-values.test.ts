import { TypeRegistry } from '@rclts/idl';
import { goalValues, GoalValueError } from '../../src/goal-values.js';
import { readYaml } from '../../src/yaml-input.js';

const registry = new TypeRegistry();
registry.addText('std_msgs/msg/Header', 'builtin_interfaces/Time stamp\nstring frame_id\n');
registry.addText('geometry_msgs/msg/Point', 'float64 x\nfloat64 y\nfloat64 z\n');
registry.addText(
  'test_msgs/action/Mix',
  `int32 order
uint64 big
int8 small
char letter
byte octet
float64 ratio
float32 single
bool flag
string text
int32[] numbers
std_msgs/Header header
builtin_interfaces/Time stamp
geometry_msgs/Point[] points
---
---
`,
);

function values(yaml: string): Record<string, unknown> {
  return goalValues(readYaml(yaml), registry.action('test_msgs/action/Mix').goal, () => ({ sec: 12, nanosec: 34 }));
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
