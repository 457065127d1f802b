import { IdlError, parseMessage } from '../../src/index.js';

const parse = (text: string): ReturnType<typeof parseMessage> =>
  parseMessage(text, { packageName: 'my_pkg', name: 'Thing', file: 'Thing.msg' });
const fields = (text: string): unknown[] => parse(text).fields.map(({ location: _location, ...field }) => field);
const error = (text: string): IdlError => {
  try {
    parse(text);
  } catch (caught) {
    return caught as IdlError;
  }
  throw new Error('nothing was thrown');
};

describe('parseMessage', () => {
  it('reads fields, constants and defaults in their order', () => {
    const definition = parse(`# a thing
uint8 DEBUG=10   # constants may stand anywhere
int32 order 5
string name "thing"
string TEXT='a # b'

float64[3] position [1.0, 2.0, 3.0]
`);
    expect(definition).toMatchObject({ kind: 'message', typeName: 'my_pkg/msg/Thing' });
    expect(definition.fields.map(({ name, defaultValue }) => [name, defaultValue])).toEqual([
      ['order', 5],
      ['name', 'thing'],
      ['position', [1, 2, 3]],
    ]);
    expect(definition.constants).toEqual([
      { name: 'DEBUG', type: 'uint8', value: 10 },
      { name: 'TEXT', type: 'string', value: 'a # b' },
    ]);
    expect(definition.fields[2]!.location).toEqual({ file: 'Thing.msg', line: 7, column: 1 });
  });

  it.each([
    ['int32 x', { kind: 'primitive', name: 'int32' }, { kind: 'single' }],
    ['byte[16] x', { kind: 'primitive', name: 'byte' }, { kind: 'array', length: 16 }],
    ['string<=10[<=5] x', { kind: 'string', bound: 10 }, { kind: 'sequence', bound: 5 }],
    ['wstring[] x', { kind: 'wstring', bound: 0 }, { kind: 'sequence', bound: 0 }],
    ['Pose x', { kind: 'nested', typeName: 'my_pkg/msg/Pose' }, { kind: 'single' }],
    ['geometry_msgs/Pose[] x', { kind: 'nested', typeName: 'geometry_msgs/msg/Pose' }, { kind: 'sequence', bound: 0 }],
    ['geometry_msgs/msg/Pose x', { kind: 'nested', typeName: 'geometry_msgs/msg/Pose' }, { kind: 'single' }],
  ])('reads the type of %s', (line, element, container) => {
    expect(fields(line)).toEqual([{ name: 'x', element, container }]);
  });

  it('reads nothing as an empty message', () => {
    expect(parse('').fields).toEqual([]);
    expect(parse('# only\n\n  # comments\r\n').fields).toEqual([]);
  });

  it.each([
    ['\nint32', 2, 6, 'ERR_IDL_SYNTAX', 'a field needs a name'],
    ['int32 Order', 1, 7, 'ERR_IDL_SYNTAX', "'Order' is no field name"],
    ['int32 a__b', 1, 7, 'ERR_IDL_SYNTAX', 'is no field name'],
    ['int32 a_', 1, 7, 'ERR_IDL_SYNTAX', 'is no field name'],
    ['int32 a-b', 1, 7, 'ERR_IDL_SYNTAX', 'is no field name'],
    ['int32 __proto__', 1, 7, 'ERR_IDL_SYNTAX', 'is no field name'],
    ['int32 order=5', 1, 7, 'ERR_IDL_SYNTAX', "'order' is no constant name"],
    ['int32 a\nint64 a', 2, 7, 'ERR_IDL_SYNTAX', "'a' is defined twice"],
    ['int32[ a', 1, 1, 'ERR_IDL_SYNTAX', "'int32[' is no type"],
    ['int32[0] a', 1, 1, 'ERR_IDL_SYNTAX', 'an integer above 0'],
    ['int32[<=] a', 1, 1, 'ERR_IDL_SYNTAX', 'an integer above 0'],
    ['int32[1.5] a', 1, 1, 'ERR_IDL_SYNTAX', 'an integer above 0'],
    ['int32[5000000000] a', 1, 1, 'ERR_IDL_SYNTAX', 'an integer above 0'],
    ['string<=x a', 1, 1, 'ERR_IDL_SYNTAX', 'an integer above 0'],
    ['int33 a', 1, 1, 'ERR_IDL_SYNTAX', "'int33' is no type"],
    ['a/b/C d', 1, 1, 'ERR_IDL_SYNTAX', "'a/b/C' is no type"],
    ['Bad_Pkg/C d', 1, 1, 'ERR_IDL_SYNTAX', 'is no type'],
    ['---', 1, 1, 'ERR_IDL_SYNTAX', "'---' is no type"],
    ['  int8 a 200', 1, 10, 'ERR_IDL_BAD_CONSTANT', '200 is not in int8'],
    ['int8 A=x', 1, 8, 'ERR_IDL_BAD_CONSTANT', "'x' is no integer"],
    ['int8 A=', 1, 8, 'ERR_IDL_BAD_CONSTANT', 'is no integer'],
    ['Pose A=5', 1, 1, 'ERR_IDL_BAD_CONSTANT', "cannot be of type 'Pose'"],
    ['string<=5 A="x"', 1, 1, 'ERR_IDL_BAD_CONSTANT', 'cannot be of type'],
    ['Pose a 5', 1, 8, 'ERR_IDL_BAD_CONSTANT', 'has no default'],
  ])('says where %j is wrong', (text, line, column, code, message) => {
    const caught = error(text);
    expect(caught).toMatchObject({ name: 'IdlError', code, file: 'Thing.msg', line, column });
    expect(caught.message).toContain(message);
    expect(caught.message).toMatch(/^Thing\.msg:\d+:\d+: /);
  });

  it('refuses names that are none, and names the type where no file is given', () => {
    expect(() => parseMessage('', { packageName: 'My', name: 'Thing' })).toThrow(
      "My/msg/Thing: 'My/msg/Thing' is no type name",
    );
    expect(() => parseMessage('', { packageName: 'my', name: 'thing' })).toThrow('is no type name');
    expect(() => parseMessage('x y', { packageName: 'my', name: 'Thing' })).toThrow('my/msg/Thing:1:1:');
  });

  it('takes a name of any length in no time', () => {
    expect(error(`int32 ${'A_'.repeat(50_000)}!=5`).message).toContain('is no constant name');
    expect(error(`int32 ${'a_'.repeat(50_000)}`).message).toContain('is no field name');
  });
});
