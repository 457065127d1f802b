// A look at the ROS graph: join, wait until discovery has settled, look, leave. ros2 keeps a daemon for this, and without
// it looks after half a second, which often shows nothing at all.
import { setTimeout as sleep } from 'node:timers/promises';
import { createNode, type Node } from '@rclts/node';
import { parseSeconds, type Arguments, type Option } from './command-line.js';
import type { Shell } from './shell.js';

/** Peers answer a newcomer at once and then tell of their endpoints, so a graph that has been still this long is known. */
const quietMs = 400;
/** The first words of peers take this long on a busy machine. */
const leastMs = 800;
/** A graph that never rests is shown as it is. */
const mostMs = 5000;

const spinTime: Option = {
  name: 'spin-time',
  value: 'SECONDS',
  help: 'Spin time in seconds to wait for discovery (default: until discovery has settled)',
};

/** The options of every command that looks at the graph. */
export const graphOptions: readonly Option[] = [
  spinTime,
  { name: 'no-daemon', help: 'As ever: there is no daemon. Accepted so that command lines for ros2 work' },
];

/** Calls `look` with a node that has seen the graph. */
export async function withGraph<T>(given: Arguments, shell: Shell, look: (node: Node) => T): Promise<T> {
  const seconds = given.find(spinTime.name);
  const fixedMs = seconds === undefined ? undefined : parseSeconds(spinTime, seconds) * 1000;
  // Discovery servers tell a tool of the whole graph only if it asks for that.
  const node = await createNode(`_ros2cli_${shell.processId}`, { args: [], superClient: true });
  try {
    if (fixedMs !== undefined) await sleep(fixedMs);
    else await settle(node);
    return look(node);
  } finally {
    await node.close();
  }
}

async function settle(node: Node): Promise<void> {
  const start = performance.now();
  let lastChange = start;
  node.on('graphChanged', () => {
    lastChange = performance.now();
  });
  for (;;) {
    const now = performance.now();
    const wait = Math.min(Math.max(lastChange + quietMs, start + leastMs), start + mostMs) - now;
    if (wait <= 0) return;
    await sleep(wait);
  }
}
