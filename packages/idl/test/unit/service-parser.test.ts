import { parseService } from '../../src/index.js';

const parse = (text: string): ReturnType<typeof parseService> =>
  parseService(text, { packageName: 'my_pkg', name: 'Call' });

describe('parseService', () => {
  it('reads request and response, and counts lines over both', () => {
    const { kind, typeName, request, response } = parse('int32 a\n---\n\nint32 b\n');
    expect([kind, typeName, request.typeName, response.typeName]).toEqual([
      'service',
      'my_pkg/srv/Call',
      'my_pkg/srv/Call_Request',
      'my_pkg/srv/Call_Response',
    ]);
    expect(response.fields[0]!.location!.line).toBe(4);
  });

  it('may have both parts empty', () => {
    expect(parse('---').request.fields).toEqual([]);
  });

  it.each(['int32 a', '---\n---', ''])('refuses %j', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'ERR_IDL_SYNTAX', file: 'my_pkg/srv/Call' }));
  });
});
