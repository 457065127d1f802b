import { TypeRegistry, parseDefinition, standardTypes, type MessageDefinition } from '../../src/index.js';

const FIBONACCI = 'int32 order\n---\nint32[] sequence\n---\nint32[] sequence';

describe('TypeRegistry', () => {
  it('links in any order of definition, across packages', () => {
    const registry = new TypeRegistry();
    registry.addText('b/msg/Outer', 'a/Inner[] inner\nOther other');
    registry.addText('b/msg/Other', 'builtin_interfaces/Time stamp');
    registry.addText('a/msg/Inner', 'float64 x');
    expect(registry.message('b/msg/Outer').dependencies.map(({ typeName }) => typeName)).toEqual([
      'a/msg/Inner',
      'b/msg/Other',
    ]);
    expect(registry.codec('b/msg/Outer').defaults()).toEqual({ inner: [], other: { stamp: { sec: 0, nanosec: 0 } } });
    expect(registry.message('b/msg/Outer')).toBe(registry.message('b/msg/Outer'));
  });

  it('finds what services and actions imply, by its own name', () => {
    const registry = new TypeRegistry();
    registry.addText('test_msgs/action/Fibonacci', FIBONACCI);
    registry.addText('a/srv/Call', '---');
    for (const part of [
      'Goal',
      'Result',
      'Feedback',
      'FeedbackMessage',
      'SendGoal_Request',
      'SendGoal_Response',
      'SendGoal_Event',
    ]) {
      expect(registry.message(`test_msgs/action/Fibonacci_${part}`).typeName).toBe(
        `test_msgs/action/Fibonacci_${part}`,
      );
    }
    expect(
      registry.service('test_msgs/action/Fibonacci_GetResult').request.definition.fields.map(({ name }) => name),
    ).toEqual(['goal_id']);
    expect(registry.message('a/srv/Call_Event').definition.fields.map(({ name }) => name)).toEqual([
      'info',
      'request',
      'response',
    ]);
    expect(registry.typeHash('test_msgs/action/Fibonacci_FeedbackMessage')).toBe(
      'RIHS01_37487bae8cea358366b97003c1ef1ca7ce7c08df36f9e8cca496624226aee64e',
    );
    expect(registry.action('test_msgs/action/Fibonacci').cancelGoal).toBe(
      standardTypes().service('action_msgs/srv/CancelGoal'),
    );
  });

  it.each([
    ['a type in itself', { A: 'A a' }, 'a/msg/A → a/msg/A'],
    [
      'a longer way round, also through sequences',
      { A: 'B b', B: 'C[] c', C: 'int32 x\nA[<=3] a' },
      'a/msg/A → a/msg/B → a/msg/C → a/msg/A',
    ],
  ])('refuses %s', (_name, texts, cycle) => {
    const registry = new TypeRegistry();
    for (const [name, text] of Object.entries(texts)) registry.addText(`a/msg/${name}`, text);
    expect(() => registry.message('a/msg/A')).toThrow(expect.objectContaining({ code: 'ERR_IDL_CYCLE' }));
    expect(() => registry.message('a/msg/A')).toThrow(cycle); // again: nothing half linked stays
  });

  it('says which field is of a type that nobody defined', () => {
    const registry = new TypeRegistry();
    registry.addText('a/msg/A', 'int32 x\n  b/Missing[] things', 'A.msg');
    expect(() => registry.message('a/msg/A')).toThrow(
      expect.objectContaining({
        code: 'ERR_IDL_UNKNOWN_TYPE',
        line: 2,
        column: 3,
        message: "A.msg:2:3: 'things' is of type b/msg/Missing, which is not known here",
      }),
    );
  });

  it.each([
    'a/msg/Nothing',
    'a/srv/Nothing_Request',
    'a/action/Nothing_SendGoal_Event',
    'nonsense',
    'a/msg/Nothing_Request',
  ])('knows no %s', (typeName) => {
    const registry = new TypeRegistry();
    for (const find of [
      () => registry.message(typeName),
      () => registry.service(typeName),
      () => registry.action(typeName),
      () => registry.typeHash(typeName),
    ]) {
      expect(find).toThrow(expect.objectContaining({ code: 'ERR_IDL_UNKNOWN_TYPE' }));
    }
  });

  it('takes Header without a package for std_msgs’, unless the package has its own', () => {
    const registry = new TypeRegistry();
    registry.addText('std_msgs/msg/Header', 'builtin_interfaces/Time stamp\nstring frame_id');
    registry.addText('a/msg/A', 'Header header');
    registry.addText('b/msg/B', 'Header header');
    registry.addText('b/msg/Header', 'int32 x');
    expect(registry.resolve('a/msg/A').fields[0]!.element).toEqual({ kind: 'nested', typeName: 'std_msgs/msg/Header' });
    expect(registry.resolve('b/msg/B').fields[0]!.element).toEqual({ kind: 'nested', typeName: 'b/msg/Header' });
  });

  it('takes the same definition again, not another one of that name', () => {
    const registry = new TypeRegistry();
    registry.addText('a/msg/A', 'int64 x 5');
    expect(registry.has('a/msg/A')).toBe(true);
    expect(() => registry.addText('a/msg/A', '# comment\nint64 x 5')).not.toThrow();
    expect(() => registry.addText('a/msg/A', 'int64 x 6')).toThrow(
      expect.objectContaining({ code: 'ERR_IDL_CONFLICT' }),
    );
  });

  it('lets a definition of one’s own stand before the standard one', () => {
    const registry = new TypeRegistry();
    registry.addText('builtin_interfaces/msg/Time', 'int32 sec\nuint32 nanosec');
    expect(registry.message('builtin_interfaces/msg/Time')).not.toBe(
      standardTypes().message('builtin_interfaces/msg/Time'),
    );
    expect(new TypeRegistry({ fallback: undefined }).has('builtin_interfaces/msg/Time')).toBe(false);
  });

  it('refuses definitions made by hand whose names are none', () => {
    const message = (typeName: string, name: string): MessageDefinition => ({
      kind: 'message',
      typeName,
      constants: [],
      fields: [{ name, element: { kind: 'primitive', name: 'int32' }, container: { kind: 'single' } }],
    });
    expect(() => new TypeRegistry().add(message('a/msg/A', 'x"; evil(); "'))).toThrow(
      expect.objectContaining({ code: 'ERR_IDL_SYNTAX' }),
    );
    expect(() => new TypeRegistry().add(message('a/msg/A\n;evil()', 'x'))).toThrow(
      expect.objectContaining({ code: 'ERR_IDL_SYNTAX' }),
    );
  });
});

describe('parseDefinition', () => {
  it('goes by the middle of the name', () => {
    expect(parseDefinition('a/msg/A', '').kind).toBe('message');
    expect(parseDefinition('a/srv/A', '---').kind).toBe('service');
    expect(parseDefinition('a/action/A', '---\n---').kind).toBe('action');
    expect(() => parseDefinition('a/A', '', 'A.msg')).toThrow("A.msg: 'a/A' is no type name");
  });
});
