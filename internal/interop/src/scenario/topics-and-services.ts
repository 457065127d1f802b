import assert from 'node:assert/strict';
import { CLIENT_NODE, SERVER_NODE } from '../pair.js';
import type { RemotePeer } from '../remote-peer.js';
import { eventually, type Scenario } from './scenario.js';

const DISCOVERY_MS = 60_000;
const INFO = 20;

async function speaks(from: RemotePeer, to: RemotePeer, topic: string): Promise<void> {
  await to.call('createSubscription', { topic });
  await from.call('createPublisher', { topic });
  const texts = ['grüße', '', 'x'.repeat(300)];
  // Volatile: what is published before the two have found each other is nobody's.
  await eventually('a first message', DISCOVERY_MS, async () => {
    await from.call('publish', { topic, text: 'hello' });
    return (await to.call('messages', { topic })).length > 0;
  });
  for (const text of texts) await from.call('publish', { topic, text });
  await eventually('all messages, in order', DISCOVERY_MS, async () => {
    const heard = (await to.call('messages', { topic })).filter((text) => text !== 'hello');
    return JSON.stringify(heard) === JSON.stringify(texts);
  });
}

export const topics: Scenario = {
  title: 'topics, both ways',
  async run({ server, client }) {
    await speaks(server, client, '/from_server');
    await speaks(client, server, '/from_client');
  },
};

async function serves(from: RemotePeer, name: string, to: RemotePeer, service: string): Promise<void> {
  await from.call('createService', { service });
  for (const data of [true, false]) {
    const answer = await to.call('callService', { service, data, timeoutMs: DISCOVERY_MS });
    assert.deepEqual(answer, { success: data, message: `${name} heard ${data ? 'yes' : 'no'}` });
  }
}

export const services: Scenario = {
  title: 'services, both ways',
  async run({ server, client }) {
    await serves(server, 'interop_server', client, '/of_server');
    await serves(client, 'interop_client', server, '/of_client');
  },
};

async function logs(from: RemotePeer, node: string, to: RemotePeer): Promise<void> {
  await to.call('subscribeRosout', {});
  const expected = { name: node.slice(1).replaceAll('/', '.'), level: INFO, text: `a line of ${node}` };
  await from.call('log', { text: expected.text });
  // Transient local: it comes, whether the subscription was there first or not.
  await eventually(`log line of ${expected.name}`, DISCOVERY_MS, async () =>
    (await to.call('messages', { topic: '/rosout' })).some((line) => JSON.stringify(line) === JSON.stringify(expected)),
  );
}

export const rosout: Scenario = {
  title: '/rosout, both ways',
  needsRcl: true,
  async run({ server, client }) {
    await logs(server, SERVER_NODE, client);
    await logs(client, CLIENT_NODE, server);
  },
};
