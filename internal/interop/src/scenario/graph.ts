import assert from 'node:assert/strict';
import { ACTION, CLIENT_NODE, SERVER_NODE, type Pair } from '../pair.js';
import type { PeerMethods } from '../peer-protocol.js';
import type { RemotePeer } from '../remote-peer.js';
import { eventually, type Scenario } from './scenario.js';

const DISCOVERY_MS = 60_000;

type Query = 'nodes' | 'actions' | 'actionInfo' | 'countActionEnds';

/** Both ends give the same answer, before long. */
async function bothSee<Q extends Query>(
  { server, client }: Pair,
  query: Q,
  parameters: Parameters<PeerMethods[Q]>[0],
  expected: ReturnType<PeerMethods[Q]>,
): Promise<void> {
  for (const peer of [server, client]) await sees(peer, query, parameters, expected);
}

async function sees<Q extends Query>(
  peer: RemotePeer,
  query: Q,
  parameters: Parameters<PeerMethods[Q]>[0],
  expected: ReturnType<PeerMethods[Q]>,
): Promise<void> {
  await eventually(`${peer.process.label} sees ${query} ${JSON.stringify(expected)}`, DISCOVERY_MS, async () => {
    assert.deepEqual(await peer.call(query, parameters), expected);
    return true;
  });
}

export const nodeNames: Scenario = {
  title: 'node names, both ways',
  run: (pair) => bothSee(pair, 'nodes', {}, [CLIENT_NODE, SERVER_NODE]),
};

export const actionNames: Scenario = {
  title: 'action names and types, both ways',
  needsRcl: true,
  run: (pair) => bothSee(pair, 'actions', {}, { [ACTION]: ['test_msgs/action/Fibonacci'] }),
};

export const actionInfo: Scenario = {
  title: 'action servers and clients, both ways',
  needsRcl: true,
  async run(pair) {
    await bothSee(pair, 'actionInfo', { action: ACTION }, { servers: [SERVER_NODE], clients: [CLIENT_NODE] });
    await bothSee(pair, 'countActionEnds', { action: ACTION }, { servers: 1, clients: 1 });
  },
};
