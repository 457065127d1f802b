import { defineService } from '@rclts/idl';
import { Log } from '@rclts/interfaces/rcl_interfaces/msg/Log';
import { ParticipantEntitiesInfo } from '@rclts/interfaces/rmw_dds_common/msg/ParticipantEntitiesInfo';
import { String } from '@rclts/interfaces/std_msgs/msg/String';
import { HistoryKind } from '@rclts/rtps';
import { type Node, QosProfiles } from '../../src/index.js';
import { World } from '../support/world.js';

const Trigger = defineService('std_srvs/srv/Trigger', '---\nbool success\nstring message');

/** Every query that the graph answers about one node. */
function seenOf(observer: Node, name: string, namespace: string): Record<string, unknown> {
  return {
    publishers: observer.getPublisherNamesAndTypesByNode(name, namespace),
    subscriptions: observer.getSubscriptionNamesAndTypesByNode(name, namespace),
    services: observer.getServiceNamesAndTypesByNode(name, namespace),
    clients: observer.getClientNamesAndTypesByNode(name, namespace),
  };
}

function furnish(node: Node): void {
  node.createPublisher(String, 'chatter');
  node.createSubscription(String, '~/in', () => undefined);
  node.createServiceServer(Trigger, 'start', () => ({ success: true, message: '' }));
  node.createServiceClient(Trigger, '/other/stop');
}

test('a node sees itself, nodes of its context and nodes elsewhere, in the same words', async () => {
  const world = new World();
  const context = world.context();
  const observer = world.node('observer', { context });
  furnish(observer);
  furnish(world.node('sibling', { context, namespace: 'ns' }));
  furnish(world.node('stranger', { namespace: '/ns' }));
  await world.until(() => observer.countPublishers('/ns/chatter') === 2);
  await world.network.advance(1_000);
  expect(observer.getNodes()).toEqual([
    { name: 'observer', namespace: '/', enclave: '/' },
    { name: 'sibling', namespace: '/ns', enclave: '/' },
    { name: 'stranger', namespace: '/ns', enclave: '/' },
  ]);
  const expected = (name: string, below: string): Record<string, unknown> => ({
    publishers: [
      { name: `${below}chatter`, types: ['std_msgs/msg/String'] },
      { name: '/rosout', types: ['rcl_interfaces/msg/Log'] },
    ].sort((left, right) => (left.name < right.name ? -1 : 1)),
    subscriptions: [{ name: `${below}${name}/in`, types: ['std_msgs/msg/String'] }],
    services: [{ name: `${below}start`, types: ['std_srvs/srv/Trigger'] }],
    clients: [{ name: '/other/stop', types: ['std_srvs/srv/Trigger'] }],
  });
  expect(seenOf(observer, 'observer', '/')).toEqual(expected('observer', '/'));
  expect(seenOf(observer, 'sibling', '/ns')).toEqual(expected('sibling', '/ns/'));
  expect(seenOf(observer, 'stranger', '/ns')).toEqual(expected('stranger', '/ns/'));
  expect(seenOf(observer, 'nobody', '/')).toEqual({ publishers: [], subscriptions: [], services: [], clients: [] });
});

test('names, types and counts over all nodes', async () => {
  const world = new World();
  const observer = world.node('observer', { rosout: false });
  const nodes = ['one', 'two'].map((name) => world.node(name, { rosout: false }));
  nodes.forEach(furnish);
  await world.until(() => observer.countClients('/other/stop') === 2);
  await world.network.advance(1_000);
  expect(observer.getTopicNamesAndTypes()).toEqual([
    { name: '/chatter', types: ['std_msgs/msg/String'] },
    { name: '/one/in', types: ['std_msgs/msg/String'] },
    { name: '/two/in', types: ['std_msgs/msg/String'] },
  ]);
  expect(observer.getServiceNamesAndTypes()).toEqual([
    { name: '/other/stop', types: ['std_srvs/srv/Trigger'] },
    { name: '/start', types: ['std_srvs/srv/Trigger'] },
  ]);
  const { countPublishers, countSubscriptions, countServices, countClients } = {
    countPublishers: observer.countPublishers('chatter'),
    countSubscriptions: observer.countSubscriptions('/one/in'),
    countServices: observer.countServices('start'),
    countClients: observer.countClients('start'),
  };
  expect([countPublishers, countSubscriptions, countServices, countClients]).toEqual([2, 1, 2, 0]);
});

test('endpoints of a topic, with node, type, hash and QoS', async () => {
  const world = new World();
  const observer = world.node('observer');
  const talker = world.node('talker', { namespace: 'ns' });
  talker.createPublisher(String, '/chatter', QosProfiles.SENSOR_DATA);
  observer.createSubscription(String, 'chatter', () => undefined, QosProfiles.SENSOR_DATA);
  await world.until(() => observer.getPublishersInfoByTopic('chatter')[0]?.node !== undefined);
  expect(observer.getPublishersInfoByTopic('chatter')).toEqual([
    {
      node: { name: 'talker', namespace: '/ns' },
      topicType: 'std_msgs/msg/String',
      topicTypeHash: String.typeHash,
      kind: 'publisher',
      gid: expect.any(Uint8Array),
      // History does not travel: what DDS says then is its default.
      qos: { ...QosProfiles.SENSOR_DATA, depth: expect.any(Number) },
    },
  ]);
  expect(observer.getSubscriptionsInfoByTopic('chatter')).toEqual([
    expect.objectContaining({ node: { name: 'observer', namespace: '/' }, kind: 'subscription' }),
  ]);
});

test('nodes and endpoints leave the graph when they close, when their context closes and when they are killed', async () => {
  const world = new World();
  const observer = world.node('observer');
  const context = world.context();
  const names = (): string[] => observer.getNodes().map(({ name }) => name);
  const [one, two, three] = [world.node('one', { context }), world.node('two', { context }), world.node('three')];
  for (const node of [one, two, three]) node.createPublisher(String, 'chatter');
  await world.until(() => names().length === 4 && observer.countPublishers('chatter') === 3);
  let changes = 0;
  observer.on('graphChanged', () => changes++);
  await world.network.run(() => one.close());
  await world.network.advance(1_000);
  expect(names()).toEqual(['observer', 'two', 'three']);
  expect(observer.countPublishers('chatter')).toBe(2);
  expect(changes).toBeGreaterThan(0);
  await world.network.run(() => context.close());
  await world.network.advance(1_000);
  expect(names()).toEqual(['observer', 'three']);
  world.kill(three);
  await world.until(() => names().length === 1, 25_000);
  expect(observer.countPublishers('chatter')).toBe(0);
});

test('what closes while one side alone has lost the other is gone on both sides after they meet again', async () => {
  const world = new World();
  const brief = world.node('brief', { context: world.context([], 2_000) });
  const patient = world.node('patient', { context: world.context([], 60_000) });
  const [staying, leaving] = [patient.createPublisher(String, 'staying'), patient.createPublisher(String, 'leaving')];
  await world.until(() => brief.countPublishers('staying') + brief.countPublishers('leaving') === 2);
  await world.until(() => patient.getNodes().length + brief.getNodes().length === 4);
  // Silence for longer than the lease of one of them: it never loses the other.
  world.network.partition([[world.hostOf(brief)]]);
  await world.network.advance(5_000);
  expect([patient.getNodes().length, brief.getNodes().length]).toEqual([1, 2]);
  leaving.close();
  await world.network.advance(1_000);
  world.network.heal();
  await world.until(() => patient.getNodes().length === 2);
  await world.network.advance(5_000);
  expect([brief.countPublishers('staying'), brief.countPublishers('leaving')]).toEqual([1, 0]);
  expect(staying.isClosed).toBe(false);
});

test('what a context announces is coalesced: one ros_discovery_info for all that a turn creates', async () => {
  const world = new World();
  const listener = world.participant();
  const infos: { nodes: number; readers: number; writers: number }[] = [];
  listener.createReader(
    {
      topicName: 'ros_discovery_info',
      typeName: 'rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_',
      qos: { reliability: 2, durability: 1, history: HistoryKind.KEEP_ALL },
      userData: new TextEncoder().encode(`typehash=${ParticipantEntitiesInfo.typeHash};`),
    },
    {
      onSample: ({ payload }) => {
        const { node_entities_info_seq: nodes } = ParticipantEntitiesInfo.codec.decode(payload);
        const count = (of: 'reader_gid_seq' | 'writer_gid_seq'): number =>
          nodes.reduce((sum, node) => sum + node[of].length, 0);
        infos.push({ nodes: nodes.length, readers: count('reader_gid_seq'), writers: count('writer_gid_seq') });
      },
    },
  );
  const node = world.node('node');
  furnish(node);
  await world.network.advance(2_000);
  expect(infos).toEqual([{ nodes: 1, readers: 3, writers: 4 }]);
  const publisher = node.createPublisher(String, 'more');
  const other = node.createPublisher(String, 'more');
  await world.network.advance(100);
  publisher.close();
  other.close();
  await world.network.advance(100);
  expect(infos.slice(1)).toEqual([
    { nodes: 1, readers: 3, writers: 6 },
    { nodes: 1, readers: 3, writers: 4 },
  ]);
});

test('graphChanged comes at most once a turn', async () => {
  const world = new World();
  const observer = world.node('observer');
  await world.network.advance(1_000);
  let changes = 0;
  observer.on('graphChanged', () => changes++);
  for (let index = 0; index < 10; index++) observer.createPublisher(String, `topic${index}`);
  await world.network.advance(1);
  expect(changes).toBe(1);
});

test('a peer cannot speak for another participant', async () => {
  const world = new World();
  const observer = world.node('observer');
  const victim = world.node('victim');
  const liar = world.participant();
  const writer = liar.createWriter({
    topicName: 'ros_discovery_info',
    typeName: 'rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_',
    qos: { reliability: 2, durability: 1 },
  });
  writer.write(
    ParticipantEntitiesInfo.codec.encode({
      gid: { data: victim.context.participant.guidOctets },
      node_entities_info_seq: [],
    }),
  );
  await world.until(() => observer.getNodes().length === 2);
  await world.network.advance(1_000);
  expect(observer.getNodes().map(({ name }) => name)).toEqual(['observer', 'victim']);
});

describe('/rosout', () => {
  test('carries what nodes log, to a listener that comes late too', async () => {
    const world = new World();
    const node = world.node('talker', { namespace: 'ns' });
    node.logger.debug('hidden');
    node.logger.info('early');
    node.logger.getChild('child').warn('careful');
    await world.network.advance(1_000);
    const observer = world.node('observer', { rosout: false });
    const lines: unknown[] = [];
    observer.createSubscription(Log, '/rosout', (log) => lines.push(log), QosProfiles.ROSOUT);
    await world.until(() => lines.length === 2);
    expect(lines).toEqual([
      expect.objectContaining({ level: 20, name: 'ns.talker', msg: 'early' }),
      expect.objectContaining({ level: 30, name: 'ns.talker.child', msg: 'careful' }),
    ]);
    node.logger.error('last words');
    await world.network.run(() => node.close());
    await world.network.advance(1_000);
    expect(lines).toHaveLength(3);
  });

  test('can be switched off, as the console can', async () => {
    const world = new World();
    const context = world.context(['--ros-args', '--disable-rosout-logs', '--disable-stdout-logs']);
    const node = world.node('quiet', { context });
    node.logger.info('x');
    expect(node.countPublishers('/rosout')).toBe(0);
    expect(world.logs).toEqual([]);
  });
});
