// Lints snippets as if they stood in given files, with the repository's own configuration. A plain Node process because
// ESLint loads its configuration by `import()`, which jest's sandbox has not.
// In (stdin): [{ file, code, typed }]. Out: [{ rules: string[] }], the rules that each snippet breaks.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const cwd = fileURLToPath(new URL('../../../', import.meta.url));
// With CI set, typescript-eslint reads files from the disk once, and would look there instead of at the snippet.
const languageOptions = { parserOptions: { disallowAutomaticSingleRunInference: true } };
const typed = new ESLint({ cwd, overrideConfig: [{ files: ['**/*.ts'], languageOptions }] });
// Type information needs a file that exists; most snippets stand in files that do not.
const untyped = new ESLint({ cwd, overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }] });

const results = [];
for (const snippet of JSON.parse(readFileSync(0, 'utf8'))) {
  const [result] = await (snippet.typed ? typed : untyped).lintText(snippet.code, { filePath: snippet.file });
  results.push({ rules: result.messages.map((message) => message.ruleId ?? message.message) });
}
process.stdout.write(JSON.stringify(results));
