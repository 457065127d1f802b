// One jest configuration for every package: TypeScript by swc, `@rclts/*` from source, nothing mocked.
const { join } = require('node:path');
const root = join(__dirname, '..');

module.exports = (rootDir) => ({
  rootDir,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // uuid and dgram-as-promised are ESM only; swc turns them into what jest can load.
  transform: {
    '^.+\\.(ts|js|mjs)$': [require.resolve('@swc/jest'), { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!(\\.pnpm|uuid|dgram-as-promised)/)', '/dist/'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^fast-check$': join(__dirname, 'jest-fast-check.cjs'),
    '^fast-check/itself$': require.resolve('fast-check'),
    '^@rclts/interfaces/(.*)$': join(root, 'packages/interfaces/generated/$1.ts'),
    '^@rclts/(sim|interop|bench)$': join(root, 'internal/$1/src/index.ts'),
    '^@rclts/([a-z]+)$': join(root, 'packages/$1/src/index.ts'),
  },
  injectGlobals: true,
  // Only for what hangs: how fast a machine is decides nothing. Tests that are still busy then had ten times what they need.
  testTimeout: 300_000,
});
