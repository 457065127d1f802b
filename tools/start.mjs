// `npm start`: the ROS 2 tutorial, from a fresh clone: the Fibonacci action server and the action client, two processes of
// their own that find each other by discovery. Ends by itself; exit code 0 when the client has had its result.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installWorkspace, must, pnpm, root } from './pnpm.mjs';

const SECONDS_PER_STEP = '0.25';
const ORDER = '10';
/** A run takes some 3 s. */
const LIMIT_MS = 60_000;
const STOP_MS = 5_000;

installWorkspace();
must(pnpm(['exec', 'turbo', 'run', 'build', '--filter=@rclts/examples', '--output-logs=errors-only']));

// A domain of its own, on this machine only, so that no robot nearby answers; what the user has set is respected.
const environment = {
  ROS_DOMAIN_ID: String(1 + (process.pid % 100)),
  ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST',
  RCUTILS_LOGGING_USE_STDOUT: '1',
  RCUTILS_LOGGING_BUFFERED_STREAM: '0',
  ...process.env,
};
console.log(`\nAction server and action client in ROS_DOMAIN_ID ${environment.ROS_DOMAIN_ID}:\n`);

const server = start('minimal-action-server', SECONDS_PER_STEP);
const client = start('minimal-action-client', ORDER);
const stop = () => {
  client.process.kill();
  server.process.kill();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
const limit = setTimeout(() => {
  console.error(`\nNo result within ${LIMIT_MS / 1000} s.`);
  stop();
}, LIMIT_MS);

await Promise.race([client.ended, server.ended]);
client.process.kill(); // where the server went first: nobody answers
const clientCode = await client.ended;
server.process.kill('SIGTERM'); // the example closes its node and ends by itself
const killer = setTimeout(() => server.process.kill('SIGKILL'), STOP_MS);
const serverCode = await server.ended;
clearTimeout(limit);
clearTimeout(killer);

const complete = client.output().includes('Result: [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55]');
// Windows has no signals: there a process that is told to end is gone at once.
const clean = serverCode === 0 || process.platform === 'win32';
if (clientCode !== 0) console.error(`\nThe action client failed (${clientCode}).`);
else if (!complete) console.error('\nThe action client ended without the result.');
else if (!clean) console.error(`\nThe action server did not end cleanly (${serverCode}).`);
process.exit(clientCode === 0 && complete && clean ? 0 : 1);

function start(name, ...args) {
  const child = spawn(process.execPath, [join(root, 'examples/dist', `${name}.js`), ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    process.stdout.write(chunk);
  });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  return { process: child, ended, output: () => text };
}
