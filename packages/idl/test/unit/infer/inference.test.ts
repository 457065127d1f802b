import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// With the TypeScript of this repository; another one's: npx -p typescript@7 tsc -p packages/idl/test/types
describe('types inferred from the text of a definition', () => {
  it('are what test/types says, and the compiler refuses what it must', () => {
    const tsc = require.resolve('typescript/bin/tsc', { paths: [join(__dirname, '../../../../..')] });
    const project = join(__dirname, '../../types/tsconfig.json');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  }, 120_000);

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
  }, 120_000);
});
