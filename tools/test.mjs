// `npm test`: everything that shows that this works, from a fresh clone. Installs what it needs (the workspace, the rclpy
// peers, tshark), builds, lints, checks types, runs all test suites, those against real rclpy last and alone, and ends by printing
// `N passed, N failed`. Nothing is skipped in silence: what could not run is a failure and says so.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { run } from './apt.mjs';
import { Missing } from './peers.mjs';
import { installWorkspace, pnpm, root } from './pnpm.mjs';

const results = join(root, '.test-results');
/** Suites that real rclpy takes part in. */
const withPeers = ['interop', 'conformance', 'chaos'];
const started = performance.now();
let passed = 0;
const failures = [];

rmSync(results, { recursive: true, force: true });
headline('Installing');
installWorkspace();
// Mostly waiting for the network: beside the build and the tests that need no peers.
const installPeers = (...words) => run(process.execPath, [join(root, 'tools/peers.mjs'), ...words]);
const peers = installPeers();

headline('Building');
const built = count('the build', pnpm(['exec', 'turbo', 'run', 'build', '--output-logs=errors-only']) === 0);

if (built) {
  headline('Linting and checking types');
  const checks = {
    'the linter (npm run lint)': tool('eslint/bin/eslint.js', '.'),
    'the formatter (npm run format)': tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
    'the type check of the whole house': tool('typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'),
  };
  for (const [name, check] of Object.entries(checks)) {
    const { status, output } = await check;
    count(name, status === 0, output);
  }

  // Tests that need no peers have tshark read captures, and must not meet one that is half installed.
  await installPeers('--tshark');
  headline('Testing');
  // Jest uses one worker less than there are cores, so two packages at a time keep two busy.
  const others = withPeers.map((name) => `--filter=!@rclts/${name}`);
  pnpm(['exec', 'turbo', 'run', 'test', ...others, '--concurrency=2', '--continue=always']);

  headline('Testing against real rclpy');
  const { status, output } = await peers;
  process.stdout.write(output);
  const cannotRun = status & Missing.PEERS ? withPeers.map((name) => join('internal', name)) : [];
  const chaos = join('internal', 'chaos');
  const { whatIsMissing } = await import('../internal/chaos/dist/index.js');
  const noChaos = cannotRun.length === 0 ? whatIsMissing() : undefined;
  if (noChaos !== undefined) cannotRun.push(chaos);
  for (const name of withPeers) {
    if (!cannotRun.includes(join('internal', name))) runJest(join('internal', name));
  }

  for (const directory of testedDirectories()) {
    if (directory === chaos && noChaos !== undefined && !process.env.CI) continue;
    if (cannotRun.includes(directory)) count(`${directory}: cannot run here`, false, noChaos ?? output);
    else collect(directory);
  }
  if (noChaos !== undefined && !process.env.CI) {
    skipped(`no goal has gone over a bad link (internal/chaos, npm run chaos), which needs\n${noChaos}`);
  }
  if (status & Missing.TSHARK && !process.env.CI) {
    skipped(`tshark has not looked at our captures, because it is not installed.\n${output}`);
  }
} else {
  await peers;
}

if (failures.length > 0) {
  headline('Failures');
  for (const { name, text } of failures) console.log(`✗ ${name}\n${indent(text)}\n`);
}
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(`\n${minutes} minutes\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

function headline(text) {
  console.log(`\n── ${text} (at ${Math.round((performance.now() - started) / 1000)} s) ──`);
}

function skipped(text) {
  console.log(`\n${'*'.repeat(80)}\nSKIPPED: ${text.trimEnd()}\n${'*'.repeat(80)}`);
}

function count(name, isPassed, text = '') {
  if (isPassed) passed++;
  else failures.push({ name, text });
  return isPassed;
}

function tool(path, ...args) {
  return run(process.execPath, [join(root, 'node_modules', path), ...args]);
}

function runJest(directory) {
  spawnSync('npm', ['test', '--silent'], { cwd: join(root, directory), stdio: 'inherit' });
}

/** The workspace's packages that have tests. */
function testedDirectories() {
  const rooms = ['packages', 'internal'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name)),
  );
  return ['examples', ...rooms].filter((directory) => {
    const manifest = join(root, directory, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).scripts?.test;
  });
}

/** Adds up what jest (tools/jest.mjs) has left of a package. A suite that could not run and a test that did not are failures. */
function collect(directory) {
  const file = join(results, `jest-${basename(directory)}.json`);
  if (!existsSync(file)) return void count(`${directory}: its tests did not run`, false);
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  for (const suite of testResults) {
    const where = relative(root, suite.name);
    if (suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed')) {
      count(`${where}: could not run`, false, suite.message);
    }
    for (const test of suite.assertionResults) {
      const name = `${where}: ${test.fullName}`;
      if (test.status === 'passed') count(name, true);
      else count(test.status === 'failed' ? name : `${name}: ${test.status}`, false, test.failureMessages.join('\n'));
    }
  }
}

/** Frames of the test runner itself say nothing. */
function indent(text) {
  const lines = text.split('\n').filter((line) => !/^\s+at .*node_modules/.test(line));
  return lines.join('\n').trimEnd().replace(/^/gm, '    ');
}
