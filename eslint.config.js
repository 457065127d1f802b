// What a machine keeps, so that no reviewer has to: see docs/ARCHITECTURE.md, "Rules". internal/house proves each rule.
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import house from './tools/lint/plugin.mjs';
import { nonNullFiles } from './tools/lint/rooms.mjs';

const erasable = [
  { selector: 'TSEnumDeclaration', message: 'A const object and a type of the same name instead of an enum.' },
  { selector: 'TSParameterProperty', message: 'Declare the field and assign it: parameter properties do not erase.' },
];
const named = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'ExportSpecifier[exported.name="default"]', message: 'Named exports only.' },
];

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/generated/',
      '**/coverage/',
      '.cache/',
      '.turbo/',
      '.test-results/',
      'vectors/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { house },
    rules: {
      'house/boundaries': 'error',
      'house/pure-core': 'error',
      'house/ros-names': 'error',
      'house/spec-cites': 'error',
      'house/vendor-ids': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', ...erasable, ...named],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      // tsc reports unused locals and parameters, and knows `_` and types better.
      '@typescript-eslint/no-unused-vars': 'off',
      // A value and a type of one name is how this house writes what others write as an enum.
      'no-redeclare': 'off',
      // TypeScript resolves names.
      'no-undef': 'off',
    },
  },
  { files: [...nonNullFiles, '**/test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  // The snippets in there break the rule on purpose.
  { files: ['internal/house/test/lint-rules.test.ts'], rules: { 'house/spec-cites': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'Buffer',
          'URL',
          'clearTimeout',
          'console',
          'fetch',
          'performance',
          'process',
          'setImmediate',
          'setInterval',
          'clearInterval',
          'setTimeout',
          'structuredClone',
          'AbortController',
          'AbortSignal',
          'TextDecoder',
          'TextEncoder',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
);
