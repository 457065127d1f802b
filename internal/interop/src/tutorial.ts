import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from './cell.js';
import { claimDomain } from './process/domain.js';
import { peerEnvironment } from './process/environment.js';
import { ManagedProcess } from './process/managed-process.js';
import { Implementation, ourProgram, rclpyProgram, repository, type Program } from './process/programs.js';
import { fibonacci } from './scenario/order.js';

/** The tutorial's order, one second a step, and start-up; ten times that. */
const TUTORIAL_MS = 120_000;
const PATIENCE_MS = 30_000;

const ACCEPTED = 'Goal accepted :)';
const [SERVER, CLIENT] = ['fibonacci_action_server', 'fibonacci_action_client'];

/** Ends one of our programs with the test that started it, as run_with_stdin.py does for Python's. */
const END_WITH_STDIN = "data:text/javascript,process.stdin.resume().on('end',()=>process.exit()).unref()";

function program(implementation: Implementation, role: 'server' | 'client'): Program {
  if (implementation === Implementation.RCLTS) return ourProgram('--import', END_WITH_STDIN, exampleOnTestMsgs(role));
  const script = join(repository, `internal/interop/python/fibonacci_action_${role}.py`);
  return rclpyProgram(implementation, 'run_with_stdin.py', script);
}

/**
 * The example, changed as Python's half is: test_msgs' Fibonacci instead of the tutorial's own, because that is what rclpy's
 * wheels bring along. Its feedback field is `sequence`.
 */
function exampleOnTestMsgs(role: 'server' | 'client'): string {
  const directory = join(repository, 'examples/dist');
  const source = readFileSync(join(directory, `minimal-action-${role}.js`), 'utf8');
  const changed = source
    .replaceAll('custom_action_interfaces/action/Fibonacci', 'test_msgs/action/Fibonacci')
    .replaceAll('partial_sequence', 'sequence');
  // Beside the original, where its imports resolve. Other test files write the same at the same time.
  const [file, draft] = ['js', `${process.pid}.draft`].map((end) => join(directory, `tutorial-${role}.${end}`)) as [
    string,
    string,
  ];
  writeFileSync(draft, changed);
  renameSync(draft, file);
  return file;
}

/**
 * One half of the ROS 2 tutorial "Writing an action server and client" in TypeScript, the other in Python, as they stand
 * there; each prints the tutorial's lines and the client ends by itself.
 */
export async function runTutorial(cell: Cell): Promise<void> {
  const domain = await claimDomain();
  const environment = peerEnvironment(domain.id, cell.transport);
  const start = (role: 'server' | 'client'): ManagedProcess => {
    const { command, args } = program(cell[role], role);
    return new ManagedProcess(command, args, { label: `tutorial's ${role} (${cell[role]})`, environment });
  };
  const [server, client] = [start('server'), start('client')];
  try {
    await client.until('its end', TUTORIAL_MS, () => client.exit !== undefined);
    if (client.exit?.code !== 0) throw new Error(`the client ended with ${JSON.stringify(client.exit)}`);
    const served = ['Executing goal...', ...feedback('Feedback: ')];
    // The client's end may be known here before all that the server has said.
    await server.until('all its lines', PATIENCE_MS, () => linesOf(server, SERVER).length >= served.length);
    mustHaveSaid(server, SERVER, served);
    mustHaveSaid(client, CLIENT, [ACCEPTED, ...feedback('Received feedback: '), `Result: ${fibonacci(10).join(', ')}`]);
  } catch (error) {
    throw new Error(`${String(error)}\n${server.describe()}${client.describe()}`, { cause: error });
  } finally {
    await Promise.all([server.stop(), client.stop()]);
    await domain.release();
  }
}

const feedback = (headline: string): string[] =>
  Array.from({ length: 9 }, (_, index) => headline + fibonacci(index + 2).join(', '));

/** What a node has said, in the ROS format. */
function linesOf(process: ManagedProcess, node: string): string[] {
  const line = new RegExp(`^\\[INFO\\] \\[\\d+\\.\\d{9}\\] \\[${node}\\]: (.*)$`);
  // A last line may not be complete yet.
  const complete = process.output.split('\n').slice(0, -1);
  return complete.flatMap((text) => line.exec(text)?.[1] ?? []);
}

/** These lines, in this order and nothing else of that node; rclpy prints `array('i', […])` where we print `[…]`. */
function mustHaveSaid(process: ManagedProcess, node: string, texts: readonly string[]): void {
  const said = linesOf(process, node).map((text) => text.replace(/(?:array\('i', )?\[([^\]]*)\]\)?/, '$1'));
  // Acceptance and a first feedback that come together, rclpy's client reports the other way round.
  const isRclpy = process.output.includes("array('i'");
  if (isRclpy && said[1] === ACCEPTED) said.unshift(...said.splice(1, 1));
  if (said.join('\n') !== texts.join('\n')) {
    throw new Error(`${process.label} said\n${said.join('\n')}\ninstead of\n${texts.join('\n')}`);
  }
}
