import assert from 'node:assert/strict';
import { ACTION, CLIENT_NODE, SERVER_NODE, type Pair } from '../pair.js';
import type { RemotePeer } from '../remote-peer.js';
import { fibonacci, Order } from './order.js';
import { eventually, type Scenario } from './scenario.js';

/** Less than the lease of 20 s: who needs longer has only noticed because the lease ran out. */
const SOON_MS = 15_000;

/** A goal succeeds before long. Each attempt is a goal of its own, so that one lost to the old server costs 2 s only. */
async function works({ client }: Pair): Promise<void> {
  await eventually('a goal succeeds', SOON_MS, async () => {
    const { accepted, goalId } = await client.call('sendGoal', { action: ACTION, order: 5, timeoutMs: 2000 });
    assert.equal(accepted, true);
    const { status, sequence } = await client.call('getResult', { goalId, timeoutMs: 2000 });
    assert.deepEqual({ status, sequence }, { status: 4, sequence: fibonacci(5) });
    return true;
  });
}

async function noLongerSees(peer: RemotePeer, node: string): Promise<void> {
  await eventually(`${peer.process.label} no longer sees ${node}`, SOON_MS, async () => {
    return !(await peer.call('nodes', {})).includes(node);
  });
}

export const serverRestarts: Scenario = {
  title: 'server ends and comes back',
  async run(pair) {
    await pair.server.stop();
    await noLongerSees(pair.client, SERVER_NODE);
    // rclpy takes its node out of the graph first, and the node's endpoints away one by one.
    await eventually('there is no server', SOON_MS, async () => {
      return !(await pair.client.call('waitForServer', { action: ACTION, timeoutMs: 0 }));
    });
    await pair.startPeer('server');
    assert.equal(await pair.client.call('waitForServer', { action: ACTION, timeoutMs: SOON_MS }), true);
    await works(pair);
  },
};

export const clientRestarts: Scenario = {
  title: 'client ends and comes back',
  async run(pair) {
    await pair.client.stop();
    await noLongerSees(pair.server, CLIENT_NODE);
    await pair.startPeer('client');
    assert.equal(await pair.client.call('waitForServer', { action: ACTION, timeoutMs: SOON_MS }), true);
    await works(pair);
  },
};

export const clientCrashes: Scenario = {
  title: 'client is killed mid-goal and comes back',
  async run(pair) {
    const { accepted, goalId } = await pair.client.call('sendGoal', { action: ACTION, order: Order.succeeds(40) });
    assert.equal(accepted, true);
    await pair.client.crash();
    await pair.startPeer('client');
    assert.equal(await pair.client.call('waitForServer', { action: ACTION, timeoutMs: SOON_MS }), true);
    await works(pair);
    // The orphan runs to its end and does no harm.
    await pair.server.untilEvent('orphan executed', (event) => event.event === 'executed' && event.goalId === goalId);
  },
};

export const serverCrashes: Scenario = {
  title: 'server is killed and comes back',
  async run(pair) {
    await pair.server.crash();
    await pair.startPeer('server');
    await works(pair);
  },
};
