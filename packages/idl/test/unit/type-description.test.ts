import { TypeRegistry, describeType } from '../../src/index.js';

const defaults = (text: string): string[] => {
  const registry = new TypeRegistry();
  registry.addText('a/msg/A', text);
  return describeType(registry.message('a/msg/A')).type_description.fields.map((field) => field.default_value);
};

describe('describeType', () => {
  it('shows defaults as Python does', () => {
    expect(
      defaults(
        'float64 a 5\nfloat64 b 1e16\nfloat64 c 0.00001\nfloat64 d -0.0\nfloat64 e inf\nfloat64 f -inf\nfloat64 g nan',
      ),
    ).toEqual(['5.0', '1e+16', '1e-05', '-0.0', 'inf', '-inf', 'nan']);
    expect(defaults('bool[] a [true]\nint64 b 5\nstring[] c ["it\'s", \'say "it\\\'s"\', "plain"]')).toEqual([
      '(True,)',
      '5',
      `("it's", 'say "it\\'s"', 'plain')`,
    ]);
  });

  it('gives bounds and lengths as type id and capacity', () => {
    const registry = new TypeRegistry();
    registry.addText('a/msg/A', 'string<=5[<=3] a\nwstring<=4 b\nint8[2] c\nbyte[] d');
    expect(
      describeType(registry.message('a/msg/A')).type_description.fields.map(({ type }) => Object.values(type)),
    ).toEqual([
      [117, 3, 5, ''],
      [22, 0, 4, ''],
      [50, 2, 0, ''],
      [160, 0, 0, ''],
    ]);
  });
});
