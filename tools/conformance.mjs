// Asks an action server all that ROS 2 expects of one. Usage: npm run conformance -- --action NAME --type TYPE --goal FILE …
// With --write instead: tries our own server and rclpy's, runs the twins of ROS's own tests, and writes docs/CONFORMANCE.md.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Missing } from './peers.mjs';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';

const args = process.argv.slice(2);
const dist = join(root, 'internal/conformance/dist');
// Everything that is not the answer goes to stderr: with --json, stdout is read by programs.
const quiet = { stdio: ['ignore', 2, 2] };

if (!existsSync(join(root, 'node_modules/.pnpm'))) installWorkspace();
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/conformance', '--output-logs=errors-only'], quiet));

if (args.includes('--write')) await write();
else {
  const { status } = spawnSync(process.execPath, [join(dist, 'main.js'), ...args], { cwd: root, stdio: 'inherit' });
  process.exit(status ?? 1);
}

async function write() {
  const { status: missing } = spawnSync(process.execPath, [join(root, 'tools/peers.mjs')], { stdio: 'inherit' });
  if (missing & Missing.PEERS) process.exit(1);
  must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/examples', '--output-logs=errors-only'], quiet));
  const { listedFiles, listedPackages, readTests, renderDocument } = await import(
    pathToFileURL(join(dist, 'index.js')).href
  );
  let failed = 0;
  const tests = [];
  for (const directory of listedPackages()) {
    // The suites against real rclpy leave their tables behind, whichever test names them.
    const files = listedFiles().filter((file) => file.startsWith(`${directory}/`));
    const wanted =
      directory === 'internal/conformance' ? ['test/real'] : ['--runTestsByPath', ...inside(directory, files)];
    const results = join(root, `.test-results/jest-${basename(directory)}.json`);
    rmSync(results, { force: true });
    const { status } = spawnSync('npm', ['test', '--silent', '--', ...wanted], {
      cwd: join(root, directory),
      stdio: 'inherit',
    });
    failed ||= status ?? 1;
    tests.push(...readTests(JSON.parse(readFileSync(results, 'utf8'))));
  }
  const cases = (name) => JSON.parse(readFileSync(join(root, `.test-results/conformance-${name}.json`), 'utf8'));
  const date = new Date().toISOString().slice(0, 10);
  const machine = `run on ${date}, ${type()} ${release()}, ${cpus().length} cores, Node ${process.version}`;
  const text = renderDocument({
    tests,
    ours: cases('ours'),
    rclpyServer: cases('rclpy-server'),
    rclpyClient: cases('rclpy-client'),
    machine,
  });
  writeFileSync(join(root, 'docs/CONFORMANCE.md'), text);
  console.log('docs/CONFORMANCE.md is written');
  process.exit(failed);
}

function inside(directory, files) {
  return files.map((file) => file.slice(directory.length + 1));
}
