import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimDomain, ManagedProcess, type Domain } from '@rclts/interop';

// The path of somebody who has never seen this repository: an empty directory, the packed tarballs, the README.

/** npm installs, tsc checks, processes start. */
const SLOW_MS = 600_000;

const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'rclts-newcomer-'));
const tarballFolder = join(folder, 'tarballs');
const project = join(folder, 'project');
const published = readdirSync(join(root, 'packages')).map((name) => `@rclts/${name}`);
let tarballs: string[] = [];

const environment: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: '', ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST' };
let domain: Domain;

function run(command: string, args: readonly string[], cwd = project): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: environment, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

/** The README's code block that begins with the comment `// NAME`. */
function snippet(name: string): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const block = readme.match(/```js\n[\s\S]*?```/g)?.find((one) => one.startsWith(`\`\`\`js\n// ${name}\n`));
  if (block === undefined) throw new Error(`README.md has no block for ${name}`);
  return block.slice('```js\n'.length, -'```'.length);
}

beforeAll(async () => {
  domain = await claimDomain();
  environment['ROS_DOMAIN_ID'] = String(domain.id);
  const packed = run(process.execPath, [join(root, 'tools/pack.mjs'), tarballFolder], root);
  expect(packed).toMatchObject({ status: 0 });
  tarballs = readdirSync(tarballFolder).map((file) => join(tarballFolder, file));
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "newcomer", "private": true }');
  expect(run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs])).toMatchObject({
    status: 0,
  });
}, SLOW_MS);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await domain.release();
});

test('every published package is packed, and nothing is wrong with its manifest and its types', () => {
  expect(tarballs).toHaveLength(published.length);
  const { status, output } = run(process.execPath, [join(__dirname, 'check-tarballs.mjs'), ...tarballs], root);
  expect({ status, output }).toMatchObject({ status: 0 });
  const results = JSON.parse(output) as { tarball: string; problems: string[] }[];
  expect(results.flatMap(({ tarball, problems }) => problems.map((problem) => `${tarball}: ${problem}`))).toEqual([]);
});

test('a package has what it needs and says what it is', () => {
  for (const tarball of tarballs) {
    const files = run('tar', ['tzf', tarball]).output.trim().split('\n');
    expect(files).toEqual(expect.arrayContaining(['package/LICENSE', 'package/README.md', 'package/package.json']));
    expect(files.filter((file) => !/^package\/(LICENSE|README\.md|package\.json|dist\/.*)$/.test(file))).toEqual([]);
  }
});

test('installing them installs nothing of anybody else', () => {
  expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@rclts']);
  expect(readdirSync(join(project, 'node_modules/@rclts')).map((name) => `@rclts/${name}`)).toEqual(published);
});

test('what is bundled in comes with its licence', () => {
  const licences = (name: string): string =>
    readFileSync(join(project, 'node_modules/@rclts', name, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
  expect(licences('rtps')).toMatch(/^dgram-as-promised [\d.]+ \(MIT\)$/m);
  expect(licences('rtps')).toMatch(/^eventemitter3 [\d.]+ \(MIT\)$/m);
  expect(licences('actions')).toMatch(/^uuid [\d.]+ \(MIT\)$/m);
  expect(licences('cli')).toMatch(/^yaml [\d.]+ \(ISC\)$/m);
});

test('they can be required and imported, and are the same modules either way', () => {
  const names = published.filter((name) => name !== '@rclts/cli' && name !== '@rclts/interfaces');
  writeFileSync(
    join(project, 'both.cjs'),
    `const names = ${JSON.stringify([...names, '@rclts/interfaces/std_msgs/msg/String'])};
Promise.all(names.map(async (name) => {
  const required = require(name);
  const imported = await import(name);
  for (const key of Object.keys(imported)) if (required[key] !== imported[key]) throw new Error(name + ': ' + key);
  return Object.keys(imported).length > 0;
})).then((results) => console.log(results.every(Boolean)));
`,
  );
  expect(run(process.execPath, ['--no-warnings', 'both.cjs'])).toEqual({ status: 0, output: 'true\n' });
});

test(
  'the types hold for a strict TypeScript project that checks libraries too, and for every example of the READMEs',
  () => {
    const examples: string[] = [];
    const write = (file: string, code: string): void => {
      writeFileSync(join(project, file), code);
      examples.push(file);
    };
    for (const name of readdirSync(join(project, 'node_modules/@rclts'))) {
      const readme = readFileSync(join(project, 'node_modules/@rclts', name, 'README.md'), 'utf8');
      (readme.match(/```ts\n[\s\S]*?```/g) ?? []).forEach((block, index) => {
        write(`${name}-${index}.mts`, block.slice('```ts\n'.length, -'```'.length));
      });
    }
    write('server.mts', snippet('server.mjs'));
    write('client.mts', snippet('client.mjs'));
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2023',
          lib: ['es2023', 'esnext.disposable'],
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          typeRoots: [join(root, 'node_modules/@types')],
          types: ['node'],
        },
        files: examples,
      }),
    );
    // Two of the README, and one of each package but the command's.
    expect(examples.length).toBeGreaterThan(published.length);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    expect(run(process.execPath, [tsc, '-p', project])).toEqual({ status: 0, output: '' });
  },
  SLOW_MS,
);

describe('the README, pasted', () => {
  let server: ManagedProcess;

  beforeAll(() => {
    writeFileSync(join(project, 'server.mjs'), snippet('server.mjs'));
    writeFileSync(join(project, 'client.mjs'), snippet('client.mjs').replace('order: 10', 'order: 3'));
    server = new ManagedProcess(process.execPath, ['server.mjs'], {
      label: 'the server',
      environment,
      directory: project,
    });
  });

  afterAll(() => server.stop());

  test(
    'serves the client',
    async () => {
      expect(run(process.execPath, ['client.mjs'])).toEqual({
        status: 0,
        output: `Goal accepted :)
Received feedback: [0, 1, 1]
Received feedback: [0, 1, 1, 2]
Result: [0, 1, 1, 2]
`,
      });
      await server.untilOutput(/^\[INFO\] \[\d+\.\d{9}\] \[fibonacci_action_server\]: Executing goal\.\.\.$/m, 60_000);
    },
    SLOW_MS,
  );

  test(
    'serves the command line',
    () => {
      writeFileSync(
        join(project, 'Fibonacci.action'),
        'int32 order\n---\nint32[] sequence\n---\nint32[] partial_sequence\n',
      );
      const type = 'custom_action_interfaces/action/Fibonacci';
      // A server that has to wait for a processor is not there at once.
      const list = run('node_modules/.bin/rclts', ['action', 'list', '-t', '--spin-time', '5']);
      expect(list).toEqual({ status: 0, output: `/fibonacci [${type}]\n` });
      const goal = run('node_modules/.bin/rclts', [
        'action',
        'send_goal',
        '/fibonacci',
        type,
        '{order: 2}',
        '--definition',
        'Fibonacci.action',
      ]);
      expect(goal.output.replace(/[0-9a-f]{32}/, 'ID')).toBe(`Waiting for an action server to become available...
Sending goal:
     order: 2

Goal accepted with ID: ID

Result:
    sequence:
- 0
- 1
- 1

Goal finished with status: SUCCEEDED
`);
    },
    SLOW_MS,
  );
});
