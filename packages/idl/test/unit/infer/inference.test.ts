import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// With the TypeScript of this repository, and with the one that is written in Go.
describe('types inferred from the text of a definition', () => {
  it.each([
    ['5.9', 'node_modules/typescript/bin/tsc'],
    ['7.0', 'packages/idl/node_modules/typescript-7/bin/tsc'],
  ])('are what test/types says, and the compiler refuses what it must: TypeScript %s', (version, command) => {
    const tsc = join(__dirname, '../../../../..', command);
    const project = join(__dirname, '../../types/tsconfig.json');
    const run = (...args: string[]) => spawnSync(process.execPath, [tsc, ...args], { encoding: 'utf8' });
    expect(run('--version').stdout).toContain(`Version ${version}.`);
    const { status, stdout } = run('-p', project);
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('name in the compiler’s message what is missing from deps', () => {
    const ts = jest.requireActual<typeof import('typescript')>('typescript');
    const file = join(__dirname, '../../types/missing.ts');
    const text = `import { defineMessage } from '@rclts/idl';\ndefineMessage('my_pkg/msg/Line', 'Point start\\nother/Pose[] ends');\n`;
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(__dirname, '../../types/tsconfig.json'), ts.sys.readFile.bind(ts.sys)).config,
      ts.sys,
      join(__dirname, '../../types'),
    );
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (name) => name === file || fileExists.call(host, name);
    host.getSourceFile = (name, language) =>
      name === file ? ts.createSourceFile(name, text, language) : getSourceFile.call(host, name, language);
    const program = ts.createProgram([file], options, host);
    const messages = program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('MissingDependency<"my_pkg/msg/Point" | "other/msg/Pose">');
  });
});
