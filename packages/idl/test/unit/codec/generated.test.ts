describe('where code generation is forbidden', () => {
  it('falls back to closures without being told', () => {
    const allowed = globalThis.Function;
    let calls = 0;
    globalThis.Function = function forbidden() {
      calls++;
      throw new EvalError('Code generation from strings disallowed for this context');
    } as unknown as FunctionConstructor;
    try {
      jest.isolateModules(() => {
        const { defineMessage } = jest.requireActual<typeof import('../../../src/index.js')>('../../../src/index.js');
        const Point = defineMessage('a/msg/Point', 'float64 x\nint32[] y');
        expect(Point.codec.decode(Point.codec.encode({ x: 1.5, y: Int32Array.of(1) }))).toEqual({
          x: 1.5,
          y: Int32Array.of(1),
        });
      });
    } finally {
      globalThis.Function = allowed;
    }
    expect(calls).toBe(1);
  });

  it('makes source only for types of the program: none where it was switched off', () => {
    const allowed = globalThis.Function;
    let calls = 0;
    globalThis.Function = new Proxy(allowed, {
      construct(target, parameters) {
        calls++;
        return Reflect.construct(target, parameters) as object;
      },
    });
    try {
      jest.isolateModules(() => {
        const { TypeRegistry } = jest.requireActual<typeof import('../../../src/index.js')>('../../../src/index.js');
        for (const codeGeneration of [false, true]) {
          const registry = new TypeRegistry({ codeGeneration });
          registry.addText('a/msg/A', 'B b');
          registry.addText('a/msg/B', 'int32 x');
          registry.codec('a/msg/A').encode({ b: { x: 1 } });
          expect(calls).toBe(codeGeneration ? 3 : 0);
        }
      });
    } finally {
      globalThis.Function = allowed;
    }
  });
});
