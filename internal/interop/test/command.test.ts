import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimDomain, type Domain } from '../src/process/domain.js';
import { peerEnvironment, Transport } from '../src/process/environment.js';
import { ManagedProcess } from '../src/process/managed-process.js';
import { Implementation, ourProgram, rclpyProgram, repository } from '../src/process/programs.js';

/** What ros2 0.36.1 printed for the same command lines, with a server on the same rclpy. */
const recorded = readFileSync(join(repository, 'vectors/ros2cli/kilted-fastdds.txt'), 'utf8');
/** The type as a person without ROS has it: in a folder. */
const definitions = join(repository, 'vectors/idl/definitions');

const COMMAND_MS = 180_000;
/** By default it looks when nothing has changed for a moment, which a peer that waits for a processor may miss. */
const PATIENTLY = ['--spin-time', '5'];

/** Ids are random; and 0.36.1 printed `//node`, mended in 0.39.1 (ros2cli#1049). */
function comparable(text: string): string {
  return text.replace(/ID: [0-9a-f]{32}/, 'ID: …').replace(/^ {4}\/\//gm, '    /');
}

function recordedOutput(command: string): { code: number; output: string } {
  const start = recorded.indexOf(`\n$ ros2 ${command}\n`);
  if (start < 0) throw new Error(`vectors/ros2cli/kilted-fastdds.txt has no command: ${command}`);
  const [, output = '', code] = /^\n\$ .*\n([\s\S]*?)\[rc (\d+), [\d.]+s\]$/m.exec(recorded.slice(start)) ?? [];
  return { code: Number(code), output: comparable(output) };
}

describe.each([Implementation.KILTED, Implementation.JAZZY])(
  'the rclts command, towards rclpy (%s)',
  (distribution) => {
    let domain: Domain;
    let server: ManagedProcess;

    beforeAll(async () => {
      domain = await claimDomain();
      const { command, args } = rclpyProgram(
        distribution,
        'run_with_stdin.py',
        rclpyScript('fibonacci_action_server.py'),
      );
      const environment = peerEnvironment(domain.id, Transport.DEFAULT);
      server = new ManagedProcess(command, args, { label: `the server (${distribution})`, environment });
    });

    afterAll(async () => {
      await server.stop();
      await domain.release();
    });

    async function rclts(...words: string[]): Promise<{ code: number | null; output: string }> {
      const { command, args } = ourProgram(join(repository, 'packages/cli/dist/index.js'), ...words);
      const environment = peerEnvironment(domain.id, Transport.DEFAULT);
      const run = new ManagedProcess(command, args, { label: 'rclts', environment });
      const { code } = await run.exited;
      return { code, output: comparable(run.output) };
    }

    // First, for it waits for the server to come up.
    it(
      'sends a goal and prints feedback, result and status as ros2 does',
      async () => {
        const action = ['/fibonacci', 'test_msgs/action/Fibonacci', '{order: 5}'];
        const { code, output } = await rclts('action', 'send_goal', '--feedback', ...action, '--path', definitions);
        expect({ code, output }).toEqual(
          recordedOutput('action send_goal --feedback /fibonacci test_msgs/action/Fibonacci {order: 5}'),
        );
      },
      COMMAND_MS,
    );

    it.each([
      'action list -t',
      'action info /fibonacci',
      'action info -t /fibonacci',
      'action type /fibonacci',
      'action find test_msgs/action/Fibonacci',
    ])(
      '%s prints what ros2 does',
      async (command) => {
        expect(await rclts(...command.split(' '), ...PATIENTLY)).toEqual(recordedOutput(command));
      },
      COMMAND_MS,
    );
  },
);

function rclpyScript(name: string): string {
  return join(repository, 'internal/interop/python', name);
}
