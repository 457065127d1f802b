/**
 * Our half of the interop suite: a node under remote control, as python/peer.py is. Ends when stdin does, or on SIGTERM.
 * Usage: main.js NODE_NAME NAMESPACE CAPTURE_FILE [CONTEXT_OPTIONS_AS_JSON]
 */
import { createInterface } from 'node:readline';
import { createNode, type ContextOptions } from '@rclts/node';
import { PcapTap } from '@rclts/rtps';
import { LossySockets } from './lossy-sockets.js';
import { type Methods, peerMethods } from './peer.js';

const [name = '', namespace = '/', captureFile = '', options = '{}'] = process.argv.slice(2);

const sockets = new LossySockets();
sockets.install();
const node = await createNode(name, {
  namespace,
  tap: captureFile === '' ? undefined : new PcapTap(captureFile),
  args: [],
  ...(JSON.parse(options) as ContextOptions),
});
const methods = peerMethods(node, sockets, say);

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

interface Request {
  readonly id: number;
  readonly method: keyof Methods;
  readonly parameters?: unknown;
}

async function answer({ id, method, parameters }: Request): Promise<void> {
  try {
    const call = methods[method] as (parameters: unknown) => unknown;
    say({ id, value: await call(parameters ?? {}) });
  } catch (error) {
    console.error(error);
    say({ id, error: String(error) });
  }
}

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await node.close();
  process.exit(0);
}

process.once('SIGTERM', () => void end());
createInterface({ input: process.stdin })
  .on('line', (line) => void answer(JSON.parse(line) as Request))
  .on('close', () => void end());
say({ event: 'ready' });
