/** Our peer: server, client, crowd or orphan, under remote control. Ends when stdin does, or on SIGTERM. Usage: main.js ROLE OPTIONS_AS_JSON */
import { createInterface } from 'node:readline';
import { ActionServer } from '@rclts/actions';
import { createNode, type Node } from '@rclts/node';
import { PcapTap } from '@rclts/rtps';
import { ACTION, execute, Fibonacci } from './behaviours.js';
import { clientMethods, type AsyncMethods } from './client.js';
import { join } from './crowd.js';
import { askAsOrphan } from './orphan.js';
import { Role, type ChaosEvent, type PeerOptions } from './protocol.js';

const role = process.argv[2] as Role;
const options = JSON.parse(process.argv[3] ?? '{}') as PeerOptions;

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const emit = (event: ChaosEvent): void => say(event);

function serverMethods(node: Node): Partial<AsyncMethods> {
  let asked = 0;
  let executed = 0;
  new ActionServer(
    node,
    Fibonacci,
    ACTION,
    async (goalHandle) => {
      asked++;
      const result = await execute(goalHandle);
      executed++;
      return result;
    },
    { resultTimeoutMs: options.resultTimeoutMs },
  );
  return { executed: () => ({ asked, executed }) };
}

let closeNode = (): Promise<void> => Promise.resolve();

async function methodsOfRole(): Promise<Partial<AsyncMethods>> {
  if (role === Role.CROWD) return { join: ({ count, expected, timeoutMs }) => join(count, expected, timeoutMs) };
  if (role === Role.ORPHAN) {
    return {
      ask: async ({ count, timeoutMs }) => {
        await askAsOrphan(Number(process.env['ROS_DOMAIN_ID']), count, timeoutMs);
      },
    };
  }
  const { leaseDurationMs, capture } = options;
  const tap = capture === undefined ? undefined : new PcapTap(capture);
  const node = await createNode(`chaos_${role}`, { args: [], leaseDurationMs, tap });
  closeNode = () => node.close();
  const methods = role === Role.SERVER ? serverMethods(node) : clientMethods(node, options, emit);
  return { ...methods, nodes: () => node.getNodes().length };
}

interface Request {
  readonly id: number;
  readonly method: keyof AsyncMethods;
  readonly parameters?: unknown;
}

const methods = await methodsOfRole();

async function answer({ id, method, parameters }: Request): Promise<void> {
  try {
    const call = methods[method] as ((parameters: unknown) => unknown) | undefined;
    if (call === undefined) throw new Error(`a ${role} knows no ${method}`);
    say({ id, value: await call(parameters ?? {}) });
  } catch (error) {
    say({ id, error: String(error) });
  }
}

const end = (): void => void closeNode().finally(() => process.exit(0));
process.once('SIGTERM', end);
createInterface({ input: process.stdin })
  .on('line', (line) => void answer(JSON.parse(line) as Request))
  .on('close', end);
emit({ event: 'ready' });
