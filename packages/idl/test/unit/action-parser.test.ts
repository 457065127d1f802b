import { parseAction } from '../../src/index.js';

const parse = (text: string): ReturnType<typeof parseAction> =>
  parseAction(text, { packageName: 'my_pkg', name: 'Do' });

describe('parseAction', () => {
  it('reads goal, result and feedback', () => {
    const { goal, result, feedback } = parse('int32 order\n---\r\nint32[] sequence\r\n---\nint32[] partial_sequence');
    expect([goal, result, feedback].map(({ typeName, fields }) => [typeName, fields.map(({ name }) => name)])).toEqual([
      ['my_pkg/action/Do_Goal', ['order']],
      ['my_pkg/action/Do_Result', ['sequence']],
      ['my_pkg/action/Do_Feedback', ['partial_sequence']],
    ]);
  });

  it.each(['', '---', '---\n---\n---'])('refuses %j', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'ERR_IDL_SYNTAX' }));
  });
});
